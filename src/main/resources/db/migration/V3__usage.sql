-- Imported usage files and their records.

CREATE TABLE usage_file (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256         text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    name           text        NOT NULL,
    format         text        NOT NULL CHECK (format IN ('native')),
    source         text,
    total_rows     bigint      NOT NULL,
    accepted_rows  bigint      NOT NULL,
    duplicate_rows bigint      NOT NULL,
    rejected_rows  bigint      NOT NULL,
    imported_at    timestamptz NOT NULL,
    CONSTRAINT usage_file_known_once UNIQUE (sha256),
    CONSTRAINT usage_file_every_row_counted CHECK (accepted_rows + duplicate_rows + rejected_rows = total_rows)
);

-- One row per usage record and period: a record that crosses a boundary is kept in parts, 0 being the one that starts
-- it; parts remember the whole. There is no foreign key to usage_file, because checking it costs as much as the insert;
-- files are never deleted. Texts are compared byte by byte, so that order and grouping do not depend on a locale.
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

-- The job's role owns nothing, so it cannot make partitions itself: this function makes the one of a period for it.
CREATE FUNCTION create_usage_partition(period date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    partition_name text := 'usage_record_' || to_char(period, 'YYYY_MM');
BEGIN
    IF period IS NULL OR period <> date_trunc('month', period) THEN
        RAISE EXCEPTION 'a billing period starts on the first of a month, not on %', period;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('create_usage_partition'));
    IF to_regclass(quote_ident(partition_name)) IS NULL THEN
        EXECUTE format('CREATE TABLE %I (LIKE usage_record INCLUDING ALL)', partition_name);
        EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_insert_scale_factor = 1)', partition_name);
        EXECUTE format('ALTER TABLE usage_record ATTACH PARTITION %I FOR VALUES IN (%L)', partition_name, period);
    END IF;
END
$$;

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
