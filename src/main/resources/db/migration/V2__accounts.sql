-- Sellers, accounts, projects, billing groups, their history, and tax rates.

CREATE TABLE seller (
    id             text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
    name           text NOT NULL,
    address_lines  text[] NOT NULL,
    city           text NOT NULL,
    zip_code       text,
    country_code   text NOT NULL,
    vat_id         text,
    iban           text,
    bic            text,
    email          text,
    invoice_series text NOT NULL,
    currency       text NOT NULL
);

CREATE TABLE account (
    id         text COLLATE "C" PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
    seller_id  text NOT NULL REFERENCES seller,
    name       text NOT NULL,
    deleted_at timestamptz
);

CREATE TABLE billing_group (
    id                     uuid PRIMARY KEY,
    name                   text NOT NULL CHECK (length(name) BETWEEN 1 AND 128),
    account_id             text COLLATE "C" REFERENCES account,
    default_for_project    text COLLATE "C" UNIQUE,
    company                text CHECK (length(company) <= 128),
    address_lines          text[] NOT NULL CHECK (cardinality(address_lines) <= 3),
    city                   text CHECK (length(city) <= 50),
    state                  text CHECK (length(state) <= 30),
    zip_code               text CHECK (length(zip_code) <= 36),
    country_code           text CHECK (length(country_code) = 2),
    vat_id                 text CHECK (length(vat_id) <= 64),
    currency               text NOT NULL CHECK (length(currency) = 3),
    billing_emails         text[] NOT NULL CHECK (cardinality(billing_emails) <= 10),
    billing_contact_emails text[] NOT NULL CHECK (cardinality(billing_contact_emails) <= 10),
    extra_text             text CHECK (length(extra_text) <= 1000),
    payment_terms_days     integer NOT NULL CHECK (payment_terms_days BETWEEN 0 AND 3650),
    language               text NOT NULL,
    purchase_order         text,
    tax_exempt_reason      text,
    discount_percent       numeric NOT NULL DEFAULT 0 CHECK (discount_percent BETWEEN 0 AND 100),
    support_percent        numeric NOT NULL DEFAULT 0 CHECK (support_percent BETWEEN 0 AND 1000),
    commitment             jsonb,
    extra_charges          jsonb NOT NULL DEFAULT '[]',
    deleted_at             timestamptz
);
CREATE INDEX billing_group_account ON billing_group (account_id);

CREATE TABLE project (
    id         text COLLATE "C" PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 255),
    name       text,
    account_id text COLLATE "C" REFERENCES account,
    tags       jsonb NOT NULL DEFAULT '{}',
    deleted_at timestamptz
);
CREATE INDEX project_account ON project (account_id);

-- Which group a project is in, as half-open intervals. Each interval names the end of the one before it, and both ends
-- are unique per project: so the database itself allows neither an overlap nor a gap.
CREATE TABLE membership (
    project_id        text COLLATE "C" NOT NULL REFERENCES project,
    group_id          uuid        NOT NULL REFERENCES billing_group,
    valid_from        timestamptz NOT NULL,
    valid_to          timestamptz NOT NULL,
    previous_valid_to timestamptz,
    PRIMARY KEY (project_id, valid_from),
    CONSTRAINT membership_one_end UNIQUE (project_id, valid_to),
    CONSTRAINT membership_one_beginning UNIQUE NULLS NOT DISTINCT (project_id, previous_valid_to),
    CONSTRAINT membership_forward CHECK (valid_from < valid_to),
    CONSTRAINT membership_without_gap CHECK (
        previous_valid_to = valid_from OR (previous_valid_to IS NULL AND valid_from = '-infinity')),
    CONSTRAINT membership_follows FOREIGN KEY (project_id, previous_valid_to)
        REFERENCES membership (project_id, valid_to) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX membership_group ON membership (group_id);

CREATE TABLE tax_rate (
    country_code text    NOT NULL CHECK (length(country_code) = 2),
    tax_class    text    NOT NULL,
    valid_from   date    NOT NULL,
    rate         numeric NOT NULL CHECK (rate BETWEEN 0 AND 100),
    PRIMARY KEY (country_code, tax_class, valid_from)
);

-- Every change of the tables above: who changed which field of what, and when.
CREATE TABLE change_event (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        timestamptz NOT NULL,
    actor     text        NOT NULL,
    subject   text        NOT NULL CHECK (subject IN ('seller', 'account', 'project', 'billing_group', 'tax_rate')),
    subject_id text       NOT NULL,
    field     text        NOT NULL,
    old_value text,
    new_value text,
    effective_from timestamptz
);
CREATE INDEX change_event_subject ON change_event (subject, subject_id);
CREATE INDEX change_event_left ON change_event (old_value) WHERE subject = 'project' AND field = 'billing_group';
CREATE INDEX change_event_joined ON change_event (new_value) WHERE subject = 'project' AND field = 'billing_group';
