-- What stands out in the records of a file: a provider's tax, which nobody is billed for, so that usage_file_project and
-- usage_file_sku do not count it, and amounts that were rounded.
CREATE TABLE usage_file_remark (
    file_id      bigint NOT NULL REFERENCES usage_file,
    period       date   NOT NULL,
    project      text COLLATE "C" NOT NULL,
    remark       text   NOT NULL CHECK (remark IN ('provider''s tax', 'rounded')),
    record_count bigint NOT NULL,
    PRIMARY KEY (period, file_id, project, remark)
);

-- A project's usage may be left out for more than one reason.
ALTER TABLE excluded_usage DROP CONSTRAINT excluded_usage_pkey,
    ADD PRIMARY KEY (run_id, project, reason);

-- All that files hold: what is counted for somebody to be billed, and what is left out, with the reason.
CREATE VIEW usage_file_content AS
    SELECT file_id, period, project, record_count, NULL::text AS excluded FROM usage_file_project
    UNION ALL
    SELECT file_id, period, project, record_count, remark FROM usage_file_remark WHERE remark = 'provider''s tax';
