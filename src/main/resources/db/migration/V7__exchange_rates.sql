-- Exchange rates as the European Central Bank publishes them: units of a currency for one euro.
CREATE TABLE exchange_rate (
    day      date    NOT NULL,
    currency text    NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    rate     numeric NOT NULL CHECK (rate > 0),
    PRIMARY KEY (day, currency)
);

-- The rates of the last publication day on or before the end of a period: the run's own, and those of late usage.
CREATE TABLE frozen_exchange_rate (
    run_id   bigint  NOT NULL REFERENCES invoicing_run,
    period   date    NOT NULL,
    day      date    NOT NULL,
    currency text    NOT NULL,
    rate     numeric NOT NULL,
    PRIMARY KEY (run_id, period, currency)
);

-- Where a price has another currency than the invoice: the rate and the day of its publication.
ALTER TABLE invoice_line
    ADD exchange_rate numeric CHECK (exchange_rate > 0),
    ADD exchange_rate_day date,
    ADD CONSTRAINT exchange_rate_with_day CHECK ((exchange_rate IS NULL) = (exchange_rate_day IS NULL));

-- VAT that is not zero, also in the seller's currency where the invoice has another.
ALTER TABLE invoice
    ADD seller_currency text,
    ADD seller_tax_total numeric,
    ADD seller_exchange_rate numeric,
    ADD seller_exchange_rate_day date;
