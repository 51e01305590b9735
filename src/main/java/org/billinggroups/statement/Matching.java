package org.billinggroups.statement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.billinggroups.statement.Candidate.Owed;
import org.billinggroups.statement.Decision.OnAccount;
import org.billinggroups.statement.Decision.Part;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Decides what each entry of a file pays, one after the other: by our own collections, then by structured references,
 * then by the numbers in the text; never by the amount alone. What an earlier entry has paid is not open any more.
 */
final class Matching {
    private final boolean onAccount;
    /** What entries of this file have paid of each invoice. */
    private final Map<Long, BigDecimal> paidNow = new HashMap<>();

    /** @param onAccount whether what is more than is open goes on the group's account */
    Matching(boolean onAccount) {
        this.onAccount = onAccount;
    }

    Decision decide(Candidate entry) {
        var decision = switch (entry.kind()) {
            case CREDIT -> credit(entry);
            case RETURN -> returned(entry);
            case DEBIT -> refund(entry);
            case CHARGES -> Decision.pay(List.of());
        };
        decision.parts().forEach(part -> paidNow.merge(part.invoiceId(), part.amount(), BigDecimal::add));
        return decision;
    }

    private Decision credit(Candidate entry) {
        if (entry.collected().size() == 1) {
            return payOne(entry, entry.collected().getFirst());
        }
        if (!entry.collected().isEmpty()) {
            return payCollection(entry);
        }
        var invoices = (entry.referenced().isEmpty() ? entry.named() : entry.referenced()).stream()
                .filter(owed -> !owed.isCreditNote()).toList();
        if (invoices.isEmpty()) {
            return Decision.leave(entry.named().isEmpty()
                    ? "it has no reference of ours and names no invoice of ours"
                    : "it names the credit note " + entry.named().getFirst().number() + ", which is not for paying");
        }
        return invoices.size() == 1 ? payOne(entry, invoices.getFirst()) : paySeveral(entry, invoices);
    }

    private Decision payOne(Candidate entry, Owed owed) {
        if (!owed.currency().equals(entry.currency())) {
            return otherCurrency(entry, owed);
        }
        var open = open(owed);
        if (entry.amount().compareTo(open) <= 0) {
            return Decision.pay(List.of(new Part(owed.invoiceId(), entry.amount())));
        }
        if (onAccount) {
            var part = open.max(BigDecimal.ZERO);
            return new Decision(part.signum() == 0 ? List.of() : List.of(new Part(owed.invoiceId(), part)),
                    new OnAccount(owed.groupId(), owed.number(), entry.amount().subtract(part)), null);
        }
        return Decision.leave(open.signum() > 0
                ? "it is more than the " + money(owed, open) + " that are open of " + owed.number()
                : "nothing is open of " + owed.number());
    }

    private Decision paySeveral(Candidate entry, List<Owed> invoices) {
        for (var owed : invoices) {
            if (!owed.currency().equals(entry.currency())) {
                return otherCurrency(entry, owed);
            }
        }
        var parts = invoices.stream().map(owed -> new Part(owed.invoiceId(), open(owed)))
                .filter(part -> part.amount().signum() > 0).toList();
        var open = sum(parts);
        return open.compareTo(entry.amount()) == 0
                ? Decision.pay(parts)
                : Decision.leave("it is not the " + money(invoices.getFirst(), open) + " that are open of "
                        + numbers(invoices) + " together");
    }

    /** All of a collection in one sum, or all but what was rejected, which may have been noted late. */
    private Decision payCollection(Candidate entry) {
        var all = payCollected(entry, entry.collected());
        if (all.reason() == null) {
            return all;
        }
        var rest = payCollected(entry, entry.collected().stream().filter(owed -> !owed.isReturned()).toList());
        return rest.reason() == null ? rest : all;
    }

