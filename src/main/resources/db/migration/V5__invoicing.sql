-- Invoicing runs, their frozen inputs, drafts, and issued invoices.

-- Who may write: a process that takes the seller's advisory lock raises the epoch, and each of its transactions checks
-- that the epoch is still its own.
CREATE TABLE invoicing_lock (
    seller_id text PRIMARY KEY REFERENCES seller,
    epoch     bigint NOT NULL
);

CREATE TABLE invoicing_run (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seller_id       text        NOT NULL REFERENCES seller,
    period          date        NOT NULL,
    attempt         integer     NOT NULL,
    issue_date      date        NOT NULL,
    output          text        NOT NULL,
    membership_rule text        NOT NULL CHECK (membership_rule IN ('period-end', 'by-usage-time')),
    seller          jsonb       NOT NULL,
    frozen_at       timestamptz NOT NULL,
    number          integer,
    finished_at     timestamptz,
    discarded_at    timestamptz,
    UNIQUE (seller_id, period, attempt),
    UNIQUE (seller_id, period, number)
);
CREATE UNIQUE INDEX invoicing_run_one_open ON invoicing_run (seller_id, period)
    WHERE finished_at IS NULL AND discarded_at IS NULL;

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
    run_id     bigint      NOT NULL,
    period     date        NOT NULL,
    project_id text COLLATE "C" NOT NULL REFERENCES project,
    group_id   uuid        NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to   timestamptz NOT NULL,
    tags       jsonb       NOT NULL,
    PRIMARY KEY (run_id, period, project_id, valid_from),
    FOREIGN KEY (run_id, group_id) REFERENCES frozen_group
);
CREATE INDEX frozen_membership_group ON frozen_membership (run_id, group_id, period);

