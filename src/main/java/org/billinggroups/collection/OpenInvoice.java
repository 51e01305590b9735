package org.billinggroups.collection;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.SepaMandate;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * An invoice of which something is open and nothing is being collected, and whose customer has a mandate, or had one
 * when it was made.
 *
 * @param buyer as the invoice names him, with the mandate that it announces
 * @param creditorId that it announces
 * @param present the mandate that the billing group has now
 * @param reference the creditor reference, or null
 */
record OpenInvoice(long id, String number, UUID groupId, String groupName, Money open, LocalDate dueDate,
        BillingDetails buyer, @Nullable String creditorId, @Nullable SepaMandate present,
        @Nullable String reference) {
    private static final BigDecimal MOST = new BigDecimal("999999999.99");

    /** Why it cannot be collected on a day, for people; empty if it can. */
    Optional<String> reasonAgainst(LocalDate day, Creditor creditor) {
        var announced = buyer.sepaMandate();
        if (!open.getCurrencyUnit().equals(CurrencyUnit.EUR)) {
            return Optional.of("is in " + open.getCurrencyUnit() + ", and direct debits are in EUR");
        }
        if (announced == null || creditorId == null) {
            return Optional.of("announces no direct debit, since mandate or creditor_id were declared after its run");
        }
        if (!creditorId.equals(creditor.id())) {
            return Optional
                    .of("announces creditor_id " + creditorId + ", and the seller has " + creditor.id() + " now");
        }
        if (!announced.equals(present)) {
            return Optional.of("announces mandate " + announced.id() + ", which the group "
                    + (present == null || !present.id().equals(announced.id())
                            ? "does not have any more"
                            : "has with another account, day or scheme now"));
        }
        if (dueDate.isAfter(day)) {
            return Optional.of("is due on " + dueDate + ", which it announces: collect it on that day or later");
        }
        return open.getAmount().compareTo(MOST) > 0
                ? Optional.of("has more open than a direct debit has room for, " + MOST)
                : Optional.empty();
    }
}
