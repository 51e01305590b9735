package org.billinggroups.invoice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.billinggroups.run.InvoicingRun;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Compares the drafts of a run with the invoices of the period before. */
@Repository
public class InvoiceReview {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final JdbcClient jdbc;

    InvoiceReview(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A group's drafts in a currency beside its invoices of the previous period.
     *
     * @param net the net total of the draft; zero where there is none
     * @param previous that of the previous period's invoice, or null where there is none
     * @param newProjects projects with usage that had none before
     * @param goneProjects projects that had usage before and have none
     * @param decision {@code approved}, {@code held} or null
     * @param flags what deserves a look
     */
    public record Row(UUID groupId, String groupName, Money net, @Nullable Money previous, List<String> newProjects,
            List<String> goneProjects, @Nullable String decision, List<String> flags) {

        /** By how much it differs. */
        public Money difference() {
            return previous == null ? net : net.minus(previous);
        }

        /**
         * The difference in percent of the previous period, with one decimal; null where there is nothing to compare.
         */
        public @Nullable BigDecimal percent() {
            return previous == null || previous.isZero()
                    ? null
                    : difference().getAmount().multiply(HUNDRED).divide(previous.getAmount().abs(), 1,
                            RoundingMode.HALF_UP);
        }
    }

    /**
     * All groups with a draft in the run or an invoice before it, the biggest change first.
     *
     * @param growthPercent how much more than before is flagged
     */
    public List<Row> of(InvoicingRun run, BigDecimal growthPercent) {
        return jdbc.sql("""
                WITH draft AS (
                    SELECT i.group_id, i.currency, sum(i.net_total) AS net_total, (
                        SELECT array_agg(DISTINCT l.project) FROM invoice_line l
                        WHERE l.invoice_id = ANY (array_agg(i.id)) AND l.project IS NOT NULL) AS projects
                    FROM invoice i WHERE i.run_id = :run GROUP BY i.group_id, i.currency
                ), before AS (
                    SELECT n.group_id, n.currency, sum(i.net_total) AS net_total, (
                        SELECT array_agg(DISTINCT l.project) FROM invoice_line l
                        WHERE l.invoice_id = ANY (array_agg(i.id)) AND l.project IS NOT NULL) AS projects
                    FROM standing_invoice n JOIN invoice i ON i.id = n.invoice_id
                    WHERE n.period = (:period::date - interval '1 month')::date
                        AND NOT EXISTS (SELECT FROM parked_group p WHERE p.run_id = :run AND p.group_id = n.group_id)
                        AND NOT EXISTS (
                            SELECT FROM standing_invoice x WHERE x.group_id = n.group_id AND x.period = :period)
                    GROUP BY n.group_id, n.currency
                )
                SELECT group_id, g.name, coalesce(d.currency, b.currency) AS currency, d.net_total AS net,
                    b.net_total AS previous, d.projects AS now, b.projects AS then, (SELECT decision FROM approval a
                        WHERE a.run_id = :run AND a.group_id = g.id ORDER BY id DESC LIMIT 1) AS decision, EXISTS (
                        SELECT FROM frozen_missing_usage x WHERE x.run_id = :run AND x.group_id = g.id) AS usage_missing
                FROM draft d FULL JOIN before b USING (group_id, currency) JOIN billing_group g ON g.id = group_id
                ORDER BY 1, 3
                """).param("run", run.id()).param("period", run.period().firstDay()).query((rs, row) -> {
            var currency = CurrencyUnit.of(rs.getString("currency"));
            var net = rs.getBigDecimal("net");
            var previous = rs.getBigDecimal("previous");
            var now = projects(rs.getArray("now"));
            var then = projects(rs.getArray("then"));
            var plain = new Row(rs.getObject("group_id", UUID.class), rs.getString("name"),
                    net == null ? Money.zero(currency) : Money.of(currency, net),
                    previous == null ? null : Money.of(currency, previous),
                    now.stream().filter(project -> !then.contains(project)).toList(),
                    then.stream().filter(project -> !now.contains(project)).toList(), rs.getString("decision"),
                    List.of());
            return flagged(plain, net == null, rs.getBoolean("usage_missing"), growthPercent);
        }).list().stream().sorted(Comparator
                .comparing((Row row) -> row.difference().getAmount().abs(), Comparator.reverseOrder())).toList();
    }

    private static Set<String> projects(java.sql.@Nullable Array array) throws java.sql.SQLException {
        return array == null ? Set.of() : new LinkedHashSet<>(Arrays.asList((String[]) array.getArray()));
    }

    private static Row flagged(Row row, boolean isGone, boolean isUsageMissing, BigDecimal growthPercent) {
        List<String> flags = new ArrayList<>();
        if (isUsageMissing) {
            flags.add("no usage, unlike before");
        }
        var percent = row.percent();
        if (isGone) {
            flags.add("no draft");
        } else if (row.net().isZero()) {
            flags.add("zero");
        }
        if (row.net().isNegative()) {
            flags.add("negative");
        }
        if (row.previous() == null) {
            flags.add("first invoice");
        }
        if (percent != null && percent.compareTo(growthPercent) > 0) {
            flags.add("grows by more than " + growthPercent.toPlainString() + " %");
        }
        return new Row(row.groupId(), row.groupName(), row.net(), row.previous(), row.newProjects(),
                row.goneProjects(), row.decision(), List.copyOf(flags));
    }
}
