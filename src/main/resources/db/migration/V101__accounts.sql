-- Sellers, accounts, projects, billing groups, tax rates, the history of their changes, and the credits of groups.

-- For triggers of all tables whose rows never change.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    RAISE EXCEPTION '% of % is refused: what is issued never changes', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TABLE seller (
    id                 text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
    name               text NOT NULL,
    address_lines      text[] NOT NULL,
    city               text NOT NULL,
    zip_code           text,
    country_code       text NOT NULL,
    vat_id             text,
    tax_number         text,
    iban               text,
    bic                text,
    email              text,
    -- The seller's address in networks of electronic invoices.
    endpoint           text,
    invoice_series     text NOT NULL,
    credit_note_series text NOT NULL DEFAULT 'CN-{year}-{number:6}',
    currency           text NOT NULL,
    -- How the seller's documents look.
    accent_color       text,
    logo               text
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
    -- Where it is taxed otherwise than its country.
    tax_territory          text,
    tax_exempt_reason      text,
    currency               text NOT NULL CHECK (length(currency) = 3),
    billing_emails         text[] NOT NULL CHECK (cardinality(billing_emails) <= 10),
    billing_contact_emails text[] NOT NULL CHECK (cardinality(billing_contact_emails) <= 10),
    -- What electronic invoices need beside the address.
    endpoint               text,
    buyer_reference        text,
    purchase_order         text,
    extra_text             text CHECK (length(extra_text) <= 1000),
    payment_terms_days     integer NOT NULL CHECK (payment_terms_days BETWEEN 0 AND 3650),
    language               text NOT NULL,
    -- What the seller's books call it.
    debtor_account         text,
    discount_percent       numeric NOT NULL DEFAULT 0 CHECK (discount_percent BETWEEN 0 AND 100),
    support_percent        numeric NOT NULL DEFAULT 0 CHECK (support_percent BETWEEN 0 AND 1000),
    support_fixed          text,
    support_minimum        text,
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
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at             timestamptz NOT NULL,
    actor          text        NOT NULL,
    subject        text        NOT NULL
        CHECK (subject IN ('seller', 'account', 'project', 'billing_group', 'tax_rate')),
    subject_id     text        NOT NULL,
    field          text        NOT NULL,
    old_value      text,
    new_value      text,
    effective_from timestamptz
);
CREATE INDEX change_event_subject ON change_event (subject, subject_id);
CREATE INDEX change_event_left ON change_event (old_value) WHERE subject = 'project' AND field = 'billing_group';
CREATE INDEX change_event_joined ON change_event (new_value) WHERE subject = 'project' AND field = 'billing_group';
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON change_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON change_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Promotional and prepaid credits.
CREATE TABLE credit (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    group_id    uuid REFERENCES billing_group,
    kind        text NOT NULL CHECK (kind IN ('promotional', 'prepaid')),
    currency    text NOT NULL CHECK (length(currency) = 3),
    amount      numeric NOT NULL CHECK (amount > 0),
    valid_from  date,
    valid_until date,
    description text NOT NULL,
    claim_code  text COLLATE "C" UNIQUE,
    created_at  timestamptz NOT NULL,
    created_by  text NOT NULL,
    claimed_at  timestamptz,
    claimed_by  text,
    CONSTRAINT credit_of_a_group_or_to_claim CHECK (group_id IS NOT NULL OR claim_code IS NOT NULL),
    CONSTRAINT credit_ends_after_it_begins CHECK (valid_from <= valid_until)
);
CREATE INDEX credit_group ON credit (group_id);

-- A grant stays as it was made; all that may happen to it is that somebody claims it.
CREATE FUNCTION refuse_change_of_credit() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.group_id IS NULL AND (to_jsonb(OLD) - '{group_id,claimed_at,claimed_by}'::text[])
            = (to_jsonb(NEW) - '{group_id,claimed_at,claimed_by}'::text[]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% of credit is refused: a granted credit never changes', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON credit FOR EACH ROW EXECUTE FUNCTION refuse_change_of_credit();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON credit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
