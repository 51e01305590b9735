-- Requests to workers: the channel of Spring Integration, as its documentation defines it.

CREATE SEQUENCE worker_message_seq;

CREATE TABLE worker_channel_message (
    message_id       char(36)     NOT NULL,
    group_key        char(36)     NOT NULL,
    created_date     bigint       NOT NULL,
    message_priority bigint,
    message_sequence bigint       NOT NULL DEFAULT nextval('worker_message_seq'),
    message_content  bytea,
    region           varchar(100) NOT NULL,
    PRIMARY KEY (region, group_key, created_date, message_sequence)
);

CREATE OR REPLACE FUNCTION part_of_table(table_name text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$
    SELECT CASE
        WHEN table_name IN ('seller', 'account', 'billing_group', 'project', 'membership', 'tax_rate', 'change_event',
            'credit', 'payment')
            THEN 'master data'
        WHEN table_name IN ('price', 'price_tier', 'exchange_rate') THEN 'prices'
        WHEN table_name LIKE 'usage\_%' THEN 'usage'
        WHEN table_name LIKE 'batch\_%' OR table_name LIKE 'worker\_%' THEN 'jobs'
        WHEN table_name LIKE 'frozen\_%' OR table_name IN ('invoicing_lock', 'invoicing_run', 'excluded_usage',
            'parked_group', 'invoice', 'invoice_line', 'invoice_tax', 'invoice_content',
            'credit_consumption', 'approval') THEN 'drafts'
        WHEN table_name IN ('number_series', 'issued_invoice', 'invoice_state', 'document', 'posting', 'correction',
            'corrected_line', 'superseded_invoice', 'delivery_attempt', 'delivery_outcome') THEN 'issuing'
        -- Everybody reads them; only append_seal writes them.
        WHEN table_name IN ('seal', 'seal_leaf', 'seal_head') THEN 'seals'
    END
$$;
