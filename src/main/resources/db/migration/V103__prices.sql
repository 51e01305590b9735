-- Prices and exchange rates.

-- A price is never changed: importing another one for the same SKU, currency and date replaces it, and runs that froze
-- the old one still find it.
CREATE TABLE price (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku           text COLLATE "C" NOT NULL CHECK (length(sku) BETWEEN 1 AND 256),
    currency      text    NOT NULL,
    valid_from    date    NOT NULL,
    model         text    NOT NULL CHECK (model IN ('per_unit', 'graduated', 'volume', 'package', 'stairstep')),
    unit          text    NOT NULL,
    package_size  numeric CHECK (package_size > 0),
    free_units    numeric CHECK (free_units >= 0),
    tier_scope    text    NOT NULL CHECK (tier_scope IN ('project', 'billing_group')),
    rounding      text    NOT NULL CHECK (rounding IN ('none', 'interval', 'line')),
    rounding_step numeric CHECK (rounding_step > 0),
    tax_class     text    NOT NULL,
    replaced_at   timestamptz,
    CHECK ((rounding = 'none') = (rounding_step IS NULL)),
    CHECK ((model = 'package') = (package_size IS NOT NULL))
);
CREATE UNIQUE INDEX price_in_force ON price (sku, currency, valid_from) WHERE replaced_at IS NULL;

CREATE TABLE price_tier (
    price_id   bigint   NOT NULL REFERENCES price,
    position   smallint NOT NULL,
    up_to      numeric,
    unit_price numeric,
    flat_fee   numeric,
    PRIMARY KEY (price_id, position)
);

-- Exchange rates as the European Central Bank publishes them: units of a currency for one euro.
CREATE TABLE exchange_rate (
    day      date    NOT NULL,
    currency text    NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    rate     numeric NOT NULL CHECK (rate > 0),
    PRIMARY KEY (day, currency)
);
