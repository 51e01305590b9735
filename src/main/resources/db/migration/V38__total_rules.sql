-- Small amounts are told per currency ('EUR=1.00,JPY=150'); the threshold of earlier runs held for any currency. What
-- bills no usage and comes to nothing in every line is no invoice any more.
ALTER TABLE invoicing_run ADD small_amounts text NOT NULL DEFAULT '',
    ADD zero_invoices_skipped boolean NOT NULL DEFAULT false;
