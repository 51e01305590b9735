package org.billinggroups.wording;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.joda.money.Money;

/** Numbers and dates as people of one language read them, the same in every locale. */
public final class Figures {
    private static final int GROUP = 3;
    private static final int IBAN_GROUP = 4;

    private final String decimal;
    private final String group;
    private final String money;
    private final String percent;
    private final String date;
    private final String[] months;

    /** The signs and patterns of a language. */
    Figures(String decimal, String group, String money, String percent, String date, String[] months) {
        this.decimal = decimal;
        this.group = group;
        this.money = money;
        this.percent = percent;
        this.date = date;
        this.months = months.clone();
    }

    /** {@code 1,234.50}, with as many decimals as the currency has. */
    public String amount(Money amount) {
        return grouped(amount.getAmount().toPlainString());
    }

    /** {@code EUR 1,234.50}. */
    public String amountWithCurrency(Money amount) {
        return filled(money, amount.getCurrencyUnit().getCode(), amount(amount));
    }

    /** {@code 1,234.5}: no zeros at the end. */
    public String quantity(BigDecimal quantity) {
        return grouped(plain(quantity));
    }

    /** {@code 25.5%}. */
    public String percent(BigDecimal rate) {
        return filled(percent, plainNumber(rate));
    }

    /** {@code 31 October 2026}. */
    public String date(LocalDate day) {
        return filled(date, Integer.toString(day.getDayOfMonth()), months[day.getMonthValue() - 1],
                Integer.toString(day.getYear()));
    }

    /** {@code 1234.5}: with the language's sign before decimals, but no groups. */
    public String plainNumber(BigDecimal number) {
        return plain(number).replace(".", decimal);
    }

    /** {@code 1234.5}: digits for programs, no zeros at the end, no exponent. */
    public static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    /** {@code FI21 1234 5600 0007 85}. */
    public static String iban(String iban) {
        String digits = iban.replace(" ", "");
        StringBuilder grouped = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            grouped.append(i > 0 && i % IBAN_GROUP == 0 ? " " : "").append(digits.charAt(i));
        }
        return grouped.toString();
    }

    /** The pattern with values in its places; what is in a value is text. */
    static String filled(String pattern, String... values) {
        if (pattern.indexOf('{') < 0) {
            return pattern;
        }
        StringBuilder filled = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '{' && i + 2 < pattern.length() && pattern.charAt(i + 2) == '}') {
                filled.append(values[pattern.charAt(i + 1) - '0']);
                i += 2;
            } else {
                filled.append(c);
            }
        }
        return filled.toString();
    }

    private String grouped(String plain) {
        int point = plain.indexOf('.');
        int end = point < 0 ? plain.length() : point;
        int start = plain.startsWith("-") ? 1 : 0;
        StringBuilder grouped = new StringBuilder(plain.substring(0, end));
        for (int i = end - GROUP; i > start; i -= GROUP) {
            grouped.insert(i, group);
        }
        return point < 0
                ? grouped.toString()
                : grouped.append(decimal).append(plain, point + 1, plain.length()).toString();
    }
}
