-- Payments of issued invoices, and the states that follow from them.

CREATE TABLE payment (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    invoice_id  bigint  NOT NULL REFERENCES issued_invoice,
    amount      numeric NOT NULL CHECK (amount <> 0),
    paid_on     date    NOT NULL,
    reference   text,
    recorded_at timestamptz NOT NULL,
    recorded_by text    NOT NULL,
    CONSTRAINT payment_known_once UNIQUE (invoice_id, reference)
);
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON payment FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON payment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- More cannot be paid back than was paid, whoever records it at the same time.
CREATE FUNCTION refuse_more_refunds_than_payments() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
BEGIN
    PERFORM FROM issued_invoice WHERE invoice_id = NEW.invoice_id FOR UPDATE;
    IF (SELECT sum(amount) FROM payment WHERE invoice_id = NEW.invoice_id) < 0 THEN
        RAISE EXCEPTION 'more would be paid back than was paid'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION refuse_more_refunds_than_payments() FROM PUBLIC;
CREATE TRIGGER refuse_more_refunds AFTER INSERT ON payment
    FOR EACH ROW EXECUTE FUNCTION refuse_more_refunds_than_payments();

-- What was paid of each issued invoice, and what is open.
CREATE VIEW invoice_balance AS
    SELECT n.invoice_id, coalesce(sum(p.amount), 0) AS paid, i.amount_due - coalesce(sum(p.amount), 0) AS open
    FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id LEFT JOIN payment p ON p.invoice_id = n.invoice_id
    GROUP BY n.invoice_id, i.amount_due;
