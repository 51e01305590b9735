-- Estimates of a period that goes on: drafts of a run of their own, which has neither numbers nor postings and goes when
-- the next one comes.

ALTER TABLE invoicing_run DROP CONSTRAINT invoicing_run_kind_check,
    ADD CONSTRAINT invoicing_run_kind_check CHECK (kind IN ('invoicing', 'correction', 'estimate'));

-- What a run froze never changes; an estimate's inputs go with it.
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
        EXECUTE format('DROP TRIGGER refuse_change ON %I', protected);
        EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse_change()', protected);
        EXECUTE format('CREATE TRIGGER refuse_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS gone
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_frozen()', protected);
    END LOOP;
END
$$;

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

-- The files that invoicing runs under way look at; an estimate may be overtaken.
CREATE OR REPLACE VIEW usage_under_way AS
    SELECT f.file_id, f.period FROM frozen_usage_file f JOIN invoicing_run r ON r.id = f.run_id
    WHERE r.finished_at IS NULL AND r.discarded_at IS NULL AND r.kind = 'invoicing';

-- What else a run is told when it starts: to issue negative totals as credit notes, and to leave usage without charge out
-- of the documents for people.
ALTER TABLE invoicing_run
    ADD credit_negative_totals boolean NOT NULL DEFAULT false,
    ADD zero_priced_hidden boolean NOT NULL DEFAULT false;
