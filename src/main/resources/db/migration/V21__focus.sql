-- Usage in the format of the FinOps Open Cost and Usage Specification.

ALTER TABLE usage_file
    DROP CONSTRAINT usage_file_format_check,
    ADD CONSTRAINT usage_file_format_check CHECK (format IN ('native', 'focus'));

-- Files that were given to one command: the part files of one export belong together.
CREATE TABLE usage_export (
    export text NOT NULL,
    sha256 text NOT NULL,
    PRIMARY KEY (export, sha256)
);

-- Rows of such files that were left out because the same was known from an earlier export: how often each content
-- occurred, so that later part files of the same export go on counting. Content is the usage_id without its last number.
CREATE TABLE usage_file_repeat (
    file_id      bigint NOT NULL REFERENCES usage_file,
    period       date   NOT NULL,
    content      text COLLATE "C" NOT NULL,
    record_count bigint NOT NULL,
    PRIMARY KEY (file_id, period, content)
);
