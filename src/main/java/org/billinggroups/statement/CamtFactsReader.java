package org.billinggroups.statement;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InputProblems;
import org.billinggroups.period.Days;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is common to all transactions of an entry, and tells what is wrong with it.
 *
 * @param currencies the account in the currencies that its entries may have
 */
record CamtFactsReader(String file, String account, StatementAccounts currencies, InputProblems problems) {
    private static final String DEBIT = "DBIT";

    boolean isBooked(XmlElement entry) {
        var status = entry.text("Sts/Cd", "Sts/Prtry", "Sts");
        if (status == null) {
            problem(entry, "Sts", "", "is missing");
        }
        return "BOOK".equals(status);
    }

    /** Null if something is wrong, which is then added to the problems. */
    @Nullable
    CamtFacts of(XmlElement entry) {
        var amount = amount(entry);
        var day = day(entry);
        var direction = entry.text("CdtDbtInd");
        if (direction == null || !direction.equals(CamtFacts.CREDIT) && !direction.equals(DEBIT)) {
            problem(entry, "CdtDbtInd", direction == null ? "" : direction, "expected CRDT or DBIT");
            return null;
        }
        if (amount == null || day == null) {
            return null;
        }
        var currency = Objects.requireNonNull(Objects.requireNonNull(entry.at("Amt")).currency());
        return new CamtFacts(currency, day, direction.equals(CamtFacts.CREDIT) ? amount : amount.negate());
    }

    /** Tells what is wrong with amounts that are read in the entry's currency; others are only shown by the bank. */
    void check(XmlElement element, CamtFacts of, List<String> paths) {
        for (var path : paths) {
            for (var amount : element.all(path)) {
                if (of.currency().equals(amount.currency())) {
                    read(amount, element.name().equals("Ntry") ? path : element.name() + "/" + path, of.currency());
                }
            }
        }
    }

    /**
     * Tells if the transactions of an entry are more than it can be: what a bank kept of them without telling it as
     * charges is never more than what it booked.
     *
     * @param rest what the entry has beyond its transactions
     * @param charges what it and its transactions tell as charges
     */
    void checkSum(XmlElement entry, CamtFacts of, BigDecimal rest, BigDecimal charges) {
        boolean isLess = rest.signum() != of.amount().signum();
        if (isLess && rest.abs().subtract(charges).compareTo(of.amount().abs()) > 0) {
            problem(entry, "Amt", of.amount().toPlainString(), "its transactions add up to "
                    + of.amount().subtract(rest).toPlainString());
        }
    }

    private @Nullable BigDecimal amount(XmlElement entry) {
        var element = entry.at("Amt");
        if (element == null) {
            problem(entry, "Amt", "", "is missing");
            return null;
        }
        var currency = element.currency() == null ? "" : element.currency();
        if (!currencies.contains(account, currency)) {
            problem(element, "Amt/@Ccy", currency, currencies.expected());
            return null;
        }
        return read(element, "Amt", currency);
    }

    private @Nullable BigDecimal read(XmlElement element, String name, String currency) {
        if (!CamtFacts.DECIMAL.matcher(element.text()).matches()) {
            problem(element, name, element.text(), "expected an amount such as 100.00, not below zero: CdtDbtInd "
                    + "tells the direction");
            return null;
        }
        var amount = new BigDecimal(element.text());
        int decimals = CurrencyUnit.of(currency).getDecimalPlaces();
        if (amount.stripTrailingZeros().scale() > decimals) {
            problem(element, name, element.text(), "expected at most " + decimals + " decimals");
            return null;
        }
        return amount;
    }

    private @Nullable LocalDate day(XmlElement entry) {
        var text = entry.text("BookgDt/Dt", "BookgDt/DtTm");
        try {
            return Days.parse(text == null ? "" : text.substring(0, Math.min(10, text.length())));
        } catch (IllegalArgumentException e) {
            var at = entry.at("BookgDt");
            problem(at == null ? entry : at, "BookgDt", text == null ? "" : text,
                    text == null ? "is missing" : e.getMessage());
            return null;
        }
    }

    private void problem(XmlElement place, String name, String value, @Nullable String reason) {
        problems.add(new InputProblem(file, place.line(), "Ntry/" + name, value, String.valueOf(reason)));
    }
}
