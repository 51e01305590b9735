-- The runs that have billed late usage of the same group and period before, whose prices come before the run's own: a
-- price that was replaced since stays what the usage was billed at.
ALTER TABLE frozen_prior_period ADD earlier_runs bigint[] NOT NULL DEFAULT '{}';
