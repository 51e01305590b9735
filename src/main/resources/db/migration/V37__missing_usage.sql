-- Usage that did not come.

-- Whether the operator said that the period is to be invoiced without usage.
ALTER TABLE invoicing_run ADD without_usage boolean NOT NULL DEFAULT false;

-- Groups of a run that have no usage, although projects that are in them had some in the period before. They are parked
-- if they would get an invoice, unless that is allowed.
CREATE TABLE frozen_missing_usage (
    run_id       bigint  NOT NULL,
    group_id     uuid    NOT NULL,
    last_period  date    NOT NULL,
    record_count bigint  NOT NULL CHECK (record_count > 0),
    allowed      boolean NOT NULL,
    PRIMARY KEY (run_id, group_id),
    FOREIGN KEY (run_id, group_id) REFERENCES frozen_group
);
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON frozen_missing_usage
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON frozen_missing_usage
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Which sources said that they have delivered all usage of a period.
CREATE TABLE usage_delivery (
    source       text        NOT NULL CHECK (source <> ''),
    period       date        NOT NULL CHECK (extract(day FROM period) = 1),
    completed_at timestamptz NOT NULL,
    actor        text        NOT NULL,
    PRIMARY KEY (source, period)
);
