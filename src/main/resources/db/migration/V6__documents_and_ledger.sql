-- Published files, postings, and what protects issued documents.

CREATE TABLE document (
    run_id     bigint NOT NULL REFERENCES invoicing_run,
    path       text COLLATE "C" NOT NULL,
    invoice_id bigint REFERENCES invoice,
    kind       text   NOT NULL CHECK (kind IN ('invoice_pdf', 'invoice_lines', 'ledger', 'manifest')),
    sha256     text   NOT NULL,
    bytes      bigint NOT NULL,
    PRIMARY KEY (run_id, path)
);
CREATE INDEX document_invoice ON document (invoice_id);

CREATE TABLE posting (
    invoice_id     bigint  NOT NULL REFERENCES issued_invoice,
    position       integer NOT NULL,
    project        text COLLATE "C",
    ledger_account text COLLATE "C" NOT NULL,
    debit          numeric CHECK (debit > 0),
    credit         numeric CHECK (credit > 0),
    currency       text    NOT NULL,
    tax_code       text,
    description    text    NOT NULL,
    PRIMARY KEY (invoice_id, position),
    CONSTRAINT posting_on_one_side CHECK ((debit IS NULL) <> (credit IS NULL))
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    RAISE EXCEPTION '% of % is refused: what is issued never changes', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

-- Drafts may be deleted, issued invoices may not.
CREATE FUNCTION refuse_delete_of_issued() RETURNS trigger LANGUAGE plpgsql AS
$$
DECLARE
    deleted bigint := CASE TG_TABLE_NAME WHEN 'invoice' THEN (to_jsonb(OLD) ->> 'id')::bigint
                                         ELSE (to_jsonb(OLD) ->> 'invoice_id')::bigint END;
BEGIN
    IF EXISTS (SELECT FROM issued_invoice WHERE invoice_id = deleted) THEN
        RAISE EXCEPTION 'DELETE of % is refused: the invoice is issued', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END
$$;

DO $$
DECLARE
    protected text;
BEGIN
    FOREACH protected IN ARRAY ARRAY['invoice', 'invoice_line', 'invoice_tax'] LOOP
        EXECUTE format('CREATE TRIGGER refuse_update BEFORE UPDATE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse_change()', protected);
        EXECUTE format('CREATE TRIGGER refuse_delete BEFORE DELETE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse_delete_of_issued()', protected);
        EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', protected);
    END LOOP;
    FOREACH protected IN ARRAY ARRAY['issued_invoice', 'invoice_state', 'posting', 'change_event'] LOOP
        EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse_change()', protected);
        EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', protected);
    END LOOP;
END
$$;
