-- Which invoice was mailed to whom. An attempt is noted before the mail is handed over, its outcome afterwards: an attempt
-- without outcome is one of which nobody knows, and which is never repeated by itself.

CREATE TABLE delivery_attempt (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    invoice_id   bigint  NOT NULL REFERENCES issued_invoice,
    recipient    text    NOT NULL CHECK (recipient <> ''),
    attempt      integer NOT NULL CHECK (attempt > 0),
    attempted_at timestamptz NOT NULL,
    CONSTRAINT delivery_attempted_once UNIQUE (invoice_id, recipient, attempt)
);

CREATE TABLE delivery_outcome (
    attempt_id bigint PRIMARY KEY REFERENCES delivery_attempt,
    outcome    text   NOT NULL CHECK (outcome IN ('sent', 'refused', 'failed')),
    detail     text   NOT NULL
);

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON delivery_attempt
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON delivery_attempt
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON delivery_outcome
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON delivery_outcome
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

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
            'corrected_line', 'superseded_invoice', 'seal',
            'delivery_attempt', 'delivery_outcome') THEN 'issuing'
    END
$$;
