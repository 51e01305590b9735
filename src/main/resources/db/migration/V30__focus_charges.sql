-- Charges of FOCUS exports are known by what identifies them. The usage_id of their records is 'focus:', 22 characters of
-- a hash of that, and a number: 'focus:...-1' first, so that the primary key finds out when a charge comes again. (Records
-- that were imported before have 'focus-...' and a hash of all they say.)

ALTER TABLE usage_file
    -- The files that were given to one command, by a hash of theirs; null where they came before this was noted.
    ADD command text,
    -- When its source delivered the same periods anew. What is billed of it stays, and the file may come again.
    ADD replaced_at timestamptz;
DROP INDEX usage_file_known_once;
CREATE UNIQUE INDEX usage_file_known_once ON usage_file (sha256) WHERE voided_at IS NULL AND replaced_at IS NULL;

-- The columns of usage_file say now what these were for.
DROP TABLE usage_export;
DROP TABLE usage_file_repeat;

-- Charges of which records are left, but not the one with number 1: the primary key does not find them.
CREATE TABLE usage_charge_gap (
    period date NOT NULL,
    charge text COLLATE "C" NOT NULL,
    PRIMARY KEY (period, charge)
);
