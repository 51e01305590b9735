-- Contract discounts and markups of a billing group, and what their lines come to without them.

ALTER TABLE billing_group ADD COLUMN price_adjustments jsonb NOT NULL DEFAULT '[]';

-- The exact amount before the adjustment, in the currency of the price; null where nothing was adjusted.
ALTER TABLE invoice_line ADD COLUMN list_amount numeric;
