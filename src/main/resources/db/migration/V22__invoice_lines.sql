-- Lines belong to an invoice. A foreign key looks each line's invoice up and locks it, which took as long as storing the
-- line; these look at all lines of a statement at once. Lines are never updated.

ALTER TABLE invoice_line DROP CONSTRAINT invoice_line_invoice_id_fkey;

CREATE FUNCTION require_invoice_of_lines() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
$$
BEGIN
    IF EXISTS (SELECT FROM added a WHERE NOT EXISTS (SELECT FROM invoice i WHERE i.id = a.invoice_id)) THEN
        RAISE EXCEPTION 'an invoice line without its invoice' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER require_invoice AFTER INSERT ON invoice_line REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION require_invoice_of_lines();

CREATE FUNCTION refuse_invoice_with_lines() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
$$
BEGIN
    IF EXISTS (SELECT FROM removed r JOIN invoice_line l ON l.invoice_id = r.id) THEN
        RAISE EXCEPTION 'an invoice cannot go without its lines' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER refuse_with_lines AFTER DELETE ON invoice REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_invoice_with_lines();
