package org.billinggroups.document;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.billinggroups.invoicing.Invoice;
import org.billinggroups.invoicing.SellerTax;
import org.billinggroups.invoicing.TaxCategory;
import org.billinggroups.invoicing.TaxSubtotal;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.ExchangeRate;
import org.jspecify.annotations.Nullable;

/**
 * Every text of documents that does not come from the invoice, and the form of numbers and dates, in one language. The texts
 * stand in {@code wording/LANGUAGE.properties}; what Java knows of languages is not used, since it differs by JDK.
 */
final class Wording {
    static final List<String> LANGUAGES = List.of("en", "de", "fr", "fi", "es", "ja");

    private static final String ENGLISH = "en";
    private static final Map<String, Wording> ALL = new LinkedHashMap<>();

    static {
        LANGUAGES.forEach(language -> ALL.put(language, new Wording(language)));
    }

    private final String language;
    private final Properties texts = new Properties();
    private final Figures figures;
    private final String[] monthsAlone;

    private Wording(String language) {
        this.language = language;
        try (var in = Objects.requireNonNull(Wording.class.getResourceAsStream("/wording/" + language + ".properties"));
                var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var months = pattern("months").split(" ");
        monthsAlone = texts.getProperty("months-alone", pattern("months")).split(" ");
        figures = new Figures(pattern("decimal"), pattern("group"), pattern("money"), pattern("percent"),
                pattern("date"), months);
    }

    /** The wording of a BCP 47 language, or English where there is none. */
    static Wording in(String language) {
        var primary = language.split("-", 2)[0].toLowerCase(Locale.ROOT);
        return Objects.requireNonNull(ALL.getOrDefault(primary, ALL.get(ENGLISH)));
    }

    /** The wording of an invoice's document. */
    static Wording of(Invoice invoice) {
        return in(invoice.buyer().language());
    }

    /** The language's code. */
    String language() {
        return language;
    }

    /** The numbers and dates of the language. */
    Figures figures() {
        return figures;
    }

    /** The text with that key, and values in its places {@code {0}}, {@code {1}}, ... */
    String of(String key, String... values) {
        return Figures.filled(pattern(key), values);
    }

    private String pattern(String key) {
        var text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no text " + key + " in " + language);
        }
        return text;
    }

    String month(BillingPeriod period) {
        return of("month", monthsAlone[period.month().getMonthValue() - 1],
                Integer.toString(period.month().getYear()));
    }

    String period(BillingPeriod period) {
        return of("range", Integer.toString(period.firstDay().getDayOfMonth()), figures.date(period.lastDay()),
                figures.date(period.firstDay()));
    }

    String corrects(Invoice.Correction correction) {
        return of("corrects-sentence", correction.number(), figures.date(correction.issueDate()), correction.reason());
    }

    String page(int page, int pages) {
        return of("page", Integer.toString(page), Integer.toString(pages));
    }

    String payBy(LocalDate due) {
        return of("pay-by", figures.date(due));
    }

    String terms(LocalDate issued, LocalDate due) {
        long days = ChronoUnit.DAYS.between(issued, due);
        return counted("days-due", days, figures.date(due));
    }

    String terms(int days) {
        return counted("days", days);
    }

    String leftOut(int lines) {
        return counted("left-out", lines);
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
            case S -> figures.percent(rate);
            case O -> of("no-vat");
            default -> figures.percent(rate) + " " + category;
        };
    }

    String tax(TaxSubtotal tax) {
        var key = switch (tax.category()) {
            case S, Z -> "tax-standard";
            case E -> "tax-exempt";
            case AE -> "tax-reverse";
            case O -> "tax-outside";
        };
        return of(key, figures.percent(tax.rate()), figures.amountWithCurrency(tax.basis()));
    }

    /** Why there is no tax: the law's reasons in the language, a reason of the buyer's own as it was given. */
    @Nullable
    String reason(TaxSubtotal tax) {
        return language.equals(ENGLISH) ? tax.reason() : switch (tax.category()) {
            case AE -> of("reason-reverse");
            case O -> of("reason-outside");
            default -> tax.reason();
        };
    }

    /** Such as {@code 0.9237 (30 October 2026)}. */
    private String at(ExchangeRate rate) {
        return of("rate-of-day", figures.plainNumber(rate.rate()), figures.date(rate.publishedOn()));
    }

    private String counted(String key, long number, String... more) {
        var values = new String[1 + more.length];
        values[0] = Long.toString(number);
        System.arraycopy(more, 0, values, 1, more.length);
        return of(key + (number == 1 ? "-one" : "-other"), values);
    }
}
