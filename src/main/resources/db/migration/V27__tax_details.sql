-- Where a group is taxed otherwise than its country, what the seller's books call it, and the seller's tax number.

ALTER TABLE seller ADD tax_number text;
ALTER TABLE billing_group ADD tax_territory text, ADD debtor_account text;
