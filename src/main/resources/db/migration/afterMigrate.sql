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
    -- A member of one of the roles below has what its role has, and nothing more.
    IF application_user IN ('', current_user) OR EXISTS (
            SELECT FROM pg_roles WHERE rolname IN ('billing_operator', 'billing_runner', 'billing_auditor')
                AND pg_has_role(application_user, oid, 'MEMBER')) THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('billing-groups'), hashtext('afterMigrate'));

    IF NOT has_schema_privilege(application_user, migrated_schema, 'USAGE') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', migrated_schema, application_user);
    END IF;

    -- The version, which commands that do not migrate have to know.
    IF NOT has_table_privilege(application_user, 'flyway_schema_history', 'SELECT') THEN
        EXECUTE format('GRANT SELECT ON TABLE flyway_schema_history TO %I', application_user);
    END IF;

    FOR target IN
        SELECT relation.oid::regclass AS name, relation.relkind = 'S' AS is_sequence,
            CASE WHEN part_of_table(relation.relname) = 'seals' THEN 'SELECT'
                -- Usage is added or withdrawn, never changed.
                WHEN relation.relname LIKE 'usage\_record%' THEN 'SELECT, INSERT, DELETE'
                ELSE 'SELECT, INSERT, UPDATE, DELETE' END AS privileges
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
            EXECUTE format('GRANT %s ON TABLE %s TO %I', target.privileges, target.name, application_user);
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

-- The same for the roles of db/roles.sql, where they exist: all of them read everything; the operator writes what is
-- not issuing, the runner what is not master data, prices or usage.
DO $grants$
DECLARE
    migrated_schema CONSTANT text := current_schema();
    target record;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname IN ('billing_operator', 'billing_runner', 'billing_auditor')) THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('billing-groups'), hashtext('afterMigrate'));
    FOR target IN
        SELECT role.rolname AS role_name, relation.oid::regclass AS name, relation.relkind = 'S' AS is_sequence,
            CASE
                WHEN relation.relkind = 'S' THEN 'USAGE'
                WHEN role.rolname = 'billing_operator' AND relation.relname LIKE 'usage\_record%'
                    THEN 'SELECT, INSERT, DELETE'
                WHEN role.rolname = 'billing_operator'
                    AND part_of_table(relation.relname) IN ('master data', 'prices', 'usage', 'jobs', 'drafts')
                    OR role.rolname = 'billing_runner' AND part_of_table(relation.relname) IN ('jobs', 'drafts', 'issuing')
                    THEN 'SELECT, INSERT, UPDATE, DELETE'
                ELSE 'SELECT' END AS privileges
        FROM pg_roles AS role
        CROSS JOIN pg_class AS relation
        WHERE role.rolname IN ('billing_operator', 'billing_runner', 'billing_auditor')
            AND relation.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = migrated_schema)
            AND (relation.relkind IN ('r', 'p', 'v') OR relation.relkind = 'S' AND role.rolname <> 'billing_auditor')
            AND NOT CASE
                WHEN relation.relkind = 'S' THEN has_sequence_privilege(role.oid, relation.oid, 'USAGE')
                WHEN role.rolname = 'billing_operator'
                    AND part_of_table(relation.relname) IN ('master data', 'prices', 'usage', 'jobs', 'drafts')
                    OR role.rolname = 'billing_runner' AND part_of_table(relation.relname) IN ('jobs', 'drafts', 'issuing')
                    THEN has_table_privilege(role.oid, relation.oid, 'SELECT')
                        AND has_table_privilege(role.oid, relation.oid, 'INSERT')
                        AND (relation.relname LIKE 'usage\_record%'
                            OR has_table_privilege(role.oid, relation.oid, 'UPDATE'))
                        AND has_table_privilege(role.oid, relation.oid, 'DELETE')
                ELSE has_table_privilege(role.oid, relation.oid, 'SELECT') END
        ORDER BY 1, 2
    LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', migrated_schema, target.role_name);
        EXECUTE format('GRANT %s ON %s %s TO %I', target.privileges,
            CASE WHEN target.is_sequence THEN 'SEQUENCE' ELSE 'TABLE' END, target.name, target.role_name);
    END LOOP;
    FOR target IN
        SELECT role.rolname AS role_name, routine.oid::regprocedure AS name
        FROM pg_roles AS role CROSS JOIN pg_proc AS routine
        WHERE routine.pronamespace = (SELECT oid FROM pg_namespace WHERE nspname = migrated_schema)
            AND routine.prosecdef AND NOT has_function_privilege(role.oid, routine.oid, 'EXECUTE')
            AND (role.rolname = 'billing_operator'
                OR role.rolname = 'billing_runner'
                    AND (routine.proname LIKE 'analyze\_%' OR routine.proname LIKE 'append\_seal%'
                        OR routine.proname IN ('number_ledger_export', 'index_usage_partition', 'unindex_usage_partition',
                            'unindex_other_usage_partitions')))
        ORDER BY 1, 2
    LOOP
        EXECUTE format('GRANT EXECUTE ON ROUTINE %s TO %I', target.name, target.role_name);
    END LOOP;
END
$grants$;

-- Before 1.1 those who may import could also change what they, or others, had imported.
DO $grants$
DECLARE
    target record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('billing-groups'), hashtext('afterMigrate'));
    FOR target IN
        SELECT relation.oid::regclass AS name, role.rolname AS role_name
        FROM pg_class AS relation
        CROSS JOIN aclexplode(relation.relacl) AS access
        JOIN pg_roles AS role ON role.oid = access.grantee
        WHERE relation.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
            AND relation.relname LIKE 'usage\_record%' AND relation.relkind IN ('r', 'p')
            AND access.privilege_type = 'UPDATE' AND access.grantee <> relation.relowner
    LOOP
        EXECUTE format('REVOKE UPDATE ON TABLE %s FROM %I', target.name, target.role_name);
    END LOOP;
END
$grants$;
