package org.billinggroups.invoicing;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.BillingTerms;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.invoicing.PriorPeriodLines.Billed;
import org.billinggroups.invoicing.PriorPeriodLines.Key;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.InvoicingRun;
import org.billinggroups.rating.PriceList;
import org.billinggroups.rating.RatedUsage;
import org.billinggroups.rating.UsageRating;
import org.billinggroups.rating.UsageSum;
import org.joda.money.CurrencyUnit;

/**
 * The late usage of a bucket's groups: each earlier period is priced again as a whole, with the prices, terms and taxes
 * of the run that invoiced it, and compared with the lines that were billed for it so far.
 */
final class PriorPeriods implements AutoCloseable {
    private final Connection connection;
    private final InvoicingRun run;
    private final long beforeEntry;
    private final Map<UUID, List<GroupSource>> sourcesOf = new HashMap<>();
    private final Map<Source, Repricing> repricings = new LinkedHashMap<>();
    private final Map<GroupSource, UsageRating> ratings = new HashMap<>();

    /** An earlier period and the run that invoiced it. */
    private record Source(long baseRunId, BillingPeriod period) {}

    /** An earlier period of a group, and the runs that billed late usage of it before. */
    private record GroupSource(Source source, List<Long> earlierRuns) {}

    /** @param roundedBy the prices by which the sums are rounded, those of all groups together */
    private record Repricing(PriceList roundedBy, PeriodRules rules, UsageSums sums) {}

    /**
     * Starts summing.
     *
     * @param connection not in autocommit mode
     * @param beforeEntry the journal entry before which an invoice must have been issued, and not superseded, to count
     */
    PriorPeriods(Connection connection, InvoicingRun run, int bucket, FrozenInputs frozen, long beforeEntry)
            throws SQLException {
        this.connection = connection;
        this.beforeEntry = beforeEntry;
        this.run = run;
        readSources(bucket);
        for (var sources : sourcesOf.values()) {
            for (var groupSource : sources) {
                var source = groupSource.source();
                ratings.computeIfAbsent(groupSource, key -> new UsageRating(
                        frozen.prices(source.baseRunId(), key.earlierRuns(), run.id())));
                if (!repricings.containsKey(source)) {
                    var list = frozen.prices(source.baseRunId(), run.id());
                    repricings.put(source,
                            new Repricing(list, frozen.rules(source.baseRunId(), source.period(), run.id()),
                                    new UsageSums(connection, run, bucket,
                                            source.baseRunId(), source.period(), list.changesWithin(source.period()))));
                }
            }
        }
    }

