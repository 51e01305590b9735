-- Documents name the percentage that was taken off a line. Lines of earlier versions do not have it.
ALTER TABLE invoice_line ADD discount_percent numeric CHECK (discount_percent > 0 AND discount_percent <= 100);
