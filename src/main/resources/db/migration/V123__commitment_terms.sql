-- Commitments over a term, which are settled at its end.

-- The terms that a run looks at: the one that its groups are in or have left last, as agreed when the inputs were
-- frozen, and those that ended before, as the last run that knew them froze them.
CREATE TABLE frozen_commitment_term (
    run_id             bigint  NOT NULL,
    group_id           uuid    NOT NULL,
    first_period       date    NOT NULL,
    last_period        date    NOT NULL CHECK (last_period >= first_period),
    -- The last period that was agreed at first: later than the last one where the term is closed early.
    agreed_last_period date    NOT NULL CHECK (agreed_last_period >= last_period),
    currency           text    NOT NULL,
    amount             numeric NOT NULL CHECK (amount > 0),
    -- The run that invoiced the last period, whose customer and taxes a later difference takes; null before it.
    settled_by_run_id  bigint  REFERENCES invoicing_run,
    PRIMARY KEY (run_id, group_id, first_period),
    FOREIGN KEY (run_id, group_id) REFERENCES frozen_group
);
CREATE INDEX frozen_commitment_term_group ON frozen_commitment_term (group_id);
CREATE TRIGGER refuse_change BEFORE UPDATE ON frozen_commitment_term
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_delete AFTER DELETE ON frozen_commitment_term REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_frozen();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON frozen_commitment_term
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
