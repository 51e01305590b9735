package org.billinggroups.drafting;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.billinggroups.drafting.PriorPeriodLines.Key;
import org.billinggroups.invoice.LineType;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.Customer;
import org.billinggroups.rating.PriceList;
import org.billinggroups.rating.Prices.Bucket;
import org.billinggroups.rating.RatedUsage;
import org.billinggroups.rating.UsageRating;
import org.billinggroups.rating.UsageSum;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.NotInvoiceableException;
import org.billinggroups.run.ParkedGroup;
import org.billinggroups.run.PeriodRules;
import org.billinggroups.wording.Language;

/**
 * The late usage of a bucket's groups: each earlier period is calculated again as a whole, with the prices, terms and
 * taxes of the run that invoiced it, and compared with the lines that were billed for it so far.
 */
final class PriorPeriods implements AutoCloseable {
    private final Connection connection;
    private final InvoicingRun run;
    private final FrozenInputs frozen;
    private final BilledBefore before;
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
     * @param connection not in autocommit mode
     * @param before what was billed of them so far
     */
    PriorPeriods(Connection connection, InvoicingRun run, int bucket, FrozenInputs frozen, BilledBefore before)
            throws SQLException {
        this.connection = connection;
        this.frozen = frozen;
        this.before = before;
        this.run = run;
        readSources(bucket);
        var groups = new Bucket(run.id(), bucket);
        for (var sources : sourcesOf.values()) {
            for (var groupSource : sources) {
                var source = groupSource.source();
                ratings.computeIfAbsent(groupSource, key -> new UsageRating(
                        frozen.prices(source.baseRunId(), key.earlierRuns(), run.id(), groups)));
                if (!repricings.containsKey(source)) {
                    var list = frozen.prices(source.baseRunId(), run.id(), groups);
                    repricings.put(source, new Repricing(list,
                            frozen.rules(source.baseRunId(), source.period(), run.id()),
                            new UsageSums(connection, run, bucket, source.baseRunId(), source.period(),
                                    list.changesWithin(source.period()), IntervalRoundings.of(connection, run,
                                            source.baseRunId(), source.period(), frozen, list))));
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
     * @throws NotInvoiceableException if late usage cannot be billed
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
            try {
                all.add(lines(group, entry.getKey(), entry.getValue()));
            } catch (NotInvoiceableException e) {
                throw new NotInvoiceableException(e.reason(), "late usage of " + source.period() + ": "
                        + e.getMessage() + remedy(group.id(), source.period()));
            }
        }
        return all;
    }

    private PriorPeriodLines lines(FrozenGroup group, GroupSource groupSource, List<UsageSum> usage)
            throws SQLException {
        var source = groupSource.source();
        var repricing = Objects.requireNonNull(repricings.get(source));
        var base = FrozenGroups.frozenBy(connection, source.baseRunId(), group)
                .laidOver(frozen.laidOver(), source.period());
        var rated = Objects.requireNonNull(ratings.get(groupSource)).rate(usage, base.customer());
        if (!rated.problems().isEmpty()) {
            throw new NotInvoiceableException(rated.isOnlyWrongUnits()
                    ? ParkedGroup.Reason.WRONG_UNIT
                    : ParkedGroup.Reason.NO_PRICE,
                    String.join("; ", rated.problems().stream().distinct().toList()));
        }
        requireOwnRounding(rated.rated(), repricing.roundedBy(), base.customer());
        var billed = before.billed(connection, group.id(), source.period());
        if (base.terms().commitment() != null && base.terms().commitment().term().isPresent()) {
            // It is settled for the term as a whole.
            billed.keySet().removeIf(key -> key.settles() == LineType.COMMITMENT_FEE);
        }
        var language = Language.of(group.details().language());
        var kinds = billed.keySet().stream().map(Key::settles).filter(Objects::nonNull).collect(Collectors.toSet());
        return PriorPeriodLines.of(PeriodLines.again(base, rated.rated(), repricing.rules(), language, kinds), billed,
                source.baseRunId(), base.details());
    }

    /** What helps where the inputs of then do not. */
    private String remedy(UUID groupId, BillingPeriod period) throws SQLException {
        try (var statement = connection.prepareStatement("""
                SELECT string_agg(number, ', ' ORDER BY journal_entry) FROM standing_invoice
                WHERE group_id = ? AND period = ?
                """)) {
            statement.setObject(1, groupId);
            statement.setObject(2, period.firstDay());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return " (or credit " + rows.getString(1) + " with --reissue: then " + period
                        + " is invoiced again, with what is agreed now)";
            }
        }
    }

    /** The database rounds rows by the prices of all groups; where this one has others, it needs a run of its own. */
    private void requireOwnRounding(List<RatedUsage> rated, PriceList roundedBy, Customer customer) {
        for (var usage : rated) {
            var price = usage.price();
            if (price != null && roundedBy.find(usage.usage().sku(), customer, usage.usage().startedAt())
                    .filter(other -> other.rounding().equals(price.rounding())).isEmpty()) {
                throw new NotInvoiceableException(ParkedGroup.Reason.NO_PRICE, "SKU " + usage.usage().sku()
                        + " is rounded differently for another group; 'billing run " + run.period()
                        + "' again bills it");
            }
        }
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
