-- Invoices in the form that tools for cloud costs read (FOCUS).

-- Whether a run writes such files, and the categories of services that it writes into them, by their names; null where
-- it writes none. It is kept with the run, so that the files are the same whoever writes them, and when.
ALTER TABLE invoicing_run ADD COLUMN focus jsonb CHECK (jsonb_typeof(focus) = 'object');

ALTER TABLE document DROP CONSTRAINT document_kind_check;
ALTER TABLE document ADD CONSTRAINT document_kind_check
    CHECK (kind IN ('invoice_pdf', 'invoice_lines', 'invoice_xml', 'focus', 'ledger', 'manifest', 'report'));
