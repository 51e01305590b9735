-- What electronic invoices need beside the address, and how the seller's documents look.

ALTER TABLE seller ADD endpoint text, ADD accent_color text, ADD logo text;
ALTER TABLE billing_group ADD endpoint text, ADD buyer_reference text;
