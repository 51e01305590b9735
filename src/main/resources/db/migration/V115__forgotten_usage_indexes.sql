-- A run that dies while it drafts, and that nobody continues or discards, leaves its index, which slows imports into its
-- period down: the next run of any period drops it. Where the table is in use, another run may be drafting from it.
CREATE FUNCTION unindex_other_usage_partitions(period date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '100ms' AS
$$
DECLARE
    forgotten text;
BEGIN
    FOR forgotten IN
        SELECT indexrelid::regclass::text FROM pg_index
        WHERE indrelid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'usage_record'::regclass)
            AND indexrelid::regclass::text = indrelid::regclass::text || '_project'
            AND indrelid::regclass::text <> 'usage_record_' || to_char(period, 'YYYY_MM')
    LOOP
        BEGIN
            EXECUTE 'DROP INDEX IF EXISTS ' || forgotten;
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            RAISE DEBUG 'the index % stays for now', forgotten;
        END;
    END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION unindex_other_usage_partitions(date) FROM PUBLIC;
