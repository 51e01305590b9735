-- Drafts: invoices before they have numbers, with their lines and taxes, and what they take from credits.

CREATE SEQUENCE invoice_id_seq;

-- A draft until issued_invoice has its number. A credit note is an invoice with amounts below zero, issued by a run of
-- its own in a series of its own.
CREATE TABLE invoice (
    id                       bigint  PRIMARY KEY,
    run_id                   bigint  NOT NULL,
    group_id                 uuid    NOT NULL,
    currency                 text    NOT NULL,
    line_count               integer NOT NULL,
    net_total                numeric NOT NULL,
    tax_total                numeric NOT NULL,
    total                    numeric NOT NULL CHECK (total = net_total + tax_total),
    prepaid                  numeric NOT NULL,
    amount_due               numeric NOT NULL CHECK (amount_due = total - prepaid),
    -- VAT that is not zero, also in the seller's currency where the invoice has another.
    seller_currency          text,
    seller_tax_total         numeric,
    seller_exchange_rate     numeric,
    seller_exchange_rate_day date,
    -- The earlier run whose frozen customer the invoice names; null for that of its own run.
    customer_run_id          bigint,
    CONSTRAINT drafted_once_per_group UNIQUE NULLS NOT DISTINCT (run_id, group_id, currency, customer_run_id),
    FOREIGN KEY (run_id, group_id) REFERENCES frozen_group,
    CONSTRAINT invoice_customer_frozen FOREIGN KEY (customer_run_id, group_id)
        REFERENCES frozen_group (run_id, group_id)
);

-- Whom an invoice names. Where late usage cannot be on one invoice with what is charged now, it has an invoice of its
-- own that names the customer of then: company, address and taxes may be those of an earlier run; how the invoice
-- reaches him and what he wants on it are always those of its own run.
CREATE VIEW invoice_customer AS
    SELECT i.id AS invoice_id, f.account_id, f.name, f.currency, CASE WHEN b.run_id IS NULL THEN f.fields
        ELSE b.fields || (
            SELECT jsonb_object_agg(key, value) FROM jsonb_each(f.fields)
            WHERE key IN ('billing_emails', 'billing_contact_emails', 'extra_text', 'payment_terms_days', 'language',
                'purchase_order', 'endpoint', 'buyer_reference', 'debtor_account')) END AS fields
    FROM invoice i
    JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id
    LEFT JOIN frozen_group b ON b.run_id = i.customer_run_id AND b.group_id = i.group_id;

-- Without foreign keys to invoice and credit, see require_invoice_of_lines().
CREATE TABLE invoice_line (
    invoice_id          bigint  NOT NULL,
    line                integer NOT NULL,
    line_type           text    NOT NULL CHECK (line_type IN ('usage_charge', 'extra_charge', 'support_charge',
        'commitment_fee', 'prior_period', 'credit_consumption', 'rounding')),
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
    -- Where the price has another currency than the invoice: the rate and the day of its publication.
    exchange_rate       numeric CHECK (exchange_rate > 0),
    exchange_rate_day   date,
    -- A promotional credit's line names its credit, so that crediting the line gives it back.
    credit_id           bigint,
    -- Which kind of charge a line of late usage puts right; null where that is usage.
    settles             text CHECK (settles IN ('support_charge', 'commitment_fee')),
    -- What was taken off the line.
    discount_percent    numeric CHECK (discount_percent > 0 AND discount_percent <= 100),
    PRIMARY KEY (invoice_id, line),
    CONSTRAINT exchange_rate_with_day CHECK ((exchange_rate IS NULL) = (exchange_rate_day IS NULL)),
    CONSTRAINT credit_only_on_its_lines CHECK (credit_id IS NULL OR line_type = 'credit_consumption'),
    CONSTRAINT settles_only_late_usage CHECK (settles IS NULL OR line_type = 'prior_period')
);

