package org.billinggroups.drafting;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.billinggroups.invoice.DraftInvoice;
import org.billinggroups.invoice.DraftInvoice.CreditUse;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.InvoicingRun;
import org.joda.money.Money;

/** How much more, or less, the runs of a series would have left of credits than was left. */
final class EarlierCredits {
    private final Map<UUID, List<FrozenCredit>> offered = new ConcurrentHashMap<>();
    private final Map<UUID, List<Difference>> byGroup = new ConcurrentHashMap<>();

    /**
     * What a run would have left of a credit.
     *
     * @param more than it left in truth; less if below zero
     * @param supersededFrom the journal entry since which its invoice is credited, which gave all of it back
     */
    private record Difference(FrozenCredit credit, Money more, long supersededFrom) {}

    /** The group with the credits that it would have at a journal entry. */
    FrozenGroup left(Connection reading, FrozenGroup group, BillingPeriod period, long at) throws SQLException {
        var all = byGroup.get(group.id());
        var differences = all == null ? null : all.stream().filter(one -> one.supersededFrom() >= at).toList();
        var credits = differences == null ? group.credits() : left(reading, group.credits(), differences, period);
        if (credits.isEmpty()) {
            offered.remove(group.id());
        } else {
            offered.put(group.id(), credits);
        }
        return differences == null ? group : group.withCredits(credits);
    }

    private static List<FrozenCredit> left(Connection reading, List<FrozenCredit> frozen,
            List<Difference> differences, BillingPeriod period) throws SQLException {
        Map<Long, FrozenCredit> all = new LinkedHashMap<>();
        frozen.forEach(credit -> all.put(credit.creditId(), credit));
        differences.forEach(one -> all.merge(one.credit().creditId(), with(one.credit(), one.more()),
                (known, added) -> with(known, known.remaining().plus(one.more()))));
        List<FrozenCredit> left = new ArrayList<>();
        for (long id : valid(reading, all.keySet().toArray(Long[]::new), period)) {
            var credit = all.get(id);
            if (credit != null && credit.remaining().isPositive()) {
                left.add(credit);
            }
        }
        return left;
    }

    private static FrozenCredit with(FrozenCredit credit, Money remaining) {
        return new FrozenCredit(credit.creditId(), credit.prepaid(), credit.description(), remaining);
    }

    /** Those that are valid on some day of the period, the soonest to expire first. */
    private static List<Long> valid(Connection reading, Long[] ids, BillingPeriod period) throws SQLException {
        try (var statement = reading.prepareStatement("""
                SELECT id FROM credit WHERE id = ANY (?) AND coalesce(valid_from <= ?, true)
                    AND coalesce(valid_until >= ?, true)
                ORDER BY valid_until NULLS LAST, id
                """)) {
            statement.setArray(1, reading.createArrayOf("bigint", ids));
            statement.setObject(2, period.lastDay());
            statement.setObject(3, period.firstDay());
            List<Long> valid = new ArrayList<>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    valid.add(rows.getLong(1));
                }
            }
            return valid;
        }
    }

    /** Remembers what a run would have taken beside what it took. */
    void remember(Connection reading, InvoicingRun run, UUID groupId, List<DraftInvoice> invoices)
            throws SQLException {
        var credits = offered.remove(groupId);
        if (credits == null) {
            return;
        }
        Map<Long, BigDecimal> more = taken(reading, run, groupId);
        invoices.stream().flatMap(invoice -> invoice.creditUses().stream())
                .forEach(use -> more.merge(use.creditId(), amount(use).negate(), BigDecimal::add));
        long supersededFrom = supersededFrom(reading, run, groupId);
        var differences = byGroup.computeIfAbsent(groupId, id -> new ArrayList<>());
        for (var credit : credits) {
            var difference = more.getOrDefault(credit.creditId(), BigDecimal.ZERO);
            if (difference.signum() != 0) {
                differences.add(new Difference(credit,
                        Money.of(credit.remaining().getCurrencyUnit(), difference), supersededFrom));
            }
        }
    }

    private static long supersededFrom(Connection reading, InvoicingRun run, UUID groupId) throws SQLException {
        try (var statement = reading.prepareStatement("""
                SELECT coalesce(max(s.journal_entry), ?) FROM invoice i JOIN superseded_invoice s ON s.invoice_id = i.id
                WHERE i.run_id = ? AND i.group_id = ?
                """)) {
            statement.setLong(1, Long.MAX_VALUE);
            statement.setLong(2, run.id());
            statement.setObject(3, groupId);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static BigDecimal amount(CreditUse use) {
        return use.amount().getAmount();
    }

    private static Map<Long, BigDecimal> taken(Connection reading, InvoicingRun run, UUID groupId)
            throws SQLException {
        Map<Long, BigDecimal> taken = new HashMap<>();
        try (var statement = reading.prepareStatement("""
                SELECT c.credit_id, sum(c.amount) FROM credit_consumption c JOIN invoice i ON i.id = c.invoice_id
                WHERE i.run_id = ? AND i.group_id = ? GROUP BY c.credit_id
                """)) {
            statement.setLong(1, run.id());
            statement.setObject(2, groupId);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    taken.put(rows.getLong(1), rows.getBigDecimal(2));
                }
            }
        }
        return taken;
    }
}
