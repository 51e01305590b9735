-- Reminders of invoices that are overdue.

ALTER TABLE billing_group ADD COLUMN reminders text NOT NULL DEFAULT 'off' CHECK (reminders IN ('on', 'off'));

-- Of mails the reminder that they are, from 1 on; 0 for those that bring the invoice.
ALTER TABLE delivery_attempt
    ADD COLUMN reminder integer NOT NULL DEFAULT 0 CHECK (reminder >= 0),
    DROP CONSTRAINT delivery_attempted_once,
    ADD CONSTRAINT delivery_attempted_once UNIQUE (invoice_id, recipient, reminder, attempt);
