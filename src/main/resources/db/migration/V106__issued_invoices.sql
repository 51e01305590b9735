-- Issued invoices and credit notes, payments, what protects all of them, and which usage is billed.

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
    invoice_id      bigint  PRIMARY KEY REFERENCES invoice,
    seller_id       text    NOT NULL REFERENCES seller,
    series          text    NOT NULL,
    year            integer NOT NULL,
    sequence        integer NOT NULL CHECK (sequence > 0),
    number          text COLLATE "C" NOT NULL,
    group_id        uuid    NOT NULL REFERENCES billing_group,
    period          date    NOT NULL,
    currency        text    NOT NULL,
    issue_date      date    NOT NULL,
    due_date        date    NOT NULL,
    journal_entry   bigint  NOT NULL,
    -- How many times the group's invoice of the period was replaced before; null for credit notes, which bill nothing.
    revision        integer CHECK (revision >= 0),
    -- As its invoice has it.
    customer_run_id bigint,
    CONSTRAINT issued_once_per_number UNIQUE (seller_id, series, year, sequence),
    CONSTRAINT issued_number_unique UNIQUE (seller_id, number),
    CONSTRAINT issued_journal_entry_unique UNIQUE (seller_id, journal_entry)
);
CREATE UNIQUE INDEX issued_once_per_group_and_period
    ON issued_invoice (group_id, period, currency, revision, coalesce(customer_run_id, 0));
CREATE INDEX issued_invoice_period ON issued_invoice (period);

-- Credited invoices whose group and period are open for another one, and the last journal entry of that time.
CREATE TABLE superseded_invoice (
    invoice_id    bigint PRIMARY KEY REFERENCES issued_invoice,
    journal_entry bigint NOT NULL,
    created_by    text   NOT NULL
);

-- The invoices that stand for what their groups were billed.
CREATE VIEW standing_invoice AS
    SELECT n.* FROM issued_invoice n
    WHERE n.revision IS NOT NULL
        AND NOT EXISTS (SELECT FROM superseded_invoice s WHERE s.invoice_id = n.invoice_id);

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

-- Numbers are for invoices and credit notes.
CREATE FUNCTION refuse_number_for_estimate() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF EXISTS (SELECT FROM added a JOIN invoice i ON i.id = a.invoice_id JOIN invoicing_run r ON r.id = i.run_id
            WHERE r.kind = 'estimate') THEN
        RAISE EXCEPTION 'an estimate is never issued' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER refuse_number_for_estimate AFTER INSERT ON issued_invoice REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_number_for_estimate();

-- Append-only: the invoice's own row never changes.
CREATE TABLE invoice_state (
    invoice_id bigint      NOT NULL REFERENCES invoice,
    state      text        NOT NULL CHECK (state IN ('issued', 'credited')),
    at         timestamptz NOT NULL,
    PRIMARY KEY (invoice_id, state)
);

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

-- Lines that change a whole invoice: they are credited in parts, with the lines over which they are shared.
CREATE FUNCTION is_shared_line(line_type text) RETURNS boolean LANGUAGE sql IMMUTABLE
    RETURN line_type IN ('credit_consumption', 'rounding');

-- Credit notes of an invoice never come to more than the invoice: what they took beyond zero or raised, of each figure
-- of the invoice; and, once they have taken all of its lines back, what they left.
CREATE FUNCTION wrongly_credited(corrected bigint)
    RETURNS TABLE (what text, charged numeric, credited numeric)
    LANGUAGE sql STABLE SET search_path FROM CURRENT AS
$$
    WITH document AS (
        SELECT i.*, i.id = corrected AS is_charge FROM invoice i
        WHERE i.id = corrected OR i.id IN (SELECT c.invoice_id FROM correction c WHERE c.corrected_id = corrected)
    ), figure AS (
        SELECT d.is_charge, f.what, f.amount FROM document d CROSS JOIN LATERAL (VALUES
            ('net total', d.net_total), ('tax total', d.tax_total), ('total', d.total), ('prepaid', d.prepaid),
            ('amount due', d.amount_due), ('tax in the seller''s currency', d.seller_tax_total)) f (what, amount)
        UNION ALL
        SELECT d.is_charge, format('%s of %s %s %%', f.what, t.category, trim_scale(t.rate)), f.amount
        FROM document d JOIN invoice_tax t ON t.invoice_id = d.id
        CROSS JOIN LATERAL (VALUES ('basis', t.basis), ('tax', t.amount)) f (what, amount)
        UNION ALL
        SELECT d.is_charge, format('%s of line %s', f.what, l.line), f.amount
        FROM document d JOIN invoice_line l ON l.invoice_id = d.id
        CROSS JOIN LATERAL (VALUES ('amount', l.amount), ('amount before discount', l.pre_discount_amount),
            ('price', l.price_amount), ('quantity', l.quantity)) f (what, amount)
        UNION ALL
        SELECT d.is_charge, format('use of credit %s', u.credit_id), u.amount
        FROM document d JOIN credit_consumption u ON u.invoice_id = d.id
    ), compared AS (
        SELECT what, coalesce(sum(amount) FILTER (WHERE is_charge), 0) AS charged,
            coalesce(-sum(amount) FILTER (WHERE NOT is_charge), 0) AS credited
        FROM figure GROUP BY what
    )
    SELECT * FROM compared
    WHERE credited NOT BETWEEN least(0, charged) AND greatest(0, charged)
        OR credited <> charged AND NOT EXISTS (
            SELECT FROM invoice_line l
            WHERE l.invoice_id = corrected AND NOT is_shared_line(l.line_type) AND NOT EXISTS (
                SELECT FROM corrected_line x WHERE x.corrected_id = corrected AND x.line = l.line))
