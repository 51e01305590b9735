package org.billinggroups.statement;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is common to all transactions of an entry.
 *
 * @param amount below zero what left the account
 */
record CamtFacts(String currency, LocalDate bookedOn, BigDecimal amount) {
    /** A decimal number of XML. */
    static final Pattern DECIMAL = Pattern.compile("\\+?([0-9]{1,18}(\\.[0-9]*)?|\\.[0-9]+)");
    /** Where an entry has amounts beside its own. */
    static final List<String> OF_ENTRY = List.of("Chrgs/Amt", "Chrgs/Rcrd/Amt");
    /** Where a transaction has amounts that are read. */
    static final List<String> OF_TRANSACTION = List.of("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt", "Chrgs/Amt",
            "Chrgs/Rcrd/Amt");
    static final String CREDIT = "CRDT";

    /** The amount of a transaction, or null if it has none in the account's currency. */
    @Nullable
    BigDecimal amountOf(XmlElement transaction) {
        var own = transaction.at("Amt");
        var given = own == null ? transaction.at("AmtDtls/TxAmt/Amt") : own;
        var value = value(given);
        if (value == null) {
            return null;
        }
        var direction = transaction.text("CdtDbtInd");
        boolean isCredit = direction == null ? amount.signum() > 0 : direction.equals(CREDIT);
        return isCredit ? value : value.negate();
    }

    /** The charges that a transaction or an entry tells, in the account's currency. */
    BigDecimal chargesOf(XmlElement element) {
        var charges = BigDecimal.ZERO;
        for (var path : OF_ENTRY) {
            for (var amount : element.all(path)) {
                var value = value(amount);
                charges = value == null ? charges : charges.add(value);
            }
        }
        return charges;
    }

    /** An amount in the account's currency; null if it is none. */
    @Nullable
    BigDecimal value(@Nullable XmlElement element) {
        return element == null || !currency.equals(element.currency()) || !DECIMAL.matcher(element.text()).matches()
                ? null
                : new BigDecimal(element.text());
    }
}
