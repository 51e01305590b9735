-- Each run publishes a report, too.

ALTER TABLE document DROP CONSTRAINT document_kind_check,
    ADD CONSTRAINT document_kind_check
        CHECK (kind IN ('invoice_pdf', 'invoice_lines', 'ledger', 'manifest', 'report'));
