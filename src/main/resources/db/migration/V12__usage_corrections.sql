-- Imports that are voided or replaced.

ALTER TABLE usage_file
    ADD withdrawn_records bigint NOT NULL DEFAULT 0 CHECK (withdrawn_records >= 0),
    ADD voided_at timestamptz,
    ADD voided_by text,
    DROP CONSTRAINT usage_file_known_once;
-- A voided file may be imported again.
CREATE UNIQUE INDEX usage_file_known_once ON usage_file (sha256) WHERE voided_at IS NULL;
CREATE INDEX usage_file_source ON usage_file (source) WHERE voided_at IS NULL;

-- How many rows of a file were left out, since another file had brought the same: they go when that file is voided.
CREATE TABLE usage_file_duplicate (
    file_id      bigint NOT NULL REFERENCES usage_file,
    of_file_id   bigint NOT NULL REFERENCES usage_file,
    record_count bigint NOT NULL,
    PRIMARY KEY (file_id, of_file_id)
);

-- The files that runs under way look at.
CREATE VIEW usage_under_way AS
    SELECT f.file_id, f.period FROM frozen_usage_file f JOIN invoicing_run r ON r.id = f.run_id
    WHERE r.finished_at IS NULL AND r.discarded_at IS NULL;

-- A parameter may list many files.
ALTER TABLE batch_job_execution_params ALTER parameter_value TYPE text;
