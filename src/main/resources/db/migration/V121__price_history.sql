-- Who imported which prices and exchange rates when, by which login of the database, and what they replaced.

-- A login cannot give another's name, whatever it writes, and nobody changes it later.
CREATE FUNCTION note_login() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    NEW.login := CASE TG_OP WHEN 'INSERT' THEN session_user ELSE OLD.login END;
    RETURN NEW;
END
$$;

CREATE TABLE price_import (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind   text        NOT NULL CHECK (kind IN ('prices', 'rates')),
    at     timestamptz NOT NULL,
    actor  text        NOT NULL,
    login  text        NOT NULL,
    file   text        NOT NULL,
    sha256 text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$')
);

-- Prices stay when they are replaced, so that both are told by their keys.
CREATE TABLE price_change (
    import_id    bigint NOT NULL REFERENCES price_import,
    price_id     bigint NOT NULL REFERENCES price,
    old_price_id bigint REFERENCES price,
    PRIMARY KEY (import_id, price_id)
);
CREATE UNIQUE INDEX price_change_price ON price_change (price_id);

CREATE TABLE rate_change (
    import_id bigint  NOT NULL REFERENCES price_import,
    currency  text    NOT NULL,
    day       date    NOT NULL,
    old_rate  numeric,
    rate      numeric NOT NULL,
    PRIMARY KEY (currency, day, import_id)
);

CREATE TRIGGER note_login BEFORE INSERT ON price_import FOR EACH ROW EXECUTE FUNCTION note_login();
DO $$
DECLARE
    protected text;
BEGIN
    FOREACH protected IN ARRAY ARRAY['price_import', 'price_change', 'rate_change'] LOOP
        EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse_change()', protected);
        EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', protected);
    END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION part_of_table(table_name text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$
    SELECT CASE
        WHEN table_name IN ('seller', 'account', 'billing_group', 'project', 'membership', 'tax_rate', 'change_event',
            'credit', 'payment')
            THEN 'master data'
        WHEN table_name IN ('price', 'exchange_rate', 'rate_change') OR table_name LIKE 'price\_%' THEN 'prices'
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
