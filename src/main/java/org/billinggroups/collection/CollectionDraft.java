package org.billinggroups.collection;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.billinggroups.account.SepaMandate;
import org.billinggroups.collection.DirectDebit.Sequence;
import org.billinggroups.period.BillingPeriod;

/**
 * Makes a collection of open invoices. A mandate that was never used is collected as the first time, one invoice of it,
 * all others as recurring: also where earlier collections were returned, which banks take since November 2016.
 */
final class CollectionDraft {
    private static final Comparator<Planned> BY_PAYMENT = Comparator.<Planned, SepaMandate.Scheme>comparing(
            one -> mandate(one.invoice).scheme())
            .thenComparing(Planned::sequence);

    private final BillingPeriod period;
    private final LocalDate day;
    private final Creditor creditor;
    private final List<LeftOutInvoice> leftOut = new ArrayList<>();

    /** What distinguishes mandates of one creditor. */
    record UsedMandate(String id, SepaMandate.Scheme scheme) {}

    private record Planned(OpenInvoice invoice, Sequence sequence, boolean accountChanged) {}

    CollectionDraft(BillingPeriod period, LocalDate day, Creditor creditor) {
        this.period = period;
        this.day = day;
        this.creditor = creditor;
    }

    /**
     * The collection, whose list may be empty.
     *
     * @param accounts by mandate that was used before, the account that was debited last
     */
    SepaCollection of(List<OpenInvoice> invoices, Map<UsedMandate, String> accounts, Instant now) {
        var used = new HashMap<>(accounts);
        Map<UsedMandate, OpenInvoice> here = new HashMap<>();
        List<Planned> planned = new ArrayList<>();
        for (var invoice : invoices) {
            var reason = invoice.reasonAgainst(day, creditor);
            if (reason.isPresent()) {
                leaveOut(invoice, reason.get());
                continue;
            }
            var mandate = mandate(invoice);
            var key = new UsedMandate(mandate.id(), mandate.scheme());
            var other = here.putIfAbsent(key, invoice);
            if (other != null && !mandate(other).equals(mandate)) {
                leaveOut(invoice, "has mandate " + mandate.id() + ", which " + other.number()
                        + " has with another account or day: mandates need ids of their own");
                continue;
            }
            var account = used.put(key, mandate.iban());
            planned.add(new Planned(invoice, account == null ? Sequence.FRST : Sequence.RCUR,
                    account != null && !account.equals(mandate.iban())));
        }
        return new SepaCollection(messageId(), period, day, creditor, now, debits(planned));
    }

    /** The invoices that are not in it. */
    List<LeftOutInvoice> leftOut() {
        return leftOut;
    }

    private void leaveOut(OpenInvoice invoice, String reason) {
        leftOut.add(new LeftOutInvoice(invoice.number(), invoice.groupId(), invoice.groupName(), invoice.open(),
                reason));
    }

    private List<DirectDebit> debits(List<Planned> planned) {
        var sorted = planned.stream().sorted(BY_PAYMENT).toList();
        List<DirectDebit> debits = new ArrayList<>();
        for (var one : sorted) {
            var invoice = one.invoice;
            var mandate = mandate(invoice);
            int position = debits.size() + 1;
            debits.add(new DirectDebit(position, invoice.id(), invoice.number(), invoice.groupName(), invoice.buyer(),
                    mandate, invoice.open(), "%s-%06d".formatted(messageId(), position),
                    messageId() + "-" + mandate.scheme().name() + "-" + one.sequence.name(), one.sequence,
                    one.accountChanged, invoice.reference()));
        }
        return debits;
    }

    private String messageId() {
        return "DD-" + period.toString().replace("-", "") + "-" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    private static SepaMandate mandate(OpenInvoice invoice) {
        return Objects.requireNonNull(invoice.buyer().sepaMandate());
    }
}
