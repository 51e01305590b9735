-- Imported usage files, their records, and what is known of both without a look at the records.

CREATE TABLE usage_file (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256            text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    name              text        NOT NULL,
    format            text        NOT NULL CHECK (format IN ('native', 'focus')),
    source            text,
    -- The files that were given to one command, by a hash of theirs: the part files of one export belong together.
    command           text        NOT NULL,
    total_rows        bigint      NOT NULL,
    accepted_rows     bigint      NOT NULL,
    duplicate_rows    bigint      NOT NULL,
    rejected_rows     bigint      NOT NULL,
    withdrawn_records bigint      NOT NULL DEFAULT 0 CHECK (withdrawn_records >= 0),
    imported_at       timestamptz NOT NULL,
    voided_at         timestamptz,
    voided_by         text,
    -- When its source delivered the same periods again. What is billed of it stays, and the file may come again.
    replaced_at       timestamptz,
    CONSTRAINT usage_file_every_row_counted CHECK (accepted_rows + duplicate_rows + rejected_rows = total_rows)
);
-- A file that was voided or replaced may be imported again.
CREATE UNIQUE INDEX usage_file_known_once ON usage_file (sha256) WHERE voided_at IS NULL AND replaced_at IS NULL;
CREATE INDEX usage_file_source ON usage_file (source) WHERE voided_at IS NULL;

-- One row per usage record and period: a record that crosses a boundary is kept in parts, 0 being the one that starts
-- it; parts remember the whole. There is no foreign key to usage_file, because checking it costs as much as the insert;
-- files are never deleted. Texts are compared byte by byte, so that order and grouping do not depend on a locale.
--
-- Charges of FOCUS exports are known by what identifies them. The usage_id of their records is 'focus:', 22 characters
-- of a hash of that, and a number: 'focus:...-1' first, so that the primary key finds out when a charge comes again.
CREATE TABLE usage_record (
    period           date        NOT NULL,
    usage_id         text COLLATE "C" NOT NULL,
    part             smallint    NOT NULL DEFAULT 0,
    file_id          bigint      NOT NULL,
    line             bigint      NOT NULL,
    project          text COLLATE "C" NOT NULL,
    service          text COLLATE "C" NOT NULL,
    sku              text COLLATE "C" NOT NULL,
    quantity         numeric     NOT NULL,
    unit             text COLLATE "C" NOT NULL,
    started_at       timestamptz NOT NULL,
    ended_at         timestamptz NOT NULL,
    amount           numeric,
    currency         text COLLATE "C",
    category         text COLLATE "C" NOT NULL DEFAULT 'usage',
    description      text COLLATE "C",
    whole_quantity   numeric,
    whole_amount     numeric,
    whole_started_at timestamptz,
    whole_ended_at   timestamptz,
    PRIMARY KEY (period, usage_id, part)
) PARTITION BY LIST (period);

-- The job's role owns nothing, so it cannot make partitions itself: this function makes the one of a period for it. Who
-- reads all usage of a period asks the period's partition by its own name: through usage_record, the server would copy
-- the columns of each row before it looks at them. So whoever may read usage_record may read its partitions.
CREATE FUNCTION create_usage_partition(period date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    partition_name text := 'usage_record_' || to_char(period, 'YYYY_MM');
    reader text;
BEGIN
    IF period IS NULL OR period <> date_trunc('month', period) THEN
        RAISE EXCEPTION 'a billing period starts on the first of a month, not on %', period;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('create_usage_partition'));
    IF to_regclass(quote_ident(partition_name)) IS NULL THEN
        EXECUTE format('CREATE TABLE %I (LIKE usage_record INCLUDING ALL)', partition_name);
        EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_insert_scale_factor = 1)', partition_name);
        EXECUTE format('ALTER TABLE usage_record ATTACH PARTITION %I FOR VALUES IN (%L)', partition_name, period);
        FOR reader IN
            SELECT CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END
            FROM pg_class CROSS JOIN aclexplode(relacl)
            WHERE oid = 'usage_record'::regclass AND privilege_type = 'SELECT' AND grantee <> relowner
        LOOP
            EXECUTE format('GRANT SELECT ON %I TO %s', partition_name, reader);
        END LOOP;
    END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION create_usage_partition(date) FROM PUBLIC;

