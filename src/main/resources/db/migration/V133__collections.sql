-- What was collected from customers' accounts by SEPA direct debit. Each collection is one file for the bank; the file
-- is written again from what stands here and from what the runs froze of the invoices.

CREATE TABLE collection (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- MsgId of the file.
    message_id    text        NOT NULL UNIQUE CHECK (length(message_id) <= 35),
    period        date        NOT NULL CHECK (extract(day FROM period) = 1),
    -- The day on which the accounts are to be debited.
    collected_on  date        NOT NULL,
    creditor_id   text        NOT NULL,
    creditor_name text        NOT NULL,
    creditor_iban text        NOT NULL,
    creditor_bic  text,
    created_at    timestamptz NOT NULL,
    created_by    text        NOT NULL,
    login         text,
    -- The same command again is the same collection.
    CONSTRAINT collected_once_per_day UNIQUE (period, collected_on)
);

CREATE TABLE collection_item (
    collection_id          bigint  NOT NULL REFERENCES collection,
    position               integer NOT NULL CHECK (position > 0),
    invoice_id             bigint  NOT NULL REFERENCES issued_invoice,
    -- In euros.
    amount                 numeric NOT NULL CHECK (amount > 0),
    -- EndToEndId, by which the bank names it.
    end_to_end_id          text    NOT NULL UNIQUE CHECK (length(end_to_end_id) <= 35),
    -- PmtInfId, by which the bank names the sum of all items that have the same.
    payment_information_id text    NOT NULL CHECK (length(payment_information_id) <= 35),
    mandate_id             text    NOT NULL,
    scheme                 text    NOT NULL CHECK (scheme IN ('core', 'b2b')),
    sequence               text    NOT NULL CHECK (sequence IN ('FRST', 'RCUR')),
    -- The account that is debited, and whether it is another one than the mandate had when it was used last.
    iban                   text    NOT NULL,
    account_changed        boolean NOT NULL,
    -- The ISO 11649 reference; null where the invoice has none.
    reference              text,
    -- When the bank returned it, why, and who noted that; then the invoice may be collected again.
    returned_on            date,
    return_reason          text,
    returned_by            text,
    PRIMARY KEY (collection_id, position),
    CONSTRAINT return_has_a_reason CHECK (num_nulls(returned_on, return_reason, returned_by) IN (0, 3))
);
-- An invoice is collected at most once until its return is recorded.
CREATE UNIQUE INDEX collected_once ON collection_item (invoice_id) WHERE returned_on IS NULL;
CREATE INDEX collection_item_invoice ON collection_item (invoice_id);
CREATE INDEX collection_item_payment ON collection_item (payment_information_id);
CREATE INDEX collection_item_mandate ON collection_item (mandate_id, scheme);

-- What the bank was told never changes; that it was returned is noted once.
CREATE FUNCTION refuse_change_of_collection() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.returned_on IS NULL
            AND (to_jsonb(OLD) - '{returned_on,return_reason,returned_by}'::text[])
            = (to_jsonb(NEW) - '{returned_on,return_reason,returned_by}'::text[]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% of collection_item is refused: what the bank was told never changes', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON collection_item
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_collection();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON collection_item FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON collection FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON collection FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER note_login BEFORE INSERT ON collection FOR EACH ROW EXECUTE FUNCTION note_login();
