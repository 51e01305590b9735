-- What every kind of grant needs: a table, a sequence, and time for a second migration to meet this one.
CREATE TABLE test_note (id bigserial PRIMARY KEY, text text NOT NULL);
SELECT pg_sleep(0.3);
