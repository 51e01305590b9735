-- Published files, postings, and which invoice was mailed to whom.

CREATE TABLE document (
    run_id     bigint NOT NULL REFERENCES invoicing_run,
    path       text COLLATE "C" NOT NULL,
    invoice_id bigint REFERENCES invoice,
    kind       text   NOT NULL CHECK (kind IN ('invoice_pdf', 'invoice_lines', 'ledger', 'manifest', 'report')),
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
    -- The period of the lines behind it where it is not that of the invoice: bookkeeping asks when something was
    -- delivered.
    service_period date,
    description    text    NOT NULL,
    PRIMARY KEY (invoice_id, position),
    CONSTRAINT posting_on_one_side CHECK ((debit IS NULL) <> (credit IS NULL))
);

-- An attempt is noted before the mail is handed over, its outcome afterwards: of an attempt without outcome nobody
-- knows whether it arrived, and it is never repeated by itself.
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

DO $$
DECLARE
    protected text;
BEGIN
    FOREACH protected IN ARRAY ARRAY['posting', 'delivery_attempt', 'delivery_outcome'] LOOP
        EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse_change()', protected);
        EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', protected);
    END LOOP;
END
$$;
