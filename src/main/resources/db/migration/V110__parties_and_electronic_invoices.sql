-- What invoices must name of seller and customer by national law, and in which form a group gets its invoices.

ALTER TABLE seller
    -- Whom to ask: name, phone and email.
    ADD COLUMN contact         jsonb,
    ADD COLUMN registration_id text,
    ADD COLUMN legal_text      text[] NOT NULL DEFAULT '{}' CHECK (cardinality(legal_text) <= 3),
    ADD COLUMN website         text;

ALTER TABLE billing_group
    ADD COLUMN registration_id       text CHECK (length(registration_id) <= 50),
    ADD COLUMN contact_name          text CHECK (length(contact_name) <= 100),
    ADD COLUMN delivery_country_code text CHECK (length(delivery_country_code) = 2),
    ADD COLUMN e_invoice             text NOT NULL DEFAULT 'factur-x'
        CHECK (e_invoice IN ('factur-x', 'peppol', 'xrechnung', 'xrechnung-cii', 'none')),
    -- Which lines its invoices print; null for what the setting says.
    ADD COLUMN invoice_lines         text CHECK (invoice_lines IN ('pdf', 'summary'));

-- Form and addressee of an invoice are those of its own run, as all else that says how it reaches the customer.
CREATE OR REPLACE VIEW invoice_customer AS
    SELECT i.id AS invoice_id, f.account_id, f.name, f.currency, CASE WHEN b.run_id IS NULL THEN f.fields
        ELSE b.fields || (
            SELECT jsonb_object_agg(key, value) FROM jsonb_each(f.fields)
            WHERE key IN ('billing_emails', 'billing_contact_emails', 'extra_text', 'payment_terms_days', 'language',
                'purchase_order', 'endpoint', 'buyer_reference', 'debtor_account', 'contact_name', 'e_invoice',
                'invoice_lines')) END AS fields
    FROM invoice i
    JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id
    LEFT JOIN frozen_group b ON b.run_id = i.customer_run_id AND b.group_id = i.group_id;

ALTER TABLE document DROP CONSTRAINT document_kind_check;
ALTER TABLE document ADD CONSTRAINT document_kind_check
    CHECK (kind IN ('invoice_pdf', 'invoice_lines', 'invoice_xml', 'ledger', 'manifest', 'report'));
