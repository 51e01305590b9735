-- Which part of the work a table belongs to; a test sees that every table has one. Roles are granted by part, see
-- afterMigrate.sql.
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
            'parked_group', 'invoice', 'invoice_line', 'invoice_tax', 'invoice_content',
            'credit_consumption', 'approval') THEN 'drafts'
        WHEN table_name IN ('number_series', 'issued_invoice', 'invoice_state', 'document', 'posting', 'correction',
            'corrected_line', 'superseded_invoice', 'delivery_attempt', 'delivery_outcome') THEN 'issuing'
        -- Everybody reads them; only append_seal writes them.
        WHEN table_name IN ('seal', 'seal_leaf', 'seal_head') THEN 'seals'
    END
$$;
