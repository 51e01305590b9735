package org.billinggroups.document;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.billinggroups.invoicing.Invoice;
import org.billinggroups.invoicing.SellerTax;
import org.billinggroups.invoicing.TaxCategory;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.ExchangeRate;
import org.jspecify.annotations.Nullable;

/** Every text of documents that does not come from the invoice, in English. */
final class Wording {
    static final String LANGUAGE = "en";

    static final String BILL_TO = "BILL TO";
    static final String VAT_ID = "VAT ID";
    static final String ISSUE_DATE = "Issue date";
    static final String DUE_DATE = "Due date";
    static final String PERIOD = "Billing period";
    static final String GROUP = "Billing group";
    static final String ACCOUNT = "Account";
    static final String PURCHASE_ORDER = "Purchase order";
    static final String CORRECTS = "Corrects invoice";

    static final String SUMMARY = "Summary";
    static final String PROJECT = "PROJECT";
    static final String LINES = "LINES";
    static final String OTHER_CHARGES = "Other charges";
    static final String NET_TOTAL = "Net total";
    static final String TOTAL = "Total";

    static final String PAYMENT = "Payment";
    static final String PAY_TO = "Pay to";
    static final String IBAN = "IBAN";
    static final String BIC = "BIC";
    static final String REFERENCE = "Reference";
    static final String TERMS = "Terms";
    static final String NOTHING_TO_PAY = "There is nothing to pay.";
    static final String NOT_DUE_YET = "There is nothing to pay yet: the invoice follows after the billing period.";
    static final String GIVEN_BACK = "This amount is set off against what is open, or paid back.";

    static final String CONTINUED = " (continued)";
    static final String DESCRIPTION = "DESCRIPTION";
    static final String QUANTITY = "QUANTITY";
    static final String UNIT = "UNIT";
    static final String PRICE = "PRICE";
    static final String BEFORE_DISCOUNT = "BEFORE DISCOUNT";
    static final String SUBTOTAL = "Subtotal";
    static final String TAX = "TAX";

    private static final List<String> MONTHS = List.of("January", "February", "March", "April", "May", "June", "July",
            "August", "September", "October", "November", "December");

    private Wording() {}

    static String month(Month month) {
        return MONTHS.get(month.getValue() - 1);
    }

    static String month(BillingPeriod period) {
        return month(period.month().getMonth()) + " " + period.month().getYear();
    }

    static String period(BillingPeriod period) {
        return period.firstDay().getDayOfMonth() + "–" + Figures.date(period.lastDay());
    }

    static String corrects(Invoice.Correction correction) {
        return "This credit note reverses the charges below, of invoice " + correction.number() + " of "
                + Figures.date(correction.issueDate()) + ". Reason: " + correction.reason();
    }

    static String page(int page, int pages) {
        return "Page " + page + " of " + pages;
    }

    static String payBy(LocalDate due) {
        return "Please pay by " + Figures.date(due);
    }

    static String terms(LocalDate issued, LocalDate due) {
        long days = ChronoUnit.DAYS.between(issued, due);
        return days + (days == 1 ? " day" : " days") + " from the issue date, due " + Figures.date(due);
    }

    static String terms(int days) {
        return days + (days == 1 ? " day" : " days") + " from the issue date";
    }

    static String leftOut(int lines) {
        return lines + (lines == 1 ? " line" : " lines") + " of usage without charge left out.";
    }

    static String usageOf(BillingPeriod period) {
        return "Usage of " + month(period);
    }

    static String pricedAt(String currency, String amount, @Nullable ExchangeRate rate) {
        return currency + " " + amount + (rate == null ? "" : " at " + at(rate));
    }

    /** Such as {@code 0.9237 (30 October 2026)}. */
    private static String at(ExchangeRate rate) {
        return Figures.plain(rate.rate()) + " (" + Figures.date(rate.publishedOn()) + ")";
    }

    static String sellerTax(SellerTax tax) {
        return "VAT in " + tax.total().getCurrencyUnit().getCode() + " at " + at(tax.rate());
    }

    static String amountIn(String currency) {
        return "AMOUNT (" + currency + ")";
    }

    /** Such as {@code 24%}, or {@code 0% AE} where the category needs a word. */
    static String rate(TaxCategory category, BigDecimal rate) {
        return switch (category) {
            case S -> Figures.percent(rate);
            case O -> "no VAT";
            default -> Figures.percent(rate) + " " + category;
        };
    }

    static String tax(TaxCategory category, BigDecimal rate, String basis) {
        String name = switch (category) {
            case S, Z -> "VAT " + Figures.percent(rate);
            case E -> "Exempt from VAT (E), " + Figures.percent(rate);
            case AE -> "VAT reverse charge (AE), " + Figures.percent(rate);
            case O -> "Not subject to VAT (O)";
        };
        return name + " on " + basis;
    }
}
