-- What was issued and published, sealed: each seal is a hash of its subject and of the seal before it, so that a later
-- change shows, and cannot be hidden without changing every seal after it.

-- The hash of a checked draft, before it is issued.
CREATE TABLE invoice_content (
    invoice_id bigint PRIMARY KEY REFERENCES invoice ON DELETE CASCADE,
    content    text NOT NULL CHECK (length(content) = 64)
);

CREATE TABLE seal (
    seller_id  text   NOT NULL REFERENCES seller,
    position   bigint NOT NULL CHECK (position > 0),
    run_id     bigint NOT NULL REFERENCES invoicing_run,
    invoice_id bigint REFERENCES issued_invoice,
    subject    text   NOT NULL CHECK (subject IN ('invoice', 'postings', 'files')),
    content    text   NOT NULL CHECK (length(content) = 64),
    link       text   NOT NULL CHECK (length(link) = 64),
    PRIMARY KEY (seller_id, position),
    CONSTRAINT seal_of_files_without_invoice CHECK ((subject = 'files') = (invoice_id IS NULL)),
    CONSTRAINT sealed_once UNIQUE NULLS NOT DISTINCT (run_id, invoice_id, subject)
);

-- Runs that issued something before there were seals.
ALTER TABLE invoicing_run ADD sealed boolean NOT NULL DEFAULT false;
ALTER TABLE invoicing_run ALTER sealed SET DEFAULT true;

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_update BEFORE UPDATE ON invoice_content FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_delete BEFORE DELETE ON invoice_content FOR EACH ROW EXECUTE FUNCTION refuse_delete_of_issued();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON invoice_content FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE FUNCTION part_of_table(table_name text) RETURNS text LANGUAGE sql IMMUTABLE AS
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
            'corrected_line', 'superseded_invoice', 'seal') THEN 'issuing'
    END
$$;