    private Decision payCollected(Candidate entry, List<Owed> collected) {
        List<Part> parts = new ArrayList<>();
        for (var owed : collected) {
            var part = new Part(owed.invoiceId(), Objects.requireNonNull(owed.collected()));
            if (part.amount().compareTo(open(owed)) > 0) {
                return Decision.leave("it is of a collection of " + part.amount() + " of " + owed.number()
                        + ", of which only " + money(owed, open(owed)) + " are open");
            }
            parts.add(part);
        }
        return sum(parts).compareTo(entry.amount()) == 0
                ? Decision.pay(parts)
                : Decision.leave("it is not the " + money(entry.collected().getFirst(), sum(parts))
                        + " of the collection whose id it has");
    }

    /** A collection that went back: the invoice is open again. */
    private Decision returned(Candidate entry) {
        var owed = entry.collected().isEmpty()
                ? entry.referenced().isEmpty() ? entry.named() : entry.referenced()
                : entry.collected();
        var invoices = owed.stream().filter(one -> !one.isCreditNote()).toList();
        if (invoices.size() != 1) {
            return Decision.leave(invoices.isEmpty()
                    ? "it returns something, and has no reference or number of an invoice of ours"
                    : "it returns something, and has several invoices of ours: " + numbers(invoices));
        }
        var invoice = invoices.getFirst();
        if (!invoice.currency().equals(entry.currency())) {
            return otherCurrency(entry, invoice);
        }
        var paid = paid(invoice);
        return paid.compareTo(entry.amount().negate()) < 0
                ? Decision.leave("it returns more than the " + money(invoice, paid) + " that were paid of "
                        + invoice.number())
                : Decision.pay(List.of(new Part(invoice.invoiceId(), entry.amount())));
    }

    /** What customers are owed, by credit notes or invoices below zero. */
    private Decision refund(Candidate entry) {
        var named = entry.referenced().isEmpty() ? entry.named() : entry.referenced();
        if (named.isEmpty()) {
            return Decision.leave("it names no credit note of ours");
        }
        for (var owed : named) {
            if (!owed.currency().equals(entry.currency())) {
                return otherCurrency(entry, owed);
            }
        }
        Map<Long, Owed> invoices = named.stream()
                .collect(Collectors.toMap(Owed::invoiceId, owed -> owed, (one, same) -> one, TreeMap::new));
        var parts = invoices.values().stream().map(owed -> new Part(owed.invoiceId(), open(owed)))
                .filter(part -> part.amount().signum() < 0).toList();
        var due = sum(parts);
        if (parts.size() == 1 && entry.amount().compareTo(due) >= 0) {
            return Decision.pay(List.of(new Part(parts.getFirst().invoiceId(), entry.amount())));
        }
        return parts.size() > 1 && due.compareTo(entry.amount()) == 0
                ? Decision.pay(parts)
                : Decision.leave("it is not the " + money(named.getFirst(), due.negate())
                        + " that are due to the customer by " + numbers(named));
    }

    private BigDecimal open(Owed owed) {
        return owed.open().subtract(paidNow.getOrDefault(owed.invoiceId(), BigDecimal.ZERO));
    }

    private BigDecimal paid(Owed owed) {
        return owed.paid().add(paidNow.getOrDefault(owed.invoiceId(), BigDecimal.ZERO));
    }

    private static Decision otherCurrency(Candidate entry, Owed owed) {
        return Decision.leave("it is in " + entry.currency() + ", and " + owed.number() + " in " + owed.currency());
    }

    private static BigDecimal sum(List<Part> parts) {
        return parts.stream().map(Part::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Money money(Owed owed, BigDecimal amount) {
        return Money.of(CurrencyUnit.of(owed.currency()), amount);
    }

    private static String numbers(List<Owed> owed) {
        return owed.stream().map(Owed::number).limit(5).collect(Collectors.joining(", "))
                + (owed.size() > 5 ? " and " + (owed.size() - 5) + " more" : "");
    }
}
