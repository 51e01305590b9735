-- What is kept of a usage file in a period: the number of records and the SHA-256 over them, as UsageDigests makes it. It
-- is sealed with the file, and again whenever something of the file is withdrawn.
CREATE TABLE usage_file_digest (
    file_id bigint NOT NULL REFERENCES usage_file,
    period  date   NOT NULL,
    digest  text   NOT NULL CHECK (digest ~ '^[0-9]+ [0-9a-f]{64}$'),
    PRIMARY KEY (period, file_id)
);
CREATE INDEX usage_file_digest_file ON usage_file_digest (file_id);

-- What the run billed: a file may lose records later that nobody was billed for.
ALTER TABLE frozen_usage_file ADD digest text;
