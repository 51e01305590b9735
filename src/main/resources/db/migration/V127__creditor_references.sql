-- What an invoice is paid by: its creditor reference of ISO 11649.

-- RF, two check digits by ISO 7064 MOD 97-10, and the number's letters and digits; null where these are more than 21, or
-- none. A letter counts as two digits: A is 10, Z is 35.
CREATE FUNCTION creditor_reference(number text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS
$$
DECLARE
    reference text := upper(regexp_replace(number COLLATE "C", '[^A-Za-z0-9]', '', 'g') COLLATE "C");
    digits    text := '';
    code      integer;
BEGIN
    IF length(reference) NOT BETWEEN 1 AND 21 THEN
        RETURN NULL;
    END IF;
    FOR place IN 1 .. length(reference) LOOP
        code := ascii(substr(reference, place, 1));
        digits := digits || (code - CASE WHEN code < 65 THEN 48 ELSE 55 END);
    END LOOP;
    -- RF00 at the end.
    RETURN 'RF' || lpad((98 - (digits || '271500')::numeric % 97)::text, 2, '0') || reference;
END
$$;

-- Invoices have one, credit notes have none.
ALTER TABLE issued_invoice ADD COLUMN payment_reference text COLLATE "C";

-- Earlier invoices get theirs too, so that payments find them. Where two would have the same, neither has one: their
-- documents ask for the number anyway.
ALTER TABLE issued_invoice DISABLE TRIGGER refuse_change;
UPDATE issued_invoice n SET payment_reference = r.reference
FROM (
    SELECT x.invoice_id, creditor_reference(x.number) AS reference,
        count(*) OVER (PARTITION BY x.seller_id, creditor_reference(x.number)) AS same
    FROM issued_invoice x JOIN invoice i ON i.id = x.invoice_id
    WHERE x.revision IS NOT NULL AND i.total >= 0) r
WHERE r.invoice_id = n.invoice_id AND r.same = 1;
ALTER TABLE issued_invoice ENABLE TRIGGER refuse_change;

ALTER TABLE issued_invoice
    ADD CONSTRAINT issued_payment_reference_unique UNIQUE (seller_id, payment_reference),
    ADD CONSTRAINT issued_payment_reference_of_number CHECK (payment_reference = creditor_reference(number));

-- Whether the documents of a run ask for the reference. Those of earlier runs ask for the number, for ever: they are
-- drawn again with the same bytes.
ALTER TABLE invoicing_run ADD COLUMN creditor_references boolean NOT NULL DEFAULT false;
ALTER TABLE invoicing_run ALTER COLUMN creditor_references SET DEFAULT true;
