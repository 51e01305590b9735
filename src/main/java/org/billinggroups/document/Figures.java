package org.billinggroups.document;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.joda.money.Money;

/** Numbers and dates as people read them, the same in every locale. */
final class Figures {
    private static final int GROUP = 3;
    private static final int IBAN_GROUP = 4;

    private Figures() {}

    /** {@code 1,234.50}, with as many decimals as the currency has. */
    static String amount(Money money) {
        return grouped(money.getAmount().toPlainString());
    }

    /** {@code EUR 1,234.50}. */
    static String amountWithCurrency(Money money) {
        return money.getCurrencyUnit().getCode() + " " + amount(money);
    }

    /** {@code 1,234.5}: no zeros at the end. */
    static String quantity(BigDecimal quantity) {
        return grouped(plain(quantity));
    }

    /** {@code 25.5%}. */
    static String percent(BigDecimal rate) {
        return plain(rate) + "%";
    }

    /** {@code 1234.5}: digits for programs, no zeros at the end, no exponent. */
    static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    /** {@code 31 October 2026}. */
    static String date(LocalDate date) {
        return date.getDayOfMonth() + " " + Wording.month(date.getMonth()) + " " + date.getYear();
    }

    /** {@code FI21 1234 5600 0007 85}. */
    static String iban(String iban) {
        String digits = iban.replace(" ", "");
        StringBuilder grouped = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            grouped.append(i > 0 && i % IBAN_GROUP == 0 ? " " : "").append(digits.charAt(i));
        }
        return grouped.toString();
    }

    private static String grouped(String plain) {
        int point = plain.indexOf('.');
        int start = plain.startsWith("-") ? 1 : 0;
        StringBuilder grouped = new StringBuilder(plain);
        for (int i = (point < 0 ? plain.length() : point) - GROUP; i > start; i -= GROUP) {
            grouped.insert(i, ',');
        }
        return grouped.toString();
    }
}
