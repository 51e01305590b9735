package org.billinggroups.collection;

import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * What is collected of a period's invoices on one day: the content of one file.
 *
 * @param messageId by which the seller's bank knows the file
 * @param collectedOn the day on which the accounts are debited
 * @param debits in their order, those of one payment side by side
 */
public record SepaCollection(String messageId, BillingPeriod period, LocalDate collectedOn, Creditor creditor,
        Instant createdAt, List<DirectDebit> debits) {
    /** Takes a copy of the list. */
    public SepaCollection {
        debits = List.copyOf(debits);
    }

    /** All debits of one scheme and sequence, which the bank books as one sum. */
    public record Payment(String id, List<DirectDebit> debits) {
        /** What they come to. */
        public Money total() {
            return sum(debits);
        }
    }

    /** The payments, in the order of their debits. */
    public List<Payment> payments() {
        Map<String, List<DirectDebit>> byId = new LinkedHashMap<>();
        for (var debit : debits) {
            byId.computeIfAbsent(debit.paymentId(), id -> new ArrayList<>()).add(debit);
        }
        return byId.entrySet().stream().map(payment -> new Payment(payment.getKey(), payment.getValue())).toList();
    }

    /** What all of it comes to. */
    public Money total() {
        return sum(debits);
    }

    /** Writes it for the bank, the same bytes each time: pain.008.001.08 of ISO 20022. */
    public void write(OutputStream out) {
        new DirectDebitXml(this).write(out);
    }

    private static Money sum(List<DirectDebit> debits) {
        return debits.stream().map(DirectDebit::amount).reduce(Money.zero(CurrencyUnit.EUR), Money::plus);
    }
}
