-- Late usage settles its period as a whole: usage, support and commitment. Where it cannot stand beside what is charged
-- now, it has an invoice of its own that names the customer of then.

-- Runs that were frozen before this rule settle usage alone, and are checked by that.
ALTER TABLE invoicing_run ADD settles_charges boolean NOT NULL DEFAULT false;
ALTER TABLE invoicing_run ALTER settles_charges SET DEFAULT true;

-- Which kind of charge a line of late usage puts right; null where that is usage.
ALTER TABLE invoice_line ADD settles text CHECK (settles IN ('support_charge', 'commitment_fee')),
    ADD CONSTRAINT settles_only_late_usage CHECK (settles IS NULL OR line_type = 'prior_period');

-- The earlier run whose frozen customer an invoice names; null for that of its own run.
ALTER TABLE invoice ADD customer_run_id bigint,
    ADD CONSTRAINT invoice_customer_frozen FOREIGN KEY (customer_run_id, group_id) REFERENCES frozen_group (run_id, group_id),
    DROP CONSTRAINT invoice_run_id_group_id_currency_key,
    ADD CONSTRAINT drafted_once_per_group UNIQUE NULLS NOT DISTINCT (run_id, group_id, currency, customer_run_id);
ALTER TABLE issued_invoice ADD customer_run_id bigint,
    DROP CONSTRAINT issued_once_per_group_and_period;
CREATE UNIQUE INDEX issued_once_per_group_and_period
    ON issued_invoice (group_id, period, currency, revision, coalesce(customer_run_id, 0));
CREATE OR REPLACE VIEW standing_invoice AS
    SELECT n.* FROM issued_invoice n
    WHERE n.revision IS NOT NULL
        AND NOT EXISTS (SELECT FROM superseded_invoice s WHERE s.invoice_id = n.invoice_id);

-- Whom an invoice names: company, address and taxes of the customer may be those of an earlier run; how it reaches him and
-- what he wants on it are always those of its own run.
CREATE VIEW invoice_customer AS
    SELECT i.id AS invoice_id, f.account_id, f.name, f.currency, CASE WHEN b.run_id IS NULL THEN f.fields
        ELSE b.fields || (
            SELECT jsonb_object_agg(key, value) FROM jsonb_each(f.fields)
            WHERE key IN ('billing_emails', 'billing_contact_emails', 'extra_text', 'payment_terms_days', 'language',
                'purchase_order', 'endpoint', 'buyer_reference', 'debtor_account')) END AS fields
    FROM invoice i
    JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id
    LEFT JOIN frozen_group b ON b.run_id = i.customer_run_id AND b.group_id = i.group_id;
