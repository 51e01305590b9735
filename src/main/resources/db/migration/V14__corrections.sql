-- Credit notes, and invoices that replace credited ones. A credit note is an invoice with amounts below zero, issued by
-- a run of its own in a series of its own.

ALTER TABLE seller ADD credit_note_series text NOT NULL DEFAULT 'CN-{year}-{number:6}';

ALTER TABLE invoicing_run
    ADD kind text NOT NULL DEFAULT 'invoicing' CHECK (kind IN ('invoicing', 'correction')),
    -- Where its files are published, relative to the output folder; null as long as it has issued nothing.
    ADD folder text;
UPDATE invoicing_run SET folder = to_char(period, 'YYYY-MM') || '/run-' || number WHERE number IS NOT NULL;
DROP INDEX invoicing_run_one_open;
CREATE UNIQUE INDEX invoicing_run_one_open ON invoicing_run (seller_id, period)
    WHERE finished_at IS NULL AND discarded_at IS NULL AND kind = 'invoicing';

-- A promotional credit's line names its credit, so that crediting the line gives it back.
ALTER TABLE invoice_line ADD credit_id bigint REFERENCES credit,
    ADD CONSTRAINT credit_only_on_its_lines CHECK (credit_id IS NULL OR line_type = 'credit_consumption');

-- The credit notes that correct an issued invoice.
CREATE TABLE correction (
    invoice_id   bigint  PRIMARY KEY REFERENCES invoice,
    corrected_id bigint  NOT NULL REFERENCES issued_invoice,
    reason       text    NOT NULL CHECK (reason <> ''),
    created_by   text    NOT NULL,
    CONSTRAINT correction_of_another CHECK (invoice_id <> corrected_id)
);
CREATE INDEX correction_corrected ON correction (corrected_id);

-- Each line is credited once.
CREATE TABLE corrected_line (
    corrected_id bigint  NOT NULL,
    line         integer NOT NULL,
    invoice_id   bigint  NOT NULL REFERENCES correction,
    PRIMARY KEY (corrected_id, line),
    FOREIGN KEY (corrected_id, line) REFERENCES invoice_line
);

-- Credited invoices whose group and period are open for another one, and the last journal entry of that time.
CREATE TABLE superseded_invoice (
    invoice_id    bigint PRIMARY KEY REFERENCES issued_invoice,
    journal_entry bigint NOT NULL,
    created_by    text   NOT NULL
);

-- How many times the group's invoice of the period was replaced before; null for credit notes, which bill nothing.
ALTER TABLE issued_invoice ADD revision integer DEFAULT 0 CHECK (revision >= 0);
ALTER TABLE issued_invoice ALTER revision DROP DEFAULT,
    DROP CONSTRAINT issued_once_per_group_and_period,
    ADD CONSTRAINT issued_once_per_group_and_period UNIQUE (group_id, period, currency, revision);

CREATE FUNCTION refuse_wrong_revision() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF EXISTS (
            SELECT FROM added a JOIN invoice i ON i.id = a.invoice_id JOIN invoicing_run r ON r.id = i.run_id
            WHERE a.revision IS DISTINCT FROM CASE r.kind WHEN 'invoicing' THEN (
                SELECT count(DISTINCT n.revision) FROM issued_invoice n
                JOIN superseded_invoice s ON s.invoice_id = n.invoice_id
                WHERE n.group_id = a.group_id AND n.period = a.period) END) THEN
        RAISE EXCEPTION 'an invoice is issued once for its group and period, unless the earlier one was credited for that'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER refuse_wrong_revision AFTER INSERT ON issued_invoice REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_wrong_revision();

-- The invoices that stand for what their groups were billed.
CREATE VIEW standing_invoice AS
    SELECT n.* FROM issued_invoice n
    WHERE n.revision IS NOT NULL
        AND NOT EXISTS (SELECT FROM superseded_invoice s WHERE s.invoice_id = n.invoice_id);

ALTER TABLE invoice_state DROP CONSTRAINT invoice_state_state_check,
    ADD CONSTRAINT invoice_state_state_check CHECK (state IN ('issued', 'credited'));

-- Only what was issued can be credited, and only what is credited can be replaced.
CREATE FUNCTION refuse_wrong_state() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF NEW.state = 'credited' AND NOT EXISTS (
            SELECT FROM invoice_state s WHERE s.invoice_id = NEW.invoice_id AND s.state = 'issued') THEN
        RAISE EXCEPTION 'an invoice that is not issued cannot be credited'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER refuse_wrong_state BEFORE INSERT ON invoice_state FOR EACH ROW EXECUTE FUNCTION refuse_wrong_state();

