-- Support beside the percentage, promotional and prepaid credits, small amounts.

ALTER TABLE billing_group
    ADD support_fixed text,
    ADD support_minimum text;

-- A pre-tax total above zero and below this is not charged.
ALTER TABLE invoicing_run ADD small_amount_threshold numeric NOT NULL DEFAULT 0 CHECK (small_amount_threshold >= 0);

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

-- What invoices take from credits: reserved while the invoice is a draft, spent once it is issued.
CREATE TABLE credit_consumption (
    credit_id  bigint  NOT NULL REFERENCES credit,
    invoice_id bigint  NOT NULL REFERENCES invoice ON DELETE CASCADE,
    amount     numeric NOT NULL CHECK (amount > 0),
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
BEGIN
    PERFORM FROM credit WHERE id = NEW.credit_id FOR UPDATE;
    IF (SELECT remaining FROM credit_balance WHERE credit_id = NEW.credit_id) < 0 THEN
        RAISE EXCEPTION 'credit % has not that much left', NEW.credit_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION refuse_overdrawn_credit() FROM PUBLIC;
CREATE TRIGGER refuse_overdrawn AFTER INSERT ON credit_consumption
    FOR EACH ROW EXECUTE FUNCTION refuse_overdrawn_credit();
CREATE TRIGGER refuse_update BEFORE UPDATE ON credit_consumption FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_delete BEFORE DELETE ON credit_consumption
    FOR EACH ROW EXECUTE FUNCTION refuse_delete_of_issued();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON credit_consumption
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

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

ALTER TABLE invoice_line DROP CONSTRAINT invoice_line_line_type_check, ADD CONSTRAINT invoice_line_line_type_check CHECK
    (line_type IN ('usage_charge', 'extra_charge', 'support_charge', 'commitment_fee', 'prior_period',
        'credit_consumption', 'rounding'));
