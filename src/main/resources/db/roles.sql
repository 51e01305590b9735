-- Three roles for the people and jobs that share one database. Run once by an administrator of the database:
--
--   psql -d billing -f src/main/resources/db/roles.sql
--
-- then make logins that are members of one of them, such as
--
--   CREATE ROLE anna LOGIN PASSWORD '...' IN ROLE billing_operator;
--
-- What each may do is granted by afterMigrate.sql whenever a command of the schema's owner starts.
DO $roles$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['billing_operator', 'billing_runner', 'billing_auditor'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
        END IF;
        EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', current_database(), role_name);
    END LOOP;
END
$roles$;

COMMENT ON ROLE billing_operator IS 'billing-groups: master data, prices, imports and drafts, but no issuing';
COMMENT ON ROLE billing_runner IS 'billing-groups: the invoicing job, but no master data, prices or imports';
COMMENT ON ROLE billing_auditor IS 'billing-groups: reads only';
