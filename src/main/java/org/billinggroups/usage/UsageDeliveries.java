package org.billinggroups.usage;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which sources have delivered all usage of a period, as those say who import it. */
@Repository
public class UsageDeliveries {
    private final JdbcClient jdbc;
    private final Clock clock;

    UsageDeliveries(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Notes that a source has delivered all of a period; a second time it changes nothing.
     *
     * @return whether that is new
     */
    public boolean complete(String source, BillingPeriod period, String actor) {
        return jdbc.sql("""
                INSERT INTO usage_delivery (source, period, completed_at, actor) VALUES (?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """).params(source, period.firstDay(), clock.instant().atOffset(ZoneOffset.UTC), actor).update() > 0;
    }

    /** Those of the sources that have not, in their order. */
    public List<String> awaited(List<String> sources, BillingPeriod period) {
        if (sources.isEmpty()) {
            return List.of();
        }
        var delivered = jdbc.sql("SELECT source FROM usage_delivery WHERE period = ?").param(period.firstDay())
                .query(String.class).list();
        return sources.stream().filter(source -> !delivered.contains(source)).toList();
    }
}
