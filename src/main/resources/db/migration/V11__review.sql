-- The review gate: a run that needs approval waits until each of its drafts is approved or held.

ALTER TABLE invoicing_run ADD approval_required boolean NOT NULL DEFAULT false;

-- Append-only; of a group's decisions the last one counts.
CREATE TABLE approval (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id   bigint NOT NULL,
    group_id uuid   NOT NULL,
    decision text   NOT NULL CHECK (decision IN ('approved', 'held')),
    at       timestamptz NOT NULL,
    actor    text   NOT NULL,
    FOREIGN KEY (run_id, group_id) REFERENCES frozen_group
);
CREATE INDEX approval_group ON approval (run_id, group_id, id);
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON approval FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON approval FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The drafts of runs under way that wait for a decision.
CREATE VIEW undecided_draft AS
    SELECT DISTINCT i.run_id, i.group_id
    FROM invoice i
    JOIN invoicing_run r ON r.id = i.run_id AND r.approval_required AND r.number IS NULL
        AND r.finished_at IS NULL AND r.discarded_at IS NULL
    WHERE NOT EXISTS (SELECT FROM approval a WHERE a.run_id = i.run_id AND a.group_id = i.group_id);
