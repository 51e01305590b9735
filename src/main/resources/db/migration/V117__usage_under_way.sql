-- Also of which period the run is that looks at the usage: late usage is of another one.
CREATE OR REPLACE VIEW usage_under_way AS
    SELECT f.file_id, f.period, r.period AS run_period
    FROM frozen_usage_file f JOIN invoicing_run r ON r.id = f.run_id
    WHERE r.finished_at IS NULL AND r.discarded_at IS NULL AND r.kind = 'invoicing';
