package org.billinggroups.run;

import java.util.List;
import java.util.OptionalLong;
import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Estimates in the database: drafts of a run that issues nothing, of which a period has one at a time. */
@Repository
public class Estimates {
    /** What an estimate run has written, those that others rest on last. */
    private static final List<String> TABLES = List.of("invoice", "parked_group", "frozen_credit",
            "frozen_prior_period",
            "frozen_membership", "frozen_price", "frozen_interval_rounding", "frozen_tax_rate", "frozen_usage_file",
            "frozen_exchange_rate", "excluded_usage", "frozen_group");

    private final JdbcClient jdbc;

    Estimates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Removes the estimates of a period, in the caller's transaction.
     *
     * @param but the run whose estimates stay, or empty for none
     */
    public void discard(BillingPeriod period, OptionalLong but) {
        var runs = jdbc.sql("""
                SELECT id FROM invoicing_run WHERE kind = 'estimate' AND period = ? AND discarded_at IS NULL AND id <> ?
                """).params(period.firstDay(), but.orElse(0)).query(Long.class).list();
        for (long run : runs) {
            for (var part : List.of("invoice_tax", "invoice_line")) {
                jdbc.sql("DELETE FROM " + part + " WHERE invoice_id IN (SELECT id FROM invoice WHERE run_id = ?)")
                        .param(run).update();
            }
            TABLES.forEach(table -> jdbc.sql("DELETE FROM " + table + " WHERE run_id = ?").param(run).update());
            jdbc.sql("UPDATE invoicing_run SET discarded_at = now() WHERE id = ?").param(run).update();
        }
    }
}
