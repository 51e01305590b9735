-- Credit notes of an invoice never come to more than the invoice.

-- Lines that change a whole invoice: they are credited in parts, with the lines over which they are shared.
CREATE FUNCTION is_shared_line(line_type text) RETURNS boolean LANGUAGE sql IMMUTABLE
    RETURN line_type IN ('credit_consumption', 'rounding');

-- What credit notes took beyond zero or raised, of each figure of an invoice; and, once they have taken all of its lines
-- back, what they left.
CREATE FUNCTION wrongly_credited(corrected bigint)
    RETURNS TABLE (what text, charged numeric, credited numeric)
    LANGUAGE sql STABLE SET search_path FROM CURRENT AS
$$
    WITH document AS (
        SELECT i.*, i.id = corrected AS is_charge FROM invoice i
        WHERE i.id = corrected OR i.id IN (SELECT c.invoice_id FROM correction c WHERE c.corrected_id = corrected)
    ), figure AS (
        SELECT d.is_charge, f.what, f.amount FROM document d CROSS JOIN LATERAL (VALUES
            ('net total', d.net_total), ('tax total', d.tax_total), ('total', d.total), ('prepaid', d.prepaid),
            ('amount due', d.amount_due), ('tax in the seller''s currency', d.seller_tax_total)) f (what, amount)
        UNION ALL
        SELECT d.is_charge, format('%s of %s %s %%', f.what, t.category, trim_scale(t.rate)), f.amount
        FROM document d JOIN invoice_tax t ON t.invoice_id = d.id
        CROSS JOIN LATERAL (VALUES ('basis', t.basis), ('tax', t.amount)) f (what, amount)
        UNION ALL
        SELECT d.is_charge, format('%s of line %s', f.what, l.line), f.amount
        FROM document d JOIN invoice_line l ON l.invoice_id = d.id
        CROSS JOIN LATERAL (VALUES ('amount', l.amount), ('amount before discount', l.pre_discount_amount),
            ('price', l.price_amount), ('quantity', l.quantity)) f (what, amount)
        UNION ALL
        SELECT d.is_charge, format('use of credit %s', u.credit_id), u.amount
        FROM document d JOIN credit_consumption u ON u.invoice_id = d.id
    ), compared AS (
        SELECT what, coalesce(sum(amount) FILTER (WHERE is_charge), 0) AS charged,
            coalesce(-sum(amount) FILTER (WHERE NOT is_charge), 0) AS credited
        FROM figure GROUP BY what
    )
    SELECT * FROM compared
    WHERE credited NOT BETWEEN least(0, charged) AND greatest(0, charged)
        OR credited <> charged AND NOT EXISTS (
            SELECT FROM invoice_line l
            WHERE l.invoice_id = corrected AND NOT is_shared_line(l.line_type) AND NOT EXISTS (
                SELECT FROM corrected_line x WHERE x.corrected_id = corrected AND x.line = l.line))
$$;

CREATE FUNCTION refuse_crediting_more_than_charged() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    beyond text;
BEGIN
    PERFORM FROM issued_invoice WHERE invoice_id = NEW.corrected_id FOR UPDATE;
    SELECT format('%s: %s of %s', what, credited, charged) INTO beyond
    FROM wrongly_credited(NEW.corrected_id) ORDER BY what LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'credit notes would not fit their invoice (%)', beyond
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION refuse_crediting_more_than_charged() FROM PUBLIC;
-- At the end of the transaction, when the note and its lines are there.
CREATE CONSTRAINT TRIGGER refuse_more_than_charged AFTER INSERT ON correction DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse_crediting_more_than_charged();
