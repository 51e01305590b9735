-- Invoicing runs, what they froze, what they leave out, and which drafts were approved.

-- Who may write: a process that takes the seller's advisory lock raises the epoch, and each of its transactions checks
-- that the epoch is still its own.
CREATE TABLE invoicing_lock (
    seller_id text PRIMARY KEY REFERENCES seller,
    epoch     bigint NOT NULL
);

-- A run invoices a period, corrects invoices by credit notes, or estimates the current period: an estimate has neither
-- numbers nor postings, and goes when the next one comes.
CREATE TABLE invoicing_run (
    id                     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind                   text        NOT NULL DEFAULT 'invoicing'
        CHECK (kind IN ('invoicing', 'correction', 'estimate')),
    seller_id              text        NOT NULL REFERENCES seller,
    period                 date        NOT NULL,
    attempt                integer     NOT NULL,
    issue_date             date        NOT NULL,
    -- A draft that waited is issued on the last date of its series if that is later than its own, which is kept here.
    asked_issue_date       date        CHECK (asked_issue_date < issue_date),
    output                 text        NOT NULL,
    -- Where its files are published, relative to the output folder; null as long as it has issued nothing, unless it
    -- estimates.
    folder                 text,
    seller                 jsonb       NOT NULL,
    membership_rule        text        NOT NULL CHECK (membership_rule IN ('period-end', 'by-usage-time')),
    -- Whether it waits until each of its drafts is approved or held.
    approval_required      boolean     NOT NULL DEFAULT false,
    -- Pre-tax totals above zero and below these are not charged, by currency: 'EUR=1.00,JPY=150'.
    small_amounts          text        NOT NULL DEFAULT '',
    -- Whether what bills no usage and comes to nothing in every line is no invoice.
    zero_invoices_skipped  boolean     NOT NULL DEFAULT false,
    -- Whether negative totals are issued as credit notes.
    credit_negative_totals boolean     NOT NULL DEFAULT false,
    -- Whether usage without charge is left out of the documents for people.
    zero_priced_hidden     boolean     NOT NULL DEFAULT false,
    -- Whether the operator said that the period is to be invoiced without usage.
    without_usage          boolean     NOT NULL DEFAULT false,
    -- Which versions of the program worked on it: only they can be trusted to draw its documents with the same bytes.
    program_versions       text[]      NOT NULL DEFAULT '{}',
    number                 integer,
    frozen_at              timestamptz NOT NULL,
    finished_at            timestamptz,
    discarded_at           timestamptz,
    UNIQUE (seller_id, period, attempt),
    UNIQUE (seller_id, period, number)
);
CREATE UNIQUE INDEX invoicing_run_one_open ON invoicing_run (seller_id, period)
    WHERE finished_at IS NULL AND discarded_at IS NULL AND kind = 'invoicing';

CREATE TABLE frozen_group (
    run_id     bigint  NOT NULL REFERENCES invoicing_run,
    group_id   uuid    NOT NULL REFERENCES billing_group,
    bucket     integer NOT NULL,
    account_id text,
    name       text    NOT NULL,
    currency   text    NOT NULL,
    fields     jsonb   NOT NULL,
    PRIMARY KEY (run_id, group_id)
);
CREATE INDEX frozen_group_bucket ON frozen_group (run_id, bucket);

-- The run's own period, and the earlier ones of which it bills late usage.
CREATE TABLE frozen_membership (
    run_id       bigint      NOT NULL,
    period       date        NOT NULL,
    project_id   text COLLATE "C" NOT NULL REFERENCES project,
    -- What the project was called then: people know projects by name, and names change.
    project_name text,
    group_id     uuid        NOT NULL,
    valid_from   timestamptz NOT NULL,
    valid_to     timestamptz NOT NULL,
    tags         jsonb       NOT NULL,
    PRIMARY KEY (run_id, period, project_id, valid_from),
    FOREIGN KEY (run_id, group_id) REFERENCES frozen_group
);
CREATE INDEX frozen_membership_group ON frozen_membership (run_id, group_id, period);

