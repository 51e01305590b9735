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
    private final Map<UUID, Map<Long, Difference>> byGroup = new ConcurrentHashMap<>();

    /** @param more than was left in truth; less if below zero */
    private record Difference(FrozenCredit credit, Money more) {
        Difference plus(Difference other) {
            return new Difference(credit, more.plus(other.more));
        }
    }

    /** The group with the credits that it would have. */
    FrozenGroup left(Connection reading, FrozenGroup group, BillingPeriod period) throws SQLException {
        var differences = byGroup.get(group.id());
        var credits = differences == null ? group.credits() : left(reading, group.credits(), differences, period);
        if (credits.isEmpty()) {
            offered.remove(group.id());
        } else {
            offered.put(group.id(), credits);
        }
        return differences == null ? group : group.withCredits(credits);
    }

    private static List<FrozenCredit> left(Connection reading, List<FrozenCredit> frozen,
            Map<Long, Difference> differences, BillingPeriod period) throws SQLException {
        Map<Long, FrozenCredit> all = new LinkedHashMap<>();
        frozen.forEach(credit -> all.put(credit.creditId(), credit));
        differences.forEach((id, difference) -> all.merge(id, with(difference.credit(), difference.more()),
                (known, added) -> with(known, known.remaining().plus(difference.more()))));
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
        Map<Long, Difference> differences = byGroup.computeIfAbsent(groupId, id -> new HashMap<>());
        for (var credit : credits) {
            var difference = more.getOrDefault(credit.creditId(), BigDecimal.ZERO);
            if (difference.signum() != 0) {
                differences.merge(credit.creditId(), new Difference(credit,
                        Money.of(credit.remaining().getCurrencyUnit(), difference)), Difference::plus);
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