CREATE FUNCTION refuse_superseding_what_is_owed() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF NOT EXISTS (
            SELECT FROM invoice_state s WHERE s.invoice_id = NEW.invoice_id AND s.state = 'credited') THEN
        RAISE EXCEPTION 'an invoice that is not credited cannot be replaced'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER refuse_superseding_what_is_owed BEFORE INSERT ON superseded_invoice
    FOR EACH ROW EXECUTE FUNCTION refuse_superseding_what_is_owed();

-- A credit note gives back what its invoice took from credits: consumption below zero.
ALTER TABLE credit_consumption DROP CONSTRAINT credit_consumption_amount_check,
    ADD CONSTRAINT credit_consumption_amount_check CHECK (amount <> 0);
CREATE OR REPLACE FUNCTION refuse_overdrawn_credit() RETURNS trigger
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

-- What was paid of each issued invoice, what credit notes took off it, and what is open. A credit note is settled on the
-- invoice that it corrects.
CREATE OR REPLACE VIEW invoice_balance AS
    SELECT n.invoice_id, coalesce(p.paid, 0) AS paid,
        CASE WHEN n.revision IS NULL THEN 0 ELSE i.amount_due + coalesce(c.credited, 0) - coalesce(p.paid, 0) END AS open,
        coalesce(-c.credited, 0) AS credited
    FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id
    LEFT JOIN LATERAL (SELECT sum(amount) AS paid FROM payment WHERE invoice_id = n.invoice_id) p ON true
    LEFT JOIN LATERAL (
        SELECT sum(x.amount_due) AS credited FROM correction JOIN invoice x ON x.id = correction.invoice_id
        WHERE correction.corrected_id = n.invoice_id) c ON true;

-- Of an invoice below zero, as much may be paid out as is due to the customer.
CREATE OR REPLACE FUNCTION refuse_more_refunds_than_payments() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
BEGIN
    PERFORM FROM issued_invoice WHERE invoice_id = NEW.invoice_id FOR UPDATE;
    IF (SELECT b.paid < least(0, i.amount_due) FROM invoice_balance b JOIN invoice i ON i.id = b.invoice_id
            WHERE b.invoice_id = NEW.invoice_id) THEN
        RAISE EXCEPTION 'more would be paid back than was paid'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;

-- As before, but only what stands counts as billed.
CREATE OR REPLACE VIEW billed_usage AS
    SELECT n.group_id, m.period, f.file_id, m.project_id
    FROM standing_invoice n
    JOIN invoice i ON i.id = n.invoice_id
    JOIN frozen_membership m ON m.run_id = i.run_id AND m.group_id = i.group_id
    JOIN frozen_usage_file f ON f.run_id = i.run_id AND f.period = m.period;

CREATE OR REPLACE VIEW late_usage AS
    SELECT DISTINCT n.group_id, n.period, i.run_id AS base_run_id, u.file_id, u.project AS project_id, u.record_count
    FROM standing_invoice n
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

DO $$
DECLARE
    protected text;
BEGIN
    FOREACH protected IN ARRAY ARRAY['correction', 'corrected_line', 'superseded_invoice'] LOOP
        EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse_change()', protected);
        EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', protected);
    END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION part_of_table(table_name text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$
    SELECT CASE
        WHEN table_name IN ('seller', 'account', 'billing_group', 'project', 'membership', 'tax_rate', 'change_event',
            'credit', 'payment')
            THEN 'master data'
        WHEN table_name IN ('price', 'price_tier', 'exchange_rate') THEN 'prices'
        WHEN table_name LIKE 'usage\_%' THEN 'usage'
        WHEN table_name LIKE 'batch\_%' THEN 'jobs'
        WHEN table_name LIKE 'frozen\_%' OR table_name IN ('invoicing_lock', 'invoicing_run', 'excluded_usage',
            'parked_group', 'invoice', 'invoice_line', 'invoice_tax',
            'credit_consumption', 'approval') THEN 'drafts'
        WHEN table_name IN ('number_series', 'issued_invoice', 'invoice_state', 'document', 'posting', 'correction',
            'corrected_line', 'superseded_invoice') THEN 'issuing'
    END
$$;
