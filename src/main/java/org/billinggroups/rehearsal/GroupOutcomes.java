package org.billinggroups.rehearsal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.billinggroups.drafting.RecalculateRuns;
import org.billinggroups.invoice.DraftInvoice;
import org.billinggroups.rehearsal.IssuedBucket.Kind;
import org.billinggroups.rehearsal.IssuedBucket.Reason;
import org.billinggroups.rehearsal.RehearsalResult.Parked;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.ParkedGroup;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Compares what comes out for the groups of a bucket with what its run has issued. */
final class GroupOutcomes implements RecalculateRuns.Outcome {
    /** What parked a group then and parks it again, whatever comes out. */
    private static final Set<String> STAYS = Set.of(ParkedGroup.Reason.HELD.code(),
            ParkedGroup.Reason.SUSPICIOUS_CHANGE.code(), ParkedGroup.Reason.INVALID_DOCUMENT.code());

    private final InvoicingRun run;
    private final IssuedBucket issued;
    private final boolean isIssued;
    private final Runnable beforeEach;
    private final List<ComparedGroup> groups = new ArrayList<>();
    private final List<Parked> parked = new ArrayList<>();
    private final PartSums parts = new PartSums();
    private final Set<UUID> notRehearsed = new HashSet<>();

    /** @param isIssued whether the run has issued something; else there is nothing to compare with */
    GroupOutcomes(InvoicingRun run, IssuedBucket issued, boolean isIssued, Runnable beforeEach) {
        this.run = run;
        this.issued = issued;
        this.isIssued = isIssued;
        this.beforeEach = beforeEach;
    }

    @Override
    public void next() {
        beforeEach.run();
    }

    @Override
    public boolean invoices(UUID groupId, List<DraftInvoice> invoices) {
        var group = issued.of(groupId);
        if (issued.isElsewhere(groupId) || group.standing.isEmpty() && !group.superseded.isEmpty()) {
            return !group.superseded.isEmpty();
        }
        if (group.standing.isEmpty() && group.parked.stream().map(Reason::code).anyMatch(STAYS::contains)) {
            group.parked.forEach(reason -> park(groupId, reason, true));
            return false;
        }
        Map<CurrencyUnit, Money> rehearsed = new HashMap<>();
        for (var invoice : invoices) {
            if (!group.superseded.contains(new Kind(invoice.currency(), invoice.customerRunId()))) {
                rehearsed.merge(invoice.currency(), invoice.netTotal(), Money::plus);
                invoice.lines().forEach(line -> parts.addRehearsed(line.line()));
            }
        }
        Set<CurrencyUnit> currencies = new TreeSet<>(group.standing.keySet());
        currencies.addAll(rehearsed.keySet());
        currencies.forEach(currency -> add(groupId, currency, isIssued
                ? group.standing.getOrDefault(currency, Money.zero(currency))
                : null, rehearsed.getOrDefault(currency, Money.zero(currency)), ""));
        return true;
    }

    @Override
    public boolean parked(UUID groupId, ParkedGroup.Reason reason, List<String> details) {
        var group = issued.of(groupId);
        if (issued.isElsewhere(groupId) || group.standing.isEmpty() && !group.superseded.isEmpty()) {
            return !group.superseded.isEmpty();
        }
        boolean before = group.standing.isEmpty() && !group.parked.isEmpty();
        details.forEach(detail -> park(groupId, new Reason(reason.code(), detail), before));
        notRehearsed.add(groupId);
        group.standing.forEach((currency, net) -> add(groupId, currency, net, null, "parked: " + reason.code()));
        return true;
    }

    private void add(UUID groupId, CurrencyUnit currency, @Nullable Money before, @Nullable Money rehearsed,
            String note) {
        var group = issued.of(groupId);
        groups.add(new ComparedGroup(groupId, group.name, group.account, run.period(), currency, before, rehearsed,
                note));
    }

    private void park(UUID groupId, Reason reason, boolean before) {
        parked.add(new Parked(groupId, issued.of(groupId).name, run.period(), reason.code(), reason.detail(), before));
    }

    /** Hands over what was found, with what the groups were charged that are compared. */
    void addTo(Comparison comparison) {
        issued.parts(notRehearsed, parts);
        comparison.add(groups, parked, parts);
    }
}
