-- One chain of seals over all that was issued, and over what happens afterwards, so that a later change shows, and
-- cannot be hidden without changing every seal after it. A seal is the root of a hash tree over its leaves; its link is
-- a hash of itself and of the link before it.

CREATE TABLE seal (
    position       bigint  PRIMARY KEY CHECK (position > 0),
    format         integer NOT NULL,
    kind           text    NOT NULL,
    subject        text COLLATE "C" NOT NULL,
    -- Of a run the root of what it says, without its files; of anything else the root.
    content        text    NOT NULL CHECK (content ~ '^[0-9a-f]{64}$'),
    content_leaves integer NOT NULL CHECK (content_leaves >= 0),
    root           text    NOT NULL CHECK (root ~ '^[0-9a-f]{64}$'),
    link           text    NOT NULL UNIQUE CHECK (link ~ '^[0-9a-f]{64}$')
);
-- Usage is sealed again whenever something of a file is withdrawn.
CREATE UNIQUE INDEX sealed_once ON seal (kind, subject) WHERE kind <> 'usage';
CREATE INDEX seal_subject ON seal (kind, subject, position);
CREATE INDEX seal_content ON seal (content);

-- The leaves in their order. What a leaf says is a line for each table: its name, the number of rows, their hash.
CREATE TABLE seal_leaf (
    position bigint  NOT NULL REFERENCES seal,
    ordinal  integer NOT NULL CHECK (ordinal > 0),
    subject  text COLLATE "C" NOT NULL,
    content  text    NOT NULL,
    PRIMARY KEY (position, ordinal)
);

-- The end of the chain. Whoever appends locks this row until his transaction ends.
CREATE TABLE seal_head (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint NOT NULL,
    link     text   NOT NULL,
    -- The transaction that has appended last, which alone may add leaves.
    appended_by xid8
);
INSERT INTO seal_head (position, link) VALUES (0, '');

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON seal_leaf FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON seal_leaf FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Appends a seal. Position and link are made here and nowhere else: nobody may insert into the tables.
CREATE FUNCTION append_seal(format integer, kind text, subject text, content text, content_leaves integer, root text)
    RETURNS seal_head LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    head seal_head;
BEGIN
    SELECT * INTO STRICT head FROM seal_head FOR UPDATE;
    head.position := head.position + 1;
    head.link := encode(sha256(convert_to(
        concat_ws(E'\n', head.position, format, kind, subject, content, root, head.link), 'UTF8')), 'hex');
    INSERT INTO seal VALUES (head.position, format, kind, subject, content, content_leaves, root, head.link);
    UPDATE seal_head SET position = head.position, link = head.link, appended_by = pg_current_xact_id();
    RETURN head;
END
$$;

-- Adds leaves to the seal that the same transaction has appended last.
CREATE FUNCTION append_seal_leaves(seal_position bigint, first integer, subjects text[], contents text[])
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
BEGIN
    IF NOT EXISTS (SELECT FROM seal_head WHERE position = seal_position AND appended_by = pg_current_xact_id()) THEN
        RAISE EXCEPTION 'leaves are added to the seal of the same transaction only'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    INSERT INTO seal_leaf (position, ordinal, subject, content)
    SELECT seal_position, first - 1 + l.ordinal, l.subject, l.content
    FROM unnest(subjects, contents) WITH ORDINALITY AS l (subject, content, ordinal);
END
$$;
REVOKE EXECUTE ON FUNCTION append_seal(integer, text, text, text, integer, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION append_seal_leaves(bigint, integer, text[], text[]) FROM PUBLIC;
