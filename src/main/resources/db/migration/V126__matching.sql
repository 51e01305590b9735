-- How entries of statements are matched, and that no more is matched than came in.

-- Payments come by the hundred thousand with a statement: they are looked at together. Nobody else can pay the same
-- invoices meanwhile. What takes an earlier row back restores what was, even above what is due.
CREATE OR REPLACE FUNCTION refuse_more_refunds_than_payments() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    wrong text;
BEGIN
    PERFORM FROM issued_invoice WHERE invoice_id IN (SELECT invoice_id FROM added) ORDER BY invoice_id FOR UPDATE;
    IF EXISTS (SELECT FROM added a JOIN correction c ON c.invoice_id = a.invoice_id) THEN
        RAISE EXCEPTION 'a credit note is settled on the invoice that it corrects'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT FROM added a JOIN payment p ON p.id = a.reverses
            WHERE (a.invoice_id, a.amount, a.entry_id) IS DISTINCT FROM (p.invoice_id, -p.amount, p.entry_id)) THEN
        RAISE EXCEPTION 'a payment is reversed as it was' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT CASE WHEN a.goes_back AND b.paid < least(0, b.open + b.paid) THEN 'more would be paid back than was paid'
        ELSE 'more would be paid than is due' END
    INTO wrong
    FROM (SELECT invoice_id, bool_or(amount < 0) AS goes_back, bool_or(amount > 0 AND reverses IS NULL) AS comes
        FROM added GROUP BY 1) a
    JOIN invoice_balance b ON b.invoice_id = a.invoice_id
    WHERE a.goes_back AND b.paid < least(0, b.open + b.paid) OR a.comes AND b.paid > greatest(0, b.open + b.paid)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '%', wrong USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
DROP TRIGGER refuse_more_refunds ON payment;
CREATE TRIGGER refuse_more_refunds AFTER INSERT ON payment REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_more_refunds_than_payments();

-- What is matched of each entry.
CREATE VIEW statement_entry_balance AS
    SELECT e.id AS entry_id, coalesce(p.amount, 0) + coalesce(o.amount, 0) AS matched
    FROM statement_entry e
    LEFT JOIN LATERAL (SELECT sum(amount) AS amount FROM payment WHERE entry_id = e.id) p ON true
    LEFT JOIN LATERAL (SELECT sum(amount) AS amount FROM on_account WHERE entry_id = e.id) o ON true;

-- No more of an entry is matched than it has, whoever matches it at the same time.
CREATE FUNCTION refuse_more_than_came_in() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    beyond bigint;
BEGIN
    -- Entries that this transaction brings nobody else sees yet.
    PERFORM FROM statement_entry WHERE id IN (SELECT entry_id FROM added) AND xmin <> pg_current_xact_id()::xid
    ORDER BY id FOR UPDATE;
    SELECT e.id INTO beyond
    FROM added a JOIN statement_entry e ON e.id = a.entry_id JOIN statement_entry_balance b ON b.entry_id = e.id
    WHERE b.matched NOT BETWEEN least(0, e.amount) AND greatest(0, e.amount)
        OR a.reverses IS NULL AND sign(a.amount) <> sign(e.amount)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'more of statement entry % would be matched than it has', beyond
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT e.id INTO beyond FROM added a JOIN statement_entry e ON e.id = a.entry_id WHERE a.file_id <> e.file_id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'statement entry % is of another file', beyond USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION refuse_more_than_came_in() FROM PUBLIC;
CREATE TRIGGER refuse_more_than_came_in AFTER INSERT ON payment REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_more_than_came_in();
CREATE TRIGGER refuse_more_than_came_in AFTER INSERT ON on_account REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_more_than_came_in();
