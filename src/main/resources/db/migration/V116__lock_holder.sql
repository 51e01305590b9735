-- Who has a seller's lock: other logins do not see that in pg_stat_activity.
ALTER TABLE invoicing_lock ADD COLUMN held_by text, ADD COLUMN held_since timestamptz;
