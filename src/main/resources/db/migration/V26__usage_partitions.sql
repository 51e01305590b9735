-- Who reads all usage of a period asks the period's partition by its own name: through usage_record, the server would
-- copy the columns of each row before it looks at them. So whoever may read usage_record may read its partitions; those
-- that are there already are granted by afterMigrate.sql.
CREATE OR REPLACE FUNCTION create_usage_partition(period date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    partition_name text := 'usage_record_' || to_char(period, 'YYYY_MM');
    reader text;
BEGIN
    IF period IS NULL OR period <> date_trunc('month', period) THEN
        RAISE EXCEPTION 'a billing period starts on the first of a month, not on %', period;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('create_usage_partition'));
    IF to_regclass(quote_ident(partition_name)) IS NULL THEN
        EXECUTE format('CREATE TABLE %I (LIKE usage_record INCLUDING ALL)', partition_name);
        EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_insert_scale_factor = 1)', partition_name);
        EXECUTE format('ALTER TABLE usage_record ATTACH PARTITION %I FOR VALUES IN (%L)', partition_name, period);
        FOR reader IN
            SELECT CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END
            FROM pg_class CROSS JOIN aclexplode(relacl)
            WHERE oid = 'usage_record'::regclass AND privilege_type = 'SELECT' AND grantee <> relowner
        LOOP
            EXECUTE format('GRANT SELECT ON %I TO %s', partition_name, reader);
        END LOOP;
    END IF;
END
$$;

-- The table to ask for all usage of a period: its partition, or usage_record, which has none of it.
CREATE FUNCTION usage_partition(period date) RETURNS regclass
    LANGUAGE sql STABLE SET search_path FROM CURRENT AS
$$
    SELECT coalesce(to_regclass('usage_record_' || to_char(period, 'YYYY_MM')), 'usage_record'::regclass)
$$;
