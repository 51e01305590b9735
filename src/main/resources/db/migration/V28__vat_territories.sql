-- Runs from now on tell territories with VAT of their own from their countries; those before did not, and what they
-- decided still follows.

ALTER TABLE invoicing_run ADD vat_territories boolean NOT NULL DEFAULT false;
ALTER TABLE invoicing_run ALTER vat_territories SET DEFAULT true;
