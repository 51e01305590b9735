package org.billinggroups.drafting;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.billinggroups.account.Commitment.Term;
import org.billinggroups.drafting.BilledBefore.OfTerm;
import org.billinggroups.drafting.PriorPeriodLines.Billed;
import org.billinggroups.drafting.PriorPeriodLines.Key;
import org.billinggroups.invoice.DraftInvoice;
import org.billinggroups.invoice.DraftInvoice.DraftLine;
import org.billinggroups.invoice.LineType;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.LaidOver;
import org.billinggroups.run.NotInvoiceableException;
import org.billinggroups.run.ParkedGroup;

/**
 * The lines that the runs of a series would have issued, of the groups with late usage or a commitment over a term
 * alone: late usage is billed as the difference to them. Of periods before the series what was issued counts.
 */
final class EarlierLines {
    private static final Set<LineType> KEPT = Set.of(LineType.USAGE_CHARGE, LineType.PRIOR_PERIOD,
            LineType.SUPPORT_CHARGE, LineType.COMMITMENT_FEE, LineType.EXTRA_CHARGE);

    private final LaidOver series;
    private final Set<UUID> late;
    private final Map<UUID, List<Remembered>> byGroup = new ConcurrentHashMap<>();
    private final Map<Parked, ParkedGroup.Reason> parked = new ConcurrentHashMap<>();

    /** An invoice, with the journal entry since which another stands in its place. */
    private record Remembered(BillingPeriod period, long entry, long supersededFrom, List<DraftLine> lines) {
        boolean stoodAt(long at) {
            return entry < at && supersededFrom >= at;
        }
    }

    private record Parked(UUID groupId, BillingPeriod period) {}

    /** What distinguishes the invoices of a group. */
    private record Kind(String currency, long customerRunId) {}

    EarlierLines(LaidOver series, Set<UUID> late) {
        this.series = series;
        this.late = late;
    }

    void remember(Connection reading, InvoicingRun run, long entry, UUID groupId, List<DraftInvoice> invoices)
            throws SQLException {
        if (!late.contains(groupId)) {
            return;
        }
        parked.remove(new Parked(groupId, run.period()));
        var superseded = superseded(reading, run, groupId);
        var remembered = byGroup.computeIfAbsent(groupId, id -> new ArrayList<>());
        for (var invoice : invoices) {
            remembered.add(new Remembered(run.period(), entry, superseded.getOrDefault(
                    new Kind(invoice.currency().getCode(), invoice.customerRunId()), Long.MAX_VALUE),
                    invoice.lines().stream().filter(line -> KEPT.contains(line.line().type())).toList()));
        }
    }

    void rememberParked(InvoicingRun run, UUID groupId, ParkedGroup.Reason reason) {
        if (late.contains(groupId)) {
            parked.put(new Parked(groupId, run.period()), reason);
        }
    }

    private static Map<Kind, Long> superseded(Connection reading, InvoicingRun run, UUID groupId)
            throws SQLException {
        Map<Kind, Long> entries = new HashMap<>();
        try (var statement = reading.prepareStatement("""
                SELECT i.currency, coalesce(i.customer_run_id, 0), s.journal_entry
                FROM invoice i JOIN superseded_invoice s ON s.invoice_id = i.id WHERE i.run_id = ? AND i.group_id = ?
                """)) {
            statement.setLong(1, run.id());
            statement.setObject(2, groupId);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    entries.put(new Kind(rows.getString(1), rows.getLong(2)), rows.getLong(3));
                }
            }
        }
        return entries;
    }

    /** What the group would have been billed for a period by the invoices that would have stood at an entry. */
    Map<Key, Billed> billed(Connection connection, UUID groupId, BillingPeriod period, long at) throws SQLException {
        if (!series.covers(period)) {
            return new IssuedBefore(at).billed(connection, groupId, period);
        }
        var reason = parked.get(new Parked(groupId, period));
        if (reason != null) {
            throw new NotInvoiceableException(reason, "its invoice of that period would be parked as well");
        }
        Map<Key, Billed> billed = new HashMap<>();
        standing(groupId, at, period).filter(line -> line.line().period().equals(period)
                && line.line().type() != LineType.EXTRA_CHARGE)
                .forEach(line -> billed.merge(key(line), billed(line), EarlierLines::sum));
        return billed;
    }

    /** The lines of the group's invoices, of that period and later ones, that would have stood at an entry. */
    private Stream<DraftLine> standing(UUID groupId, long at, BillingPeriod from) {
        return byGroup.getOrDefault(groupId, List.of()).stream()
                .filter(invoice -> invoice.stoodAt(at) && invoice.period().compareTo(from) >= 0)
                .flatMap(invoice -> invoice.lines().stream());
    }

    /** What the group would have been billed for a term; what was issued, as far as it began before the series. */
    OfTerm ofTerm(Connection connection, UUID groupId, Term term, long at) throws SQLException {
        var before = series.first().previous();
        var issued = new IssuedBefore(at).ofTerm(connection, groupId, term,
                before.compareTo(term.last()) < 0 ? before : term.last());
        var used = issued.used().getAmount();
        var charged = issued.charged().getAmount();
        for (var draft : standing(groupId, at, term.first()).toList()) {
            var line = draft.line();
            if (series.covers(line.period()) && term.covers(line.period())
                    && line.amount().isSameCurrency(term.amount())) {
                boolean isFee = LineType.COMMITMENT_FEE == (draft.settles() == null ? line.type() : draft.settles());
                used = isFee ? used : used.add(line.amount().getAmount());
                charged = isFee ? charged.add(line.amount().getAmount()) : charged;
            }
        }
        return OfTerm.of(term, used, charged);
    }

    private static Key key(DraftLine draft) {
        var line = draft.line();
        return line.type() == LineType.PRIOR_PERIOD
                ? new Key(draft.settles(), line.project(), line.service(), line.sku(), line.unit(), draft.priceId(),
                        line.priceCurrency().getCode())
                : Key.of(draft);
    }

    private static Billed billed(DraftLine draft) {
        var line = draft.line();
        return new Billed(Optional.ofNullable(line.quantity()).orElse(BigDecimal.ZERO),
                Optional.ofNullable(line.listAmount()).orElse(BigDecimal.ZERO), line.priceAmount(),
                line.preDiscountAmount().getAmount(), line.amount().getAmount(), draft.records());
    }

    private static Billed sum(Billed one, Billed other) {
        return new Billed(one.quantity().add(other.quantity()), one.listAmount().add(other.listAmount()),
                one.priceAmount().add(other.priceAmount()),
                one.preDiscountAmount().add(other.preDiscountAmount()), one.amount().add(other.amount()),
                one.records() + other.records());
    }
}
