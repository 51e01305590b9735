-- What a run froze never changes: invoices are explained and verified by it.
DO $$
DECLARE
    protected text;
BEGIN
    FOREACH protected IN ARRAY ARRAY['frozen_group', 'frozen_membership', 'frozen_price', 'frozen_interval_rounding',
            'frozen_tax_rate', 'frozen_usage_file', 'frozen_prior_period', 'frozen_exchange_rate', 'frozen_credit',
            'excluded_usage'] LOOP
        EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON %I
                        FOR EACH ROW EXECUTE FUNCTION refuse_change()', protected);
        EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', protected);
    END LOOP;
END
$$;
