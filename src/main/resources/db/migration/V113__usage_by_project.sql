-- An index of a period's usage by project, only for the time in which many buckets are drafted at once: without it each of
-- them reads all records of the period, and kept while importing it would slow every import down. The job's role owns
-- nothing, so these functions make and drop it. Drafts are the same with and without: where the table is in use, by an
-- import or by readers, they give up after a while instead of holding others up.
CREATE FUNCTION index_usage_partition(period date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '3s' AS
$$
DECLARE
    partition_name text := 'usage_record_' || to_char(period, 'YYYY_MM');
BEGIN
    IF to_regclass(quote_ident(partition_name)) IS NOT NULL THEN
        EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %I (project)', partition_name || '_project', partition_name);
    END IF;
EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
    RAISE DEBUG 'no index on % for now', partition_name;
END
$$;
REVOKE EXECUTE ON FUNCTION index_usage_partition(date) FROM PUBLIC;

CREATE FUNCTION unindex_usage_partition(period date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '3s' AS
$$
BEGIN
    EXECUTE format('DROP INDEX IF EXISTS %I', 'usage_record_' || to_char(period, 'YYYY_MM') || '_project');
EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
    RAISE DEBUG 'the index of % stays for now', period;
END
$$;
REVOKE EXECUTE ON FUNCTION unindex_usage_partition(date) FROM PUBLIC;
