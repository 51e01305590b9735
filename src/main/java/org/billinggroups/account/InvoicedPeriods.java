package org.billinggroups.account;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which periods are closed for billing groups, since their invoices are issued or being made. */
@Repository
public class InvoicedPeriods {
    private final JdbcClient jdbc;

    /** Reads with these statements. */
    public InvoicedPeriods(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The last period that ends after that time for which one of the groups has an invoice, or is in an open run. */
    public Optional<BillingPeriod> lastOf(Collection<UUID> groups, Instant time) {
        return jdbc.sql("""
                SELECT max(period) FROM (
                    SELECT period FROM standing_invoice WHERE group_id IN (:groups)
                    UNION ALL
                    SELECT r.period FROM invoicing_run r
                    WHERE r.finished_at IS NULL AND r.discarded_at IS NULL AND r.kind = 'invoicing'
                ) p WHERE period >= :first
                """).param("groups", groups).param("first", BillingPeriod.containing(time).firstDay())
                .query(LocalDate.class).optional().map(BillingPeriod::startingOn);
    }
}
