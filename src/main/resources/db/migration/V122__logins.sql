-- Which login of the database did what, beside the actor that it named; null before version 1.1.
DO $$
DECLARE
    noted text;
BEGIN
    FOREACH noted IN ARRAY ARRAY['change_event', 'usage_file', 'usage_delivery', 'credit', 'payment', 'approval',
            'invoicing_run'] LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN login text', noted);
        EXECUTE format('CREATE TRIGGER note_login BEFORE INSERT OR UPDATE ON %I
                        FOR EACH ROW EXECUTE FUNCTION note_login()', noted);
    END LOOP;
END
$$;
CREATE INDEX change_event_login ON change_event (login);

-- Whether a draft may not be approved by a login that had a part in it.
ALTER TABLE invoicing_run ADD COLUMN four_eyes boolean NOT NULL DEFAULT false;
