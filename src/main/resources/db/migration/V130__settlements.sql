-- Money that came in or went out beside invoices, as bookkeeping sees it: payments of invoices, and what was prepaid.
-- It is read from the rows that are sealed, so that it cannot say anything else than they do. The bank gets the amount,
-- the other account is credited with it; below zero it is the other way round. What the import of a statement matched
-- is sealed with its file.
--
-- A prepaid credit is booked when a group has it: on the day on which it was granted or claimed. What was put on account
-- is one, but booked when the money came in, and taken back where the credit was.
CREATE VIEW settlement AS
    SELECT 'payment' AS kind, p.id, 'PAYMENT-' || p.id AS entry, p.invoice_id, n.group_id, n.number, n.currency,
        p.amount, p.paid_on AS booked_on, 'accounts_receivable' AS credited_account,
        CASE WHEN p.reverses IS NOT NULL THEN 'Reversal of a payment of invoice '
            WHEN p.amount > 0 THEN 'Payment of invoice ' ELSE 'Repayment of invoice ' END || n.number AS description,
        CASE WHEN p.file_id IS NULL THEN 'payment' ELSE 'statement' END AS sealed_kind,
        CASE WHEN p.file_id IS NULL THEN p.id || ' of ' || n.number ELSE f.sha256 END AS sealed_subject
    FROM payment p JOIN issued_invoice n ON n.invoice_id = p.invoice_id
    LEFT JOIN statement_file f ON f.id = p.file_id
    UNION ALL
    SELECT 'credit', c.id, 'CREDIT-' || c.id, NULL, c.group_id, 'CREDIT-' || c.id, c.currency,
        c.amount, (coalesce(c.claimed_at, c.created_at) AT TIME ZONE 'UTC')::date, 'customer_prepayments',
        'Prepaid credit ' || c.id,
        CASE WHEN c.claimed_at IS NULL THEN 'credit' ELSE 'claim' END,
        CASE WHEN c.claimed_at IS NULL THEN c.id::text ELSE 'of credit ' || c.id END
    FROM credit c
    WHERE c.kind = 'prepaid' AND c.group_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM on_account o WHERE o.credit_id = c.id AND o.reverses IS NULL)
    UNION ALL
    SELECT 'on account', o.id, 'ON-ACCOUNT-' || o.id, NULL, c.group_id, 'CREDIT-' || c.id, c.currency,
        o.amount, o.booked_on, 'customer_prepayments',
        CASE WHEN o.reverses IS NULL THEN 'Paid on account, credit ' ELSE 'Taken back from account, credit ' END || c.id,
        CASE WHEN o.file_id IS NULL THEN 'on account' ELSE 'statement' END,
        CASE WHEN o.file_id IS NULL THEN o.id::text ELSE f.sha256 END
    FROM on_account o JOIN credit c ON c.id = o.credit_id
    LEFT JOIN statement_file f ON f.id = o.file_id;

-- Exports of the ledger, so that a later one can hold what came since. What was chosen, and the last seal of what it
-- contains: seals are in the order in which their transactions ended, so that nothing can come before it later. The
-- same postings have the same number, in whatever format and however often they are written.
CREATE TABLE ledger_export (
    number    bigint PRIMARY KEY CHECK (number > 0),
    period    date,
    issued    date,
    currency  text,
    -- The export to which this one adds.
    since     bigint REFERENCES ledger_export,
    last_seal bigint NOT NULL REFERENCES seal,
    CONSTRAINT ledger_exported_once UNIQUE NULLS NOT DISTINCT (period, issued, currency, since, last_seal),
    CONSTRAINT ledger_export_chosen CHECK (period IS NOT NULL OR issued IS NOT NULL),
    CONSTRAINT ledger_export_adds CHECK (since < number)
);
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON ledger_export
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON ledger_export
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The number of an export, one after the other without a gap. Nobody else inserts into the table.
CREATE FUNCTION number_ledger_export(of_period date, issued_in date, of_currency text, since_export bigint,
    up_to_seal bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    given bigint;
BEGIN
    LOCK TABLE ledger_export IN SHARE ROW EXCLUSIVE MODE;
    SELECT number INTO given FROM ledger_export
    WHERE (period, issued, currency, since, last_seal)
        IS NOT DISTINCT FROM (of_period, issued_in, of_currency, since_export, up_to_seal);
    IF given IS NULL THEN
        INSERT INTO ledger_export (number, period, issued, currency, since, last_seal)
        SELECT coalesce(max(number), 0) + 1, of_period, issued_in, of_currency, since_export, up_to_seal
        FROM ledger_export RETURNING number INTO given;
    END IF;
    RETURN given;
END
$$;
REVOKE EXECUTE ON FUNCTION number_ledger_export(date, date, text, bigint, bigint) FROM PUBLIC;