-- The table to ask for all usage of a period: its partition, or usage_record, which has none of it.
CREATE FUNCTION usage_partition(period date) RETURNS regclass
    LANGUAGE sql STABLE SET search_path FROM CURRENT AS
$$
    SELECT coalesce(to_regclass('usage_record_' || to_char(period, 'YYYY_MM')), 'usage_record'::regclass)
$$;

-- Fresh statistics before a period is summed: right after an import the planner knows nothing of the new rows.
CREATE FUNCTION analyze_usage_partition(period date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    partition_name text := 'usage_record_' || to_char(period, 'YYYY_MM');
BEGIN
    IF to_regclass(quote_ident(partition_name)) IS NOT NULL THEN
        EXECUTE format('ANALYZE %I', partition_name);
    END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION analyze_usage_partition(date) FROM PUBLIC;

-- What each file holds of each period: small, so that questions about projects and SKUs need no look at the records.
CREATE TABLE usage_file_project (
    file_id      bigint NOT NULL REFERENCES usage_file,
    period       date   NOT NULL,
    project      text COLLATE "C" NOT NULL,
    record_count bigint NOT NULL,
    PRIMARY KEY (period, project, file_id)
);

CREATE TABLE usage_file_sku (
    file_id      bigint NOT NULL REFERENCES usage_file,
    period       date   NOT NULL,
    sku          text COLLATE "C" NOT NULL,
    record_count bigint NOT NULL,
    PRIMARY KEY (period, sku, file_id)
);

-- What is remarkable in the records of a file: a provider's tax, which nobody is billed for, so that usage_file_project
-- and usage_file_sku do not count it, and amounts that were rounded.
CREATE TABLE usage_file_remark (
    file_id      bigint NOT NULL REFERENCES usage_file,
    period       date   NOT NULL,
    project      text COLLATE "C" NOT NULL,
    remark       text   NOT NULL CHECK (remark IN ('provider''s tax', 'rounded')),
    record_count bigint NOT NULL,
    PRIMARY KEY (period, file_id, project, remark)
);

-- All that files hold: what is counted for somebody to be billed, and what is left out, with the reason.
CREATE VIEW usage_file_content AS
    SELECT file_id, period, project, record_count, NULL::text AS excluded FROM usage_file_project
    UNION ALL
    SELECT file_id, period, project, record_count, remark FROM usage_file_remark WHERE remark = 'provider''s tax';

-- How many rows of a file were left out, since another file had brought the same: they go when that file is voided.
CREATE TABLE usage_file_duplicate (
    file_id      bigint NOT NULL REFERENCES usage_file,
    of_file_id   bigint NOT NULL REFERENCES usage_file,
    record_count bigint NOT NULL,
    PRIMARY KEY (file_id, of_file_id)
);

-- Charges of which records are left, but not the one with number 1: the primary key does not find them.
CREATE TABLE usage_charge_gap (
    period date NOT NULL,
    charge text COLLATE "C" NOT NULL,
    PRIMARY KEY (period, charge)
);

-- What is kept of a usage file in a period: the number of records and the SHA-256 over them, as UsageDigests makes it.
-- It is sealed with the file, and again whenever something of the file is withdrawn.
CREATE TABLE usage_file_digest (
    file_id bigint NOT NULL REFERENCES usage_file,
    period  date   NOT NULL,
    digest  text   NOT NULL CHECK (digest ~ '^[0-9]+ [0-9a-f]{64}$'),
    PRIMARY KEY (period, file_id)
);
CREATE INDEX usage_file_digest_file ON usage_file_digest (file_id);

-- Which sources said that they have delivered all usage of a period.
CREATE TABLE usage_delivery (
    source       text        NOT NULL CHECK (source <> ''),
    period       date        NOT NULL CHECK (extract(day FROM period) = 1),
    completed_at timestamptz NOT NULL,
    actor        text        NOT NULL,
    PRIMARY KEY (source, period)
);
