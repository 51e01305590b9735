-- No more can be paid than is due, nor paid back than was paid, whoever records it at the same time. Of an invoice below
-- zero it is the other way round. What was paid before a credit note took it off may be above what is due.
CREATE OR REPLACE FUNCTION refuse_more_refunds_than_payments() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    total_paid numeric;
    due numeric;
BEGIN
    PERFORM FROM issued_invoice WHERE invoice_id = NEW.invoice_id FOR UPDATE;
    IF EXISTS (SELECT FROM correction WHERE invoice_id = NEW.invoice_id) THEN
        RAISE EXCEPTION 'a credit note is settled on the invoice that it corrects'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT paid, open + paid INTO total_paid, due FROM invoice_balance WHERE invoice_id = NEW.invoice_id;
    IF NEW.amount < 0 AND total_paid < least(0, due) THEN
        RAISE EXCEPTION 'more would be paid back than was paid'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.amount > 0 AND total_paid > greatest(0, due) THEN
        RAISE EXCEPTION 'more would be paid than is due'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
