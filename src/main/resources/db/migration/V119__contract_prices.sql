-- Prices of a billing group, prices that end, and which of several prices counts.

ALTER TABLE price
    -- Whose price it is; null for everyone's.
    ADD COLUMN group_id    uuid REFERENCES billing_group,
    -- The first day on which it does not hold any more.
    ADD COLUMN valid_until date,
    ADD CONSTRAINT price_ends_after_it_begins CHECK (valid_from < valid_until);
DROP INDEX price_in_force;
CREATE UNIQUE INDEX price_in_force ON price (sku, currency, group_id, valid_from) NULLS NOT DISTINCT
    WHERE replaced_at IS NULL;
CREATE INDEX price_group ON price (group_id) WHERE group_id IS NOT NULL;

-- Of a group's prices, and of everyone's, one in the group's currency counts before one with a more exact SKU. Runs that
-- froze their inputs before that are verified as they were calculated: by the most exact SKU first.
ALTER TABLE invoicing_run ADD COLUMN own_currency_first boolean NOT NULL DEFAULT false;
ALTER TABLE invoicing_run ALTER COLUMN own_currency_first SET DEFAULT true;

-- Where a group's own prices round its rows otherwise than those of everyone do; then a step of null rounds none.
ALTER TABLE frozen_interval_rounding
    ADD COLUMN group_id uuid,
    ALTER COLUMN step DROP NOT NULL,
    DROP CONSTRAINT frozen_interval_rounding_pkey,
    ADD CONSTRAINT interval_rounded_once
        UNIQUE NULLS NOT DISTINCT (run_id, base_run_id, sku, currency, valid_from, group_id),
    ADD CONSTRAINT interval_rounded_by_a_step CHECK (step IS NOT NULL OR group_id IS NOT NULL),
    ADD CONSTRAINT interval_rounded_of_a_group FOREIGN KEY (run_id, group_id) REFERENCES frozen_group;
