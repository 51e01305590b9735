-- Functions that work with the owner's rights are for those who are granted them, not for everybody.
REVOKE EXECUTE ON FUNCTION create_usage_partition(date) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION analyze_usage_partition(date) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION analyze_frozen_inputs() FROM PUBLIC;

-- Which part of the work a table belongs to; a test sees that every table has one. Roles are granted by part.
CREATE FUNCTION part_of_table(table_name text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$
    SELECT CASE
        WHEN table_name IN ('seller', 'account', 'billing_group', 'project', 'membership', 'tax_rate', 'change_event',
            'credit', 'payment')
            THEN 'master data'
        WHEN table_name IN ('price', 'price_tier', 'exchange_rate') THEN 'prices'
        WHEN table_name LIKE 'usage\_%' THEN 'usage'
        WHEN table_name LIKE 'batch\_%' THEN 'jobs'
        WHEN table_name LIKE 'frozen\_%' OR table_name IN ('invoicing_lock', 'invoicing_run', 'excluded_usage',
            'parked_group', 'invoice', 'invoice_line', 'invoice_tax',
            'credit_consumption', 'approval') THEN 'drafts'
        WHEN table_name IN ('number_series', 'issued_invoice', 'invoice_state', 'document', 'posting') THEN 'issuing'
    END
$$;
