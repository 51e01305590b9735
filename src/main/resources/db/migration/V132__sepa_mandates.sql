-- By what invoices are collected from the customers' accounts.

ALTER TABLE seller ADD COLUMN creditor_id text CHECK (length(creditor_id) <= 35);
-- id, signed_on, iban, bic and scheme.
ALTER TABLE billing_group ADD COLUMN sepa_mandate jsonb;

-- How an invoice is paid is what its own run froze, as all else that says how it reaches the customer.
CREATE OR REPLACE VIEW invoice_customer AS
    SELECT i.id AS invoice_id, f.account_id, f.name, f.currency, CASE WHEN b.run_id IS NULL THEN f.fields
        ELSE b.fields || (
            SELECT jsonb_object_agg(key, value) FROM jsonb_each(f.fields)
            WHERE key IN ('billing_emails', 'billing_contact_emails', 'extra_text', 'payment_terms_days', 'language',
                'purchase_order', 'endpoint', 'buyer_reference', 'debtor_account', 'contact_name', 'e_invoice',
                'invoice_lines', 'sepa_mandate')) END AS fields
    FROM invoice i
    JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id
    LEFT JOIN frozen_group b ON b.run_id = i.customer_run_id AND b.group_id = i.group_id;
