-- Where the numbers of a series go on that another system began: what the seller declares, and what was taken.
ALTER TABLE seller ADD COLUMN next_number jsonb;
ALTER TABLE number_series ADD COLUMN first_number integer NOT NULL DEFAULT 1 CHECK (first_number > 0);

-- Takes the partition of a period away again that an import has made and put nothing into, if nobody else imports into
-- the period and no lock has to be waited for.
CREATE FUNCTION drop_empty_usage_partition(period date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '200ms' AS
$$
DECLARE
    partition_name text := 'usage_record_' || to_char(period, 'YYYY_MM');
    has_rows boolean;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('billing-groups usage'), hashtext(to_char(period, 'YYYY-MM'))) THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('create_usage_partition'));
    IF to_regclass(quote_ident(partition_name)) IS NOT NULL THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', partition_name) INTO has_rows;
        IF NOT has_rows THEN
            EXECUTE format('DROP TABLE %I', partition_name);
        END IF;
    END IF;
EXCEPTION
    WHEN lock_not_available THEN
        -- An empty partition is in nobody's way.
        RETURN;
END
$$;
REVOKE EXECUTE ON FUNCTION drop_empty_usage_partition(date) FROM PUBLIC;
