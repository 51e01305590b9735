-- What was owed on a run's issue date, as it was known when the run gave its numbers: all of each currency, and the
-- groups that owed most of what was overdue. The run's report shows it, whatever is paid later.
CREATE TABLE frozen_receivable (
    run_id      bigint  NOT NULL REFERENCES invoicing_run,
    position    integer NOT NULL CHECK (position > 0),
    -- Null for all of a currency.
    group_id    uuid    REFERENCES billing_group,
    group_name  text,
    account_id  text,
    currency    text    NOT NULL,
    not_due     numeric NOT NULL,
    days_1_30   numeric NOT NULL,
    days_31_60  numeric NOT NULL,
    days_61_90  numeric NOT NULL,
    over_90     numeric NOT NULL,
    PRIMARY KEY (run_id, position)
);
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON frozen_receivable
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON frozen_receivable FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