-- The earlier periods of which a group has late usage, and the run that invoiced it then: its prices, terms and taxes
-- are taken.
CREATE TABLE frozen_prior_period (
    run_id      bigint NOT NULL,
    group_id    uuid   NOT NULL,
    period      date   NOT NULL,
    base_run_id bigint NOT NULL,
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
    run_id      bigint     NOT NULL REFERENCES invoicing_run,
    base_run_id bigint     NOT NULL REFERENCES invoicing_run,
    sku        text COLLATE "C" NOT NULL,
    currency   text        NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to   timestamptz NOT NULL,
    step       numeric     NOT NULL,
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

CREATE TABLE frozen_usage_file (
    run_id  bigint NOT NULL REFERENCES invoicing_run,
    period  date   NOT NULL,
    file_id bigint NOT NULL REFERENCES usage_file,
    PRIMARY KEY (run_id, period, file_id)
);

-- Usage that this run leaves out on request, and why.
CREATE TABLE excluded_usage (
    run_id       bigint NOT NULL REFERENCES invoicing_run,
    project      text COLLATE "C" NOT NULL,
    reason       text   NOT NULL,
    record_count bigint NOT NULL,
    PRIMARY KEY (run_id, project)
);

CREATE TABLE parked_group (
    run_id   bigint  NOT NULL,
    group_id uuid    NOT NULL,
    position integer NOT NULL,
    reason   text    NOT NULL,
    detail   text    NOT NULL,
    PRIMARY KEY (run_id, group_id, position),
    FOREIGN KEY (run_id, group_id) REFERENCES frozen_group
);

CREATE SEQUENCE invoice_id_seq;

CREATE TABLE invoice (
    id         bigint  PRIMARY KEY,
    run_id     bigint  NOT NULL,
    group_id   uuid    NOT NULL,
    currency   text    NOT NULL,
    line_count integer NOT NULL,
    net_total  numeric NOT NULL,
    tax_total  numeric NOT NULL,
    total      numeric NOT NULL CHECK (total = net_total + tax_total),
    prepaid    numeric NOT NULL,
    amount_due numeric NOT NULL CHECK (amount_due = total - prepaid),
    UNIQUE (run_id, group_id, currency),
    FOREIGN KEY (run_id, group_id) REFERENCES frozen_group
);

CREATE TABLE invoice_line (
    invoice_id          bigint  NOT NULL REFERENCES invoice,
    line                integer NOT NULL,
    line_type           text    NOT NULL
        CHECK (line_type IN ('usage_charge', 'extra_charge', 'support_charge', 'commitment_fee', 'prior_period')),
    project             text COLLATE "C",
    service             text,
    sku                 text,
    description         text    NOT NULL,
    quantity            numeric,
    unit                text,
    price_id            bigint,
    price_note          text,
    price_currency      text    NOT NULL,
    price_amount        numeric NOT NULL,
    pre_discount_amount numeric NOT NULL,
    amount              numeric NOT NULL,
    tax_category        text    NOT NULL,
    tax_rate            numeric NOT NULL,
    period              date    NOT NULL,
    started_at          timestamptz NOT NULL,
    ended_at            timestamptz NOT NULL,
    record_count        bigint  NOT NULL,
    tags                jsonb   NOT NULL,
    PRIMARY KEY (invoice_id, line)
);

CREATE TABLE invoice_tax (
    invoice_id bigint  NOT NULL REFERENCES invoice,
    category   text    NOT NULL,
    rate       numeric NOT NULL,
    basis      numeric NOT NULL,
    amount     numeric NOT NULL,
    reason     text,
    PRIMARY KEY (invoice_id, category, rate)
);

-- The last number given in a series; its row is locked while numbers are given.
CREATE TABLE number_series (
    seller_id       text    NOT NULL REFERENCES seller,
    series          text    NOT NULL,
    year            integer NOT NULL,
    last_number     integer NOT NULL,
    last_issue_date date    NOT NULL,
    PRIMARY KEY (seller_id, series, year)
);

CREATE TABLE issued_invoice (
    invoice_id    bigint  PRIMARY KEY REFERENCES invoice,
    seller_id     text    NOT NULL REFERENCES seller,
    series        text    NOT NULL,
    year          integer NOT NULL,
    sequence      integer NOT NULL CHECK (sequence > 0),
    number        text COLLATE "C" NOT NULL,
    group_id      uuid    NOT NULL REFERENCES billing_group,
    period        date    NOT NULL,
    currency      text    NOT NULL,
    issue_date    date    NOT NULL,
    due_date      date    NOT NULL,
    journal_entry bigint  NOT NULL,
    CONSTRAINT issued_once_per_number UNIQUE (seller_id, series, year, sequence),
    CONSTRAINT issued_number_unique UNIQUE (seller_id, number),
    CONSTRAINT issued_journal_entry_unique UNIQUE (seller_id, journal_entry),
    CONSTRAINT issued_once_per_group_and_period UNIQUE (group_id, period, currency)
);
CREATE INDEX issued_invoice_period ON issued_invoice (period);

-- Append-only: the invoice's own row never changes.
CREATE TABLE invoice_state (
    invoice_id bigint      NOT NULL REFERENCES invoice,
    state      text        NOT NULL CHECK (state IN ('issued')),
    at         timestamptz NOT NULL,
    PRIMARY KEY (invoice_id, state)
);

-- Fresh statistics of what a run froze, for the statement that sums its usage: without them the planner takes these
-- tables for empty and joins millions of records one by one.
CREATE FUNCTION analyze_frozen_inputs() RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
    ANALYZE frozen_group, frozen_membership, frozen_prior_period, frozen_usage_file, frozen_interval_rounding
$$;

-- Which project's records of which file are on an issued invoice of which group.
CREATE VIEW billed_usage AS
    SELECT n.group_id, m.period, f.file_id, m.project_id
    FROM issued_invoice n
    JOIN invoice i ON i.id = n.invoice_id
    JOIN frozen_membership m ON m.run_id = i.run_id AND m.group_id = i.group_id
    JOIN frozen_usage_file f ON f.run_id = i.run_id AND f.period = m.period;

-- Late usage: not billed, although the group that its project belongs to has its invoice of the period. The base run is
-- the one that issued it.
CREATE VIEW late_usage AS
    SELECT DISTINCT n.group_id, n.period, i.run_id AS base_run_id, u.file_id, u.project AS project_id, u.record_count
    FROM issued_invoice n
    JOIN invoice i ON i.id = n.invoice_id
    JOIN invoicing_run r ON r.id = i.run_id
    JOIN usage_file_project u ON u.period = n.period
    JOIN membership m ON m.project_id = u.project AND m.group_id = n.group_id
        AND m.valid_from < (n.period + interval '1 month') AT TIME ZONE 'UTC'
        AND CASE r.membership_rule WHEN 'period-end' THEN m.valid_to >= (n.period + interval '1 month') AT TIME ZONE 'UTC'
            ELSE m.valid_to > n.period::timestamp AT TIME ZONE 'UTC' END
    WHERE (NOT EXISTS (
                SELECT FROM frozen_usage_file f
                WHERE f.run_id = i.run_id AND f.period = u.period AND f.file_id = u.file_id)
            OR EXISTS (SELECT FROM excluded_usage x WHERE x.run_id = i.run_id AND x.project = u.project))
        AND NOT EXISTS (
            SELECT FROM billed_usage b
            WHERE b.group_id = n.group_id AND b.period = u.period AND b.file_id = u.file_id AND b.project_id = u.project);