$$;

CREATE FUNCTION refuse_crediting_more_than_charged() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    beyond text;
BEGIN
    PERFORM FROM issued_invoice WHERE invoice_id = NEW.corrected_id FOR UPDATE;
    SELECT format('%s: %s of %s', what, credited, charged) INTO beyond
    FROM wrongly_credited(NEW.corrected_id) ORDER BY what LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'credit notes would not fit their invoice (%)', beyond
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION refuse_crediting_more_than_charged() FROM PUBLIC;
-- At the end of the transaction, when the note and its lines are there.
CREATE CONSTRAINT TRIGGER refuse_more_than_charged AFTER INSERT ON correction DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse_crediting_more_than_charged();

-- Payments of issued invoices; below zero what was paid back.
CREATE TABLE payment (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    invoice_id  bigint  NOT NULL REFERENCES issued_invoice,
    amount      numeric NOT NULL CHECK (amount <> 0),
    paid_on     date    NOT NULL,
    reference   text,
    recorded_at timestamptz NOT NULL,
    recorded_by text    NOT NULL,
    CONSTRAINT payment_known_once UNIQUE (invoice_id, reference)
);

-- What was paid of each issued invoice, what credit notes took off it, and what is open. A credit note is settled on
-- the invoice that it corrects.
CREATE VIEW invoice_balance AS
    SELECT n.invoice_id, coalesce(p.paid, 0) AS paid,
        CASE WHEN n.revision IS NULL THEN 0
            ELSE i.amount_due + coalesce(c.credited, 0) - coalesce(p.paid, 0) END AS open,
        coalesce(-c.credited, 0) AS credited
    FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id
    LEFT JOIN LATERAL (SELECT sum(amount) AS paid FROM payment WHERE invoice_id = n.invoice_id) p ON true
    LEFT JOIN LATERAL (
        SELECT sum(x.amount_due) AS credited FROM correction JOIN invoice x ON x.id = correction.invoice_id
        WHERE correction.corrected_id = n.invoice_id) c ON true;

-- No more can be paid than is due, nor paid back than was paid, whoever records it at the same time. Of an invoice
-- below zero it is the other way round. What was paid before a credit note took it off may be above what is due.
CREATE FUNCTION refuse_more_refunds_than_payments() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    total_paid numeric;
    due numeric;
BEGIN
    PERFORM FROM issued_invoice WHERE invoice_id = NEW.invoice_id FOR UPDATE;
    IF EXISTS (SELECT FROM correction WHERE invoice_id = NEW.invoice_id) THEN
        RAISE EXCEPTION 'a credit note is settled on the invoice that it corrects'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT paid, open + paid INTO total_paid, due FROM invoice_balance WHERE invoice_id = NEW.invoice_id;
    IF NEW.amount < 0 AND total_paid < least(0, due) THEN
        RAISE EXCEPTION 'more would be paid back than was paid'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.amount > 0 AND total_paid > greatest(0, due) THEN
        RAISE EXCEPTION 'more would be paid than is due'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION refuse_more_refunds_than_payments() FROM PUBLIC;
CREATE TRIGGER refuse_more_refunds AFTER INSERT ON payment
    FOR EACH ROW EXECUTE FUNCTION refuse_more_refunds_than_payments();

-- Drafts may be deleted, issued invoices may not.
CREATE FUNCTION refuse_delete_of_issued() RETURNS trigger LANGUAGE plpgsql AS
$$
DECLARE
    deleted bigint := CASE TG_TABLE_NAME WHEN 'invoice' THEN (to_jsonb(OLD) ->> 'id')::bigint
                                         ELSE (to_jsonb(OLD) ->> 'invoice_id')::bigint END;
