-- What came in beyond what was open: it becomes a prepaid credit of the group, from which later invoices are paid. Below
-- zero what was taken back from the credit again.
CREATE TABLE on_account (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry_id    bigint      NOT NULL REFERENCES statement_entry,
    file_id     bigint      REFERENCES statement_file,
    credit_id   bigint      NOT NULL REFERENCES credit,
    amount      numeric     NOT NULL CHECK (amount <> 0),
    booked_on   date        NOT NULL,
    reverses    bigint      REFERENCES on_account,
    reason      text,
    recorded_at timestamptz NOT NULL,
    recorded_by text        NOT NULL,
    login       text,
    CONSTRAINT on_account_reversed_once UNIQUE (reverses),
    CONSTRAINT on_account_reversed_for_a_reason CHECK ((reverses IS NULL) = (reason IS NULL)),
    CONSTRAINT on_account_taken_back_only_in_reverse CHECK ((reverses IS NULL) = (amount > 0))
);
CREATE UNIQUE INDEX on_account_credit ON on_account (credit_id) WHERE reverses IS NULL;
CREATE INDEX on_account_taken_back ON on_account (credit_id) WHERE reverses IS NOT NULL;
CREATE INDEX on_account_entry ON on_account (entry_id);
CREATE INDEX on_account_file ON on_account (file_id) WHERE file_id IS NOT NULL;

CREATE TRIGGER note_login BEFORE INSERT ON on_account FOR EACH ROW EXECUTE FUNCTION note_login();
DO $$
DECLARE
    protected text;
BEGIN
    FOREACH protected IN ARRAY ARRAY['statement_file', 'statement_entry', 'on_account'] LOOP
        EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse_change()', protected);
        EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', protected);
    END LOOP;
END
$$;

-- What is left of each credit.
CREATE OR REPLACE VIEW credit_balance AS
    SELECT c.id AS credit_id, c.amount - coalesce(u.amount, 0) + coalesce(t.amount, 0) AS remaining
    FROM credit c
    LEFT JOIN LATERAL (SELECT sum(amount) AS amount FROM credit_consumption WHERE credit_id = c.id) u ON true
    LEFT JOIN LATERAL (
        SELECT sum(amount) AS amount FROM on_account WHERE credit_id = c.id AND reverses IS NOT NULL) t ON true;

CREATE TRIGGER refuse_overdrawn AFTER INSERT ON on_account
    FOR EACH ROW WHEN (NEW.reverses IS NOT NULL) EXECUTE FUNCTION refuse_overdrawn_credit();