-- The earlier periods of which a group has late usage, and the run that invoiced it then: its prices, terms and taxes
-- are taken.
CREATE TABLE frozen_prior_period (
    run_id       bigint NOT NULL,
    group_id     uuid   NOT NULL,
    period       date   NOT NULL,
    base_run_id  bigint NOT NULL,
    -- The runs that have billed late usage of the same group and period before, whose prices come before the run's own:
    -- a price that was replaced since stays what the usage was billed at.
    earlier_runs bigint[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (run_id, group_id, period),
    FOREIGN KEY (run_id, group_id) REFERENCES frozen_group,
    FOREIGN KEY (base_run_id, group_id) REFERENCES frozen_group
);

CREATE TABLE frozen_price (
    run_id   bigint NOT NULL REFERENCES invoicing_run,
    price_id bigint NOT NULL REFERENCES price,
    PRIMARY KEY (run_id, price_id)
);

-- Where usage rows are rounded one by one: resolved per SKU, group currency and time, for the sum to look up. The base
-- run is the one whose prices are taken: the run itself, or an earlier one for late usage.
CREATE TABLE frozen_interval_rounding (
    run_id      bigint      NOT NULL REFERENCES invoicing_run,
    base_run_id bigint      NOT NULL REFERENCES invoicing_run,
    sku         text COLLATE "C" NOT NULL,
    currency    text        NOT NULL,
    valid_from  timestamptz NOT NULL,
    valid_to    timestamptz NOT NULL,
    step        numeric     NOT NULL,
    PRIMARY KEY (run_id, base_run_id, sku, currency, valid_from)
);

CREATE TABLE frozen_tax_rate (
    run_id       bigint  NOT NULL REFERENCES invoicing_run,
    country_code text    NOT NULL,
    tax_class    text    NOT NULL,
    valid_from   date    NOT NULL,
    rate         numeric NOT NULL,
    PRIMARY KEY (run_id, country_code, tax_class, valid_from)
);

-- The rates of the last publication day on or before the end of a period: the run's own, and those of late usage.
CREATE TABLE frozen_exchange_rate (
    run_id   bigint  NOT NULL REFERENCES invoicing_run,
    period   date    NOT NULL,
    day      date    NOT NULL,
    currency text    NOT NULL,
    rate     numeric NOT NULL,
    PRIMARY KEY (run_id, period, currency)
);

-- The credits that a run may take from, in the order in which it does.
CREATE TABLE frozen_credit (
    run_id      bigint  NOT NULL,
    group_id    uuid    NOT NULL,
    position    integer NOT NULL,
    credit_id   bigint  NOT NULL REFERENCES credit,
    kind        text    NOT NULL,
    description text    NOT NULL,
    remaining   numeric NOT NULL CHECK (remaining > 0),
    PRIMARY KEY (run_id, group_id, position),
    FOREIGN KEY (run_id, group_id) REFERENCES frozen_group
);

CREATE TABLE frozen_usage_file (
    run_id  bigint NOT NULL REFERENCES invoicing_run,
    period  date   NOT NULL,
    file_id bigint NOT NULL REFERENCES usage_file,
    -- What the run billed: a file may lose records later that nobody was billed for.
    digest  text,
    PRIMARY KEY (run_id, period, file_id)
);

-- The files that invoicing runs under way look at; an estimate may be overtaken.
CREATE VIEW usage_under_way AS
    SELECT f.file_id, f.period FROM frozen_usage_file f JOIN invoicing_run r ON r.id = f.run_id
    WHERE r.finished_at IS NULL AND r.discarded_at IS NULL AND r.kind = 'invoicing';

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

-- Usage that a run leaves out, and why: a project's may be left out for more than one reason.
CREATE TABLE excluded_usage (
    run_id       bigint NOT NULL REFERENCES invoicing_run,
    project      text COLLATE "C" NOT NULL,
    reason       text   NOT NULL,
    record_count bigint NOT NULL,
    PRIMARY KEY (run_id, project, reason)
);

-- What a run froze never changes: invoices are explained and verified by it. An estimate's inputs go with it.
CREATE FUNCTION refuse_delete_of_frozen() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF EXISTS (SELECT FROM gone g JOIN invoicing_run r ON r.id = g.run_id WHERE r.kind <> 'estimate') THEN
        RAISE EXCEPTION 'DELETE of % is refused: what a run froze never changes', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
DO $$
DECLARE
    protected text;
BEGIN
    FOREACH protected IN ARRAY ARRAY['frozen_group', 'frozen_membership', 'frozen_price', 'frozen_interval_rounding',
            'frozen_tax_rate', 'frozen_usage_file', 'frozen_prior_period', 'frozen_exchange_rate', 'frozen_credit',
            'excluded_usage'] LOOP
        EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse_change()', protected);
        EXECUTE format('CREATE TRIGGER refuse_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS gone
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_frozen()', protected);
        EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', protected);
    END LOOP;
END
$$;
-- Estimates have none.
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON frozen_missing_usage
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON frozen_missing_usage
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Fresh statistics of what a run froze, for the statement that sums its usage: without them the planner takes these
-- tables for empty and joins millions of records one by one.
CREATE FUNCTION analyze_frozen_inputs() RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
    ANALYZE frozen_group, frozen_membership, frozen_prior_period, frozen_usage_file, frozen_interval_rounding
$$;
REVOKE EXECUTE ON FUNCTION analyze_frozen_inputs() FROM PUBLIC;

CREATE TABLE parked_group (
    run_id   bigint  NOT NULL,
    group_id uuid    NOT NULL,
    position integer NOT NULL,
    reason   text    NOT NULL,
    detail   text    NOT NULL,
    PRIMARY KEY (run_id, group_id, position),
    FOREIGN KEY (run_id, group_id) REFERENCES frozen_group
);

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