BEGIN
    IF EXISTS (SELECT FROM issued_invoice WHERE invoice_id = deleted) THEN
        RAISE EXCEPTION 'DELETE of % is refused: the invoice is issued', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END
$$;
DO $$
DECLARE
    protected text;
BEGIN
    FOREACH protected IN ARRAY ARRAY['invoice', 'invoice_line', 'invoice_tax', 'credit_consumption',
            'invoice_content'] LOOP
        EXECUTE format('CREATE TRIGGER refuse_update BEFORE UPDATE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse_change()', protected);
        EXECUTE format('CREATE TRIGGER refuse_delete BEFORE DELETE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse_delete_of_issued()', protected);
        EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', protected);
    END LOOP;
    FOREACH protected IN ARRAY ARRAY['issued_invoice', 'invoice_state', 'superseded_invoice', 'correction',
            'corrected_line', 'payment'] LOOP
        EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse_change()', protected);
        EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', protected);
    END LOOP;
END
$$;

-- Which project's records of which file are on an issued invoice of which group: only what stands counts as billed.
CREATE VIEW billed_usage AS
    SELECT n.group_id, m.period, f.file_id, m.project_id
    FROM standing_invoice n
    JOIN invoice i ON i.id = n.invoice_id
    JOIN frozen_membership m ON m.run_id = i.run_id AND m.group_id = i.group_id
    JOIN frozen_usage_file f ON f.run_id = i.run_id AND f.period = m.period;

-- Late usage: not billed, although the group that its project belongs to has its invoice of the period. The base run is
-- the one that issued it. A provider's tax is not billed, so it is never late: what was left out and may be late are
-- unknown projects alone.
--
-- Where a project moved within the period and each record counts for the group of its time, a file may hold nothing of
-- a group that the project was in: then it is not late for that group. Only such files are looked into, those of a
-- period together.
CREATE VIEW late_usage AS
    WITH candidate AS (
        SELECT DISTINCT n.group_id, n.period, i.run_id AS base_run_id, u.file_id, u.project AS project_id,
            u.record_count,
            CASE WHEN r.membership_rule <> 'period-end' AND m.valid_from > n.period::timestamp AT TIME ZONE 'UTC'
                THEN m.valid_from ELSE '-infinity' END AS valid_from,
            CASE WHEN r.membership_rule <> 'period-end'
                    AND m.valid_to < (n.period + interval '1 month') AT TIME ZONE 'UTC'
                THEN m.valid_to ELSE 'infinity' END AS valid_to
        FROM standing_invoice n
        JOIN invoice i ON i.id = n.invoice_id
        JOIN invoicing_run r ON r.id = i.run_id
        JOIN usage_file_project u ON u.period = n.period
        JOIN membership m ON m.project_id = u.project AND m.group_id = n.group_id
            AND m.valid_from < (n.period + interval '1 month') AT TIME ZONE 'UTC'
            AND CASE r.membership_rule
                WHEN 'period-end' THEN m.valid_to >= (n.period + interval '1 month') AT TIME ZONE 'UTC'
                ELSE m.valid_to > n.period::timestamp AT TIME ZONE 'UTC' END
        WHERE (NOT EXISTS (
                    SELECT FROM frozen_usage_file f
                    WHERE f.run_id = i.run_id AND f.period = u.period AND f.file_id = u.file_id)
                OR EXISTS (
                    SELECT FROM excluded_usage x
                    WHERE x.run_id = i.run_id AND x.project = u.project AND x.reason = 'unknown project'))
            AND NOT EXISTS (
                SELECT FROM billed_usage b
                WHERE b.group_id = n.group_id AND b.period = u.period AND b.file_id = u.file_id
                    AND b.project_id = u.project)
    )
    SELECT group_id, period, base_run_id, file_id, project_id, record_count FROM candidate
    WHERE valid_from = '-infinity' AND valid_to = 'infinity'
    UNION ALL
    SELECT x.group_id, p.period, x.base_run_id, x.file_id, x.project_id, x.record_count
    FROM (SELECT DISTINCT period FROM candidate WHERE valid_from > '-infinity' OR valid_to < 'infinity') p
    CROSS JOIN LATERAL (
        SELECT c.group_id, c.base_run_id, c.file_id, c.project_id, count(*) AS record_count
        FROM candidate c
        JOIN usage_record u ON u.period = p.period AND u.file_id = c.file_id AND u.project = c.project_id
            AND u.category <> 'provider_tax'
            AND u.started_at >= c.valid_from AND u.started_at < c.valid_to
        WHERE c.period = p.period AND (c.valid_from > '-infinity' OR c.valid_to < 'infinity')
        GROUP BY 1, 2, 3, 4) x;
