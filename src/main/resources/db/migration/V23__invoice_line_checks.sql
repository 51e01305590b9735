-- Each invoice of a statement's lines is looked up once, not once for each line: a COPY of lines takes two thirds of the
-- time. Credits are looked up in the same way; they are never deleted, so that nothing else needs a foreign key.

CREATE OR REPLACE FUNCTION require_invoice_of_lines() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
$$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT invoice_id FROM added) a
            WHERE NOT EXISTS (SELECT FROM invoice i WHERE i.id = a.invoice_id)) THEN
        RAISE EXCEPTION 'an invoice line without its invoice' USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF EXISTS (SELECT FROM (SELECT DISTINCT credit_id FROM added WHERE credit_id IS NOT NULL) a
            WHERE NOT EXISTS (SELECT FROM credit c WHERE c.id = a.credit_id)) THEN
        RAISE EXCEPTION 'an invoice line of a credit that does not exist' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
ALTER TABLE invoice_line DROP CONSTRAINT invoice_line_credit_id_fkey;