-- Lines belong to an invoice. A foreign key looks each line's invoice up and locks it, which took as long as storing
-- the line; these look once for each invoice of a statement's lines: a COPY of lines takes two thirds of the time.
-- Credits are looked up in the same way; they are never deleted, so that nothing else needs a foreign key. Lines are
-- never updated.
CREATE FUNCTION require_invoice_of_lines() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
$$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT invoice_id FROM added) a
            WHERE NOT EXISTS (SELECT FROM invoice i WHERE i.id = a.invoice_id)) THEN
        RAISE EXCEPTION 'an invoice line without its invoice' USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF EXISTS (SELECT FROM (SELECT DISTINCT credit_id FROM added WHERE credit_id IS NOT NULL) a
            WHERE NOT EXISTS (SELECT FROM credit c WHERE c.id = a.credit_id)) THEN
        RAISE EXCEPTION 'an invoice line of a credit that does not exist' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER require_invoice AFTER INSERT ON invoice_line REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION require_invoice_of_lines();

CREATE FUNCTION refuse_invoice_with_lines() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS
$$
BEGIN
    IF EXISTS (SELECT FROM removed r JOIN invoice_line l ON l.invoice_id = r.id) THEN
        RAISE EXCEPTION 'an invoice cannot go without its lines' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER refuse_with_lines AFTER DELETE ON invoice REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_invoice_with_lines();

CREATE TABLE invoice_tax (
    invoice_id bigint  NOT NULL REFERENCES invoice,
    category   text    NOT NULL,
    rate       numeric NOT NULL,
    basis      numeric NOT NULL,
    amount     numeric NOT NULL,
    reason     text,
    PRIMARY KEY (invoice_id, category, rate)
);

-- What invoices take from credits: reserved while the invoice is a draft, spent once it is issued. A credit note gives
-- back what its invoice took: consumption below zero.
CREATE TABLE credit_consumption (
    credit_id  bigint  NOT NULL REFERENCES credit,
    invoice_id bigint  NOT NULL REFERENCES invoice ON DELETE CASCADE,
    amount     numeric NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (credit_id, invoice_id)
);
CREATE INDEX credit_consumption_invoice ON credit_consumption (invoice_id);

-- What is left of each credit.
CREATE VIEW credit_balance AS
    SELECT c.id AS credit_id, c.amount - coalesce(sum(u.amount), 0) AS remaining
    FROM credit c LEFT JOIN credit_consumption u ON u.credit_id = c.id GROUP BY c.id;

-- Nothing can be taken twice, whoever takes at the same time.
CREATE FUNCTION refuse_overdrawn_credit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    granted numeric := (SELECT amount FROM credit WHERE id = NEW.credit_id FOR UPDATE);
BEGIN
    IF (SELECT remaining < 0 OR remaining > granted FROM credit_balance WHERE credit_id = NEW.credit_id) THEN
        RAISE EXCEPTION 'credit % has not that much left, or had not that much taken from it', NEW.credit_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION refuse_overdrawn_credit() FROM PUBLIC;
CREATE TRIGGER refuse_overdrawn AFTER INSERT ON credit_consumption
    FOR EACH ROW EXECUTE FUNCTION refuse_overdrawn_credit();

-- What a checked draft says, before it is issued: as its leaf of the chain of seals will say it.
CREATE TABLE invoice_content (
    invoice_id bigint PRIMARY KEY REFERENCES invoice ON DELETE CASCADE,
    content    text NOT NULL
);

-- The drafts of runs under way that wait for a decision.
CREATE VIEW undecided_draft AS
    SELECT DISTINCT i.run_id, i.group_id
    FROM invoice i
    JOIN invoicing_run r ON r.id = i.run_id AND r.approval_required AND r.number IS NULL
        AND r.finished_at IS NULL AND r.discarded_at IS NULL
    WHERE NOT EXISTS (SELECT FROM approval a WHERE a.run_id = i.run_id AND a.group_id = i.group_id);
