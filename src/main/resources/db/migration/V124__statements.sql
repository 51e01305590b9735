-- Bank statements: the files that were imported, and their booked entries. What an entry pays is in payment and
-- on_account.

-- A file is known by its hash.
CREATE TABLE statement_file (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256        text        NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    name          text        NOT NULL,
    -- csv, or the message with its version, such as camt.053.001.08.
    format        text        NOT NULL,
    -- How many of its entries earlier files had brought, and how many are not booked.
    known_entries integer     NOT NULL CHECK (known_entries >= 0),
    not_booked    integer     NOT NULL CHECK (not_booked >= 0),
    imported_at   timestamptz NOT NULL,
    imported_by   text        NOT NULL,
    login         text
);

CREATE TABLE statement_entry (
    id             bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file_id        bigint  NOT NULL REFERENCES statement_file,
    -- Its place among the entries of the file.
    position       integer NOT NULL CHECK (position > 0),
    account        text COLLATE "C" NOT NULL,
    currency       text COLLATE "C" NOT NULL,
    booked_on      date    NOT NULL,
    -- Below zero what left the account.
    amount         numeric NOT NULL CHECK (amount <> 0),
    kind           text    NOT NULL CHECK (kind IN ('credit', 'debit', 'return', 'charges')),
    -- All references by which the bank or the payer tells entries apart, a line each, and those of them that only this
    -- entry has.
    bank_references text COLLATE "C" NOT NULL,
    own_references text COLLATE "C" NOT NULL,
    -- Which one of those that are the same in all of this.
    occurrence     integer NOT NULL CHECK (occurrence > 0),
    end_to_end_id  text,
    collection_id  text,
    reference      text,
    remitter       text,
    remittance     text,
    return_reason  text,
    -- Why the import did not match all of it.
    reason         text,
    CONSTRAINT statement_entry_place UNIQUE (file_id, position),
    CONSTRAINT statement_entry_known_once
        UNIQUE (account, booked_on, currency, amount, own_references, occurrence),
    CONSTRAINT statement_entry_goes_out CHECK (kind = 'credit' AND amount > 0 OR kind IN ('debit', 'return') AND amount < 0
        OR kind = 'charges')
);

CREATE TRIGGER note_login BEFORE INSERT ON statement_file FOR EACH ROW EXECUTE FUNCTION note_login();

-- The entry of a statement that paid, and the file if the import itself matched it: such payments are sealed with the
-- file, all others one by one. What is taken back is never deleted, but reversed, for a reason. That it is the file of
-- the entry is looked at with what is matched of the entry, for all payments together: a foreign key of its own would
-- look at each.
ALTER TABLE payment
    ADD COLUMN entry_id bigint REFERENCES statement_entry,
    ADD COLUMN file_id  bigint,
    ADD COLUMN reverses bigint REFERENCES payment,
    ADD COLUMN reason   text,
    ADD CONSTRAINT payment_reversed_once UNIQUE (reverses),
    ADD CONSTRAINT payment_of_a_file_by_an_entry CHECK (file_id IS NULL OR entry_id IS NOT NULL),
    ADD CONSTRAINT payment_reversed_for_a_reason CHECK ((reverses IS NULL) = (reason IS NULL));
CREATE INDEX payment_entry ON payment (entry_id) WHERE entry_id IS NOT NULL;
CREATE INDEX payment_file ON payment (file_id) WHERE file_id IS NOT NULL;
