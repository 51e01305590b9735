package org.billinggroups.document;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.invoice.SellerTax;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.ExchangeRate;
import org.billinggroups.run.TaxCategory;
import org.billinggroups.run.TaxSubtotal;
import org.billinggroups.wording.Figures;
import org.billinggroups.wording.Language;
import org.jspecify.annotations.Nullable;

/** Every text of a document that does not come from the invoice, in the document's language. */
record Wording(Language language) {

    /** The wording of an invoice's document. */
    static Wording of(Invoice invoice) {
        return new Wording(Language.of(invoice.buyer().language()));
    }

    /** The numbers and dates of the language. */
    Figures figures() {
        return language.figures();
    }

    /** The text with that key, and values in its places {@code {0}}, {@code {1}}, ... */
    String of(String key, String... values) {
        return language.text(key, values);
    }

    String month(BillingPeriod period) {
        return language.month(period);
    }

    String period(BillingPeriod period) {
        return of("range", Integer.toString(period.firstDay().getDayOfMonth()), figures().date(period.lastDay()),
                figures().date(period.firstDay()));
    }

    String corrects(Invoice.Correction correction) {
        return of("corrects-sentence", correction.number(), figures().date(correction.issueDate()),
                correction.reason());
    }

    String page(int page, int pages) {
        return of("page", Integer.toString(page), Integer.toString(pages));
    }

    String payBy(LocalDate due) {
        return of("pay-by", figures().date(due));
    }

    String collectedOn(LocalDate day) {
        return of("collected-on", figures().date(day));
    }

    String terms(LocalDate issued, LocalDate due) {
        long days = ChronoUnit.DAYS.between(issued, due);
        return days == 0 ? of("due-at-once") : language.counted("days-due", days, figures().date(due));
    }

    String terms(int days) {
        return days == 0 ? of("due-at-once") : language.counted("days", days);
    }

    /** What a bar shows that is so much of the longest one. */
    String bar(BigDecimal part) {
        return of("bar", figures().percent(part.movePointRight(2).setScale(0, RoundingMode.HALF_UP)));
    }

    String leftOut(int lines) {
        return language.counted("left-out", lines);
    }

    String usageOf(BillingPeriod period) {
        return of("usage-of", month(period));
    }

    String pricedAt(String currency, String amount, @Nullable ExchangeRate rate) {
        var price = currency + " " + amount;
        return rate == null ? of("priced", price) : of("priced-at", price, at(rate));
    }

    String sellerTax(SellerTax tax) {
        return of("seller-tax", tax.total().getCurrencyUnit().getCode(), at(tax.rate()));
    }

    /** Such as {@code 24%}, or {@code 0% AE} where the category needs a word. */
    String rate(TaxCategory category, BigDecimal rate) {
        return switch (category) {
            case S -> figures().percent(rate);
            case O -> of("no-vat");
            default -> figures().percent(rate) + " " + category;
        };
    }

    /** Such as {@code 100.00 − 12.5%}, or the amount alone where there is no discount. */
    String beforeDiscount(InvoiceLine line) {
        var amount = figures().amount(line.preDiscountAmount());
        var percent = line.discountPercent();
        return percent == null ? amount : amount + "\u00a0−\u00a0" + figures().percent(percent);
    }

    String tax(TaxSubtotal tax) {
        var key = switch (tax.category()) {
            case S, Z -> "tax-standard";
            case E -> "tax-exempt";
            case AE -> "tax-reverse";
            case O -> "tax-outside";
        };
        return of(key, figures().percent(tax.rate()), figures().amountWithCurrency(tax.basis()));
    }

    /** Why there is no tax: the law's reasons in the language, a reason of the buyer's own as it was given. */
    @Nullable
    String reason(TaxSubtotal tax) {
        return language.isEnglish() ? tax.reason() : switch (tax.category()) {
            case AE -> of("reason-reverse");
            case O -> of(reasonOutside(tax.reason()));
            default -> tax.reason();
        };
    }

    private static String reasonOutside(@Nullable String reason) {
        if (TaxSubtotal.NOT_SUBJECT.equals(reason)) {
            return "reason-not-subject";
        }
        return TaxSubtotal.OUTSIDE_TERRITORY.equals(reason) ? "reason-territory" : "reason-outside";
    }

    /** Such as {@code 0.9237 (30 October 2026)}. */
    private String at(ExchangeRate rate) {
        return of("rate-of-day", figures().plainNumber(rate.rate()), figures().date(rate.publishedOn()));
    }
}
