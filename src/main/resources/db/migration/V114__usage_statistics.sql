-- Statistics of a period's usage only of the columns by which it is found and summed: those of all columns take more
-- than twice as long, and a run waits for them.
CREATE OR REPLACE FUNCTION analyze_usage_partition(period date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    partition_name text := 'usage_record_' || to_char(period, 'YYYY_MM');
BEGIN
    IF to_regclass(quote_ident(partition_name)) IS NOT NULL THEN
        EXECUTE format('ANALYZE %I (period, file_id, project, service, sku, unit, currency, category, started_at)',
            partition_name);
    END IF;
END
$$;
