-- Gives the application's user what it needs to work, and nothing to change the schema with. It runs after every
-- migration, so it looks first and grants only what is new: a table on which the user may do something already is left
-- alone, so that a migration can grant less. The lock keeps two processes that migrate at once apart, as concurrent
-- grants on one object fail.
DO $grants$
DECLARE
    application_user CONSTANT text := '${applicationUser}';
    migrated_schema CONSTANT text := current_schema();
    migrated_schema_id CONSTANT oid := (SELECT oid FROM pg_namespace WHERE nspname = current_schema());
    target record;
BEGIN
    IF application_user IN ('', current_user) THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('billing-groups'), hashtext('afterMigrate'));

    IF NOT has_schema_privilege(application_user, migrated_schema, 'USAGE') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', migrated_schema, application_user);
    END IF;

    FOR target IN
        SELECT relation.oid::regclass AS name, relation.relkind = 'S' AS is_sequence
        FROM pg_class AS relation
        WHERE relation.relnamespace = migrated_schema_id
          AND relation.relname <> 'flyway_schema_history'
          AND CASE WHEN relation.relkind = 'S'
                  THEN NOT has_sequence_privilege(application_user, relation.oid, 'USAGE')
                  ELSE relation.relkind IN ('r', 'p', 'v', 'm', 'f')
                      AND NOT has_table_privilege(application_user, relation.oid, 'SELECT, INSERT, UPDATE, DELETE')
              END
        ORDER BY relation.relname
    LOOP
        IF target.is_sequence THEN
            EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %I', target.name, application_user);
        ELSE
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE %s TO %I', target.name, application_user);
        END IF;
    END LOOP;

    FOR target IN
        SELECT routine.oid::regprocedure AS name
        FROM pg_proc AS routine
        WHERE routine.pronamespace = migrated_schema_id
          AND NOT has_function_privilege(application_user, routine.oid, 'EXECUTE')
        ORDER BY routine.oid
    LOOP
        EXECUTE format('GRANT EXECUTE ON ROUTINE %s TO %I', target.name, application_user);
    END LOOP;
END
$grants$;