    private void readSources(int bucket) throws SQLException {
        try (var statement = connection.prepareStatement("""
                SELECT p.group_id, p.base_run_id, p.period, p.earlier_runs FROM frozen_prior_period p
                JOIN frozen_group g USING (run_id, group_id) WHERE p.run_id = ? AND g.bucket = ? ORDER BY 1, 3
                """)) {
            statement.setLong(1, run.id());
            statement.setInt(2, bucket);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    sourcesOf.computeIfAbsent(rows.getObject("group_id", UUID.class), id -> new ArrayList<>())
                            .add(new GroupSource(new Source(rows.getLong("base_run_id"),
                                    BillingPeriod.startingOn(rows.getObject("period", LocalDate.class))),
                                    List.of((Long[]) rows.getArray("earlier_runs").getArray())));
                }
            }
        }
    }

    /**
     * What is left to bill to a group for earlier periods; groups are to be asked for in the order of their ids.
     *
     * @throws NotInvoiceableException if late usage has no price
     */
    List<PriorPeriodLines> of(FrozenGroup group) throws SQLException {
        Map<GroupSource, List<UsageSum>> usage = new LinkedHashMap<>();
        for (var source : sourcesOf.getOrDefault(group.id(), List.of())) {
            // All are read before anything can park the group, so that the next group finds its own.
            usage.put(source, Objects.requireNonNull(repricings.get(source.source())).sums().of(group.id()));
        }
        List<PriorPeriodLines> all = new ArrayList<>();
        for (var entry : usage.entrySet()) {
            var source = entry.getKey().source();
            var repricing = Objects.requireNonNull(repricings.get(source));
            var base = baseGroup(group, source);
            var rated = Objects.requireNonNull(ratings.get(entry.getKey()))
                    .rate(entry.getValue(), base.details().currency());
            if (!rated.problems().isEmpty()) {
                throw new NotInvoiceableException(ParkedGroup.Reason.NO_PRICE,
                        "late usage of " + source.period() + ": " + String.join("; ", rated.problems()));
            }
            requireOwnRounding(rated.rated(), repricing.roundedBy(), base.details().currency(), source.period());
            all.add(PriorPeriodLines.of(InvoiceCalculation.usageLines(base, rated.rated(), repricing.rules()),
                    billed(group.id(), source), base, source.period()));
        }
        return all;
    }

    /** The database rounds rows by the prices of all groups; where this one has others, it needs a run of its own. */
    private static void requireOwnRounding(List<RatedUsage> rated, PriceList roundedBy, CurrencyUnit currency,
            BillingPeriod period) {
        for (var usage : rated) {
            var price = usage.price();
            if (price != null && roundedBy.find(usage.usage().sku(), currency, usage.usage().startedAt())
                    .filter(other -> other.rounding().equals(price.rounding())).isEmpty()) {
                throw new NotInvoiceableException(ParkedGroup.Reason.NO_PRICE, "late usage of " + period + ": SKU "
                        + usage.usage().sku() + " is rounded differently for another group; run the period again");
            }
        }
    }

    /** The group as the base run froze it, with its present tags. */
    private FrozenGroup baseGroup(FrozenGroup group, Source source) throws SQLException {
        try (var statement = connection
                .prepareStatement("SELECT fields FROM frozen_group WHERE run_id = ? AND group_id = ?")) {
            statement.setLong(1, source.baseRunId());
            statement.setObject(2, group.id());
            try (var rows = statement.executeQuery()) {
                rows.next();
                var fields = rows.getString("fields");
                return new FrozenGroup(group.id(), FrozenJson.read(fields, BillingDetails.class),
                        FrozenJson.read(fields, BillingTerms.class), group.tagsByProject(), List.of());
            }
        }
    }

    /** What the invoices of the group that stood then have billed for the usage of the period. */
    private Map<Key, Billed> billed(UUID groupId, Source source) throws SQLException {
        Map<Key, Billed> billed = new HashMap<>();
        try (var statement = connection.prepareStatement("""
                SELECT l.project, l.service, l.sku, l.unit, coalesce(l.price_id, 0) AS price_id, l.price_currency,
                    sum(l.quantity) AS quantity, sum(l.price_amount) AS price_amount,
                    sum(l.pre_discount_amount) AS pre_discount_amount, sum(l.amount) AS amount,
                    sum(l.record_count) AS records
                FROM issued_invoice n JOIN invoice_line l ON l.invoice_id = n.invoice_id
                LEFT JOIN superseded_invoice s ON s.invoice_id = n.invoice_id
                WHERE n.revision IS NOT NULL AND n.journal_entry < ? AND (s.journal_entry < ?) IS NOT TRUE
                    AND n.group_id = ? AND n.period >= ? AND l.period = ? AND l.line_type IN ('usage_charge', 'prior_period')
                GROUP BY 1, 2, 3, 4, 5, 6
                """)) {
            statement.setLong(1, beforeEntry);
            statement.setLong(2, beforeEntry);
            statement.setObject(3, groupId);
            statement.setObject(4, source.period().firstDay());
            statement.setObject(5, source.period().firstDay());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    billed.put(new Key(rows.getString("project"), rows.getString("service"), rows.getString("sku"),
                            rows.getString("unit"), rows.getLong("price_id"), rows.getString("price_currency")),
                            new Billed(Optional.ofNullable(rows.getBigDecimal("quantity")).orElse(BigDecimal.ZERO),
                                    rows.getBigDecimal("price_amount"), rows.getBigDecimal("pre_discount_amount"),
                                    rows.getBigDecimal("amount"), rows.getLong("records")));
                }
            }
        }
        return billed;
    }

    /** Whether all sums were asked for. */
    boolean isExhausted() {
        return repricings.values().stream().allMatch(repricing -> repricing.sums().isExhausted());
    }

    @Override
    public void close() throws SQLException {
        for (var repricing : repricings.values()) {
            repricing.sums().close();
        }
    }
}
