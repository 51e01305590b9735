-- Time stamps of the chain of seals by authorities outside. A token is a signature over the link of a seal, and so over
-- all seals up to it.
CREATE TABLE seal_stamp (
    position    bigint      NOT NULL REFERENCES seal,
    authority   text COLLATE "C" NOT NULL CHECK (authority <> ''),
    token       bytea       NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by text        NOT NULL,
    login       text        NOT NULL,
    PRIMARY KEY (position, authority)
);
CREATE TRIGGER note_login BEFORE INSERT ON seal_stamp FOR EACH ROW EXECUTE FUNCTION note_login();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON seal_stamp FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON seal_stamp FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The whole list once more, with the tables of 1.1. Whoever runs the job may have it stamped.
CREATE OR REPLACE FUNCTION part_of_table(table_name text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$
    SELECT CASE
        WHEN table_name IN ('seller', 'account', 'billing_group', 'project', 'membership', 'tax_rate', 'change_event',
            'credit', 'payment', 'on_account', 'collection', 'collection_item') OR table_name LIKE 'statement\_%'
            THEN 'master data'
        WHEN table_name IN ('price', 'exchange_rate', 'rate_change') OR table_name LIKE 'price\_%' THEN 'prices'
        WHEN table_name LIKE 'usage\_%' THEN 'usage'
        WHEN table_name LIKE 'batch\_%' OR table_name LIKE 'worker\_%' THEN 'jobs'
        WHEN table_name LIKE 'frozen\_%' OR table_name IN ('invoicing_lock', 'invoicing_run', 'excluded_usage',
            'parked_group', 'invoice', 'invoice_line', 'invoice_tax', 'invoice_content',
            'credit_consumption', 'approval', 'seal_stamp') THEN 'drafts'
        WHEN table_name IN ('number_series', 'issued_invoice', 'invoice_state', 'document', 'posting', 'correction',
            'corrected_line', 'superseded_invoice', 'delivery_attempt', 'delivery_outcome') THEN 'issuing'
        -- Everybody reads them; only functions write them.
        WHEN table_name IN ('seal', 'seal_leaf', 'seal_head', 'ledger_export') THEN 'seals'
    END
$$;
