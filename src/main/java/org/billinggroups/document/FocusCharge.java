package org.billinggroups.document;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.invoice.LineType;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.TaxSubtotal;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A charge of an invoice as FOCUS sees it: one for each line and tax, and one that takes off what was prepaid. Together
 * they come to the amount due.
 *
 * @param key tells it from the other charges of the invoice, such as {@code 1} for a line or {@code tax-1}
 * @param correction whether it changes what was invoiced for a period before
 * @param frequency how often it is charged
 * @param cost what is to be paid for it
 * @param listCost what it would cost without adjustment and discount
 * @param quantity what was priced; null for a charge that has no price
 * @param unit of the quantity; null without one
 * @param project null for a charge of the whole group
 */
record FocusCharge(String key, Category category, boolean correction, Frequency frequency, String description,
        Money cost, Money listCost, CurrencyUnit pricingCurrency, @Nullable BigDecimal quantity, @Nullable String unit,
        String service, @Nullable String sku, @Nullable String project, Map<String, String> tags, Instant start,
        Instant end) {

    /** What is charged for. */
    enum Category {
        USAGE("Usage"), PURCHASE("Purchase"), CREDIT("Credit"), ADJUSTMENT("Adjustment"), TAX("Tax");

        private final String word;

        Category(String word) {
            this.word = word;
        }

        /** The specification's word. */
        String word() {
            return word;
        }

        private static Category of(LineType type) {
            return switch (type) {
                case USAGE_CHARGE, PRIOR_PERIOD -> USAGE;
                case EXTRA_CHARGE, SUPPORT_CHARGE, COMMITMENT_FEE -> PURCHASE;
                case CREDIT_CONSUMPTION -> CREDIT;
                case ROUNDING -> ADJUSTMENT;
            };
        }
    }

    /** How often something is charged. */
    enum Frequency {
        ONE_TIME("One-Time"), RECURRING("Recurring"), USAGE_BASED("Usage-Based");

        private final String word;

        Frequency(String word) {
            this.word = word;
        }

        /** The specification's word. */
        String word() {
            return word;
        }

        private static Frequency of(LineType type) {
            return switch (type) {
                case USAGE_CHARGE, PRIOR_PERIOD -> USAGE_BASED;
                case SUPPORT_CHARGE, COMMITMENT_FEE -> RECURRING;
                case EXTRA_CHARGE, CREDIT_CONSUMPTION, ROUNDING -> ONE_TIME;
            };
        }
    }

    /** What a charge without a measure counts as: usage and purchases have to have a quantity. */
    private static final String ONE = "Unit";

    /**
     * The charges of an invoice, in the order of its lines.
     *
     * @param term when the term began at whose end the invoice settles its commitment; null if it settles none
     */
    static List<FocusCharge> of(Invoice invoice, @Nullable BillingPeriod term) {
        List<FocusCharge> charges = new ArrayList<>();
        for (var line : invoice.lines()) {
            var charge = ofLine(invoice, line);
            charges.add(term == null || line.type() != LineType.COMMITMENT_FEE ? charge : charge.ofTerm(term));
        }
        var words = Wording.of(invoice);
        for (int i = 0; i < invoice.taxes().size(); i++) {
            var tax = invoice.taxes().get(i);
            charges.add(ofWhole(invoice, "tax-" + (i + 1), Category.TAX, words.tax(tax), "Tax", tax.amount(),
                    listTax(tax, charges, invoice)));
        }
        if (!invoice.prepaid().isZero()) {
            var used = invoice.prepaid().negated();
            charges.add(ofWhole(invoice, "prepaid", Category.CREDIT, DocumentType.of(invoice).prepaidLabel(words),
                    "Prepaid credit", used, used));
        }
        return charges;
    }

    private static FocusCharge ofLine(Invoice invoice, InvoiceLine line) {
        var type = line.type();
        var category = Category.of(type);
        boolean isPriced = category == Category.USAGE || category == Category.PURCHASE;
        var service = line.service() == null ? named(type) : line.service();
        var sku = line.sku() == null && isPriced ? type.code() : line.sku();
        return new FocusCharge(Integer.toString(line.line()), category,
                type == LineType.PRIOR_PERIOD || invoice.correction() != null, Frequency.of(type),
                line.description().isBlank() ? sku == null ? service : sku : line.description(), line.amount(),
                listCost(line), line.priceCurrency(), quantity(line, isPriced), unit(line, isPriced), service, sku,
                line.project(), line.tags(), line.startedAt(), line.endedAt());
    }

    /** What is missing of a term is charged once, when all of it is over. */
    private FocusCharge ofTerm(BillingPeriod first) {
        return new FocusCharge(key, category, correction, Frequency.ONE_TIME, description, cost, listCost,
                pricingCurrency, quantity, unit, service, sku, project, tags, first.start(), end);
    }

    private static @Nullable BigDecimal quantity(InvoiceLine line, boolean isPriced) {
        return line.quantity() == null && isPriced ? BigDecimal.ONE : line.quantity();
    }

    private static @Nullable String unit(InvoiceLine line, boolean isPriced) {
        return line.unit() == null && (isPriced || line.quantity() != null) ? ONE : line.unit();
    }

    private static FocusCharge ofWhole(Invoice invoice, String key, Category category, String description,
            String service, Money cost, Money listCost) {
        return new FocusCharge(key, category, invoice.correction() != null, Frequency.ONE_TIME, description, cost,
                listCost, invoice.currency(), null, null, service, null, null, Map.of(), invoice.period().start(),
                invoice.period().end());
    }

    /** The exact amount before it was adjusted for the group, else the one before discount. */
    private static Money listCost(InvoiceLine line) {
        var list = line.listAmount();
        if (list == null) {
            return line.preDiscountAmount();
        }
        var rate = line.exchangeRate();
        return Money.of(line.amount().getCurrencyUnit(), rate == null ? list : list.multiply(rate.rate()),
                RoundingMode.HALF_UP);
    }

    /** The specification wants the tax on what the lines cost by the list; where that is what they cost, the tax. */
    private static Money listTax(TaxSubtotal tax, List<FocusCharge> charges, Invoice invoice) {
        var basis = Money.zero(invoice.currency());
        for (int i = 0; i < invoice.lines().size(); i++) {
            var line = invoice.lines().get(i);
            if (line.taxCategory() == tax.category() && line.taxRate().compareTo(tax.rate()) == 0) {
                basis = basis.plus(charges.get(i).listCost);
            }
        }
        return basis.equals(tax.basis()) ? tax.amount() : TaxSubtotal.taxOn(basis, tax.rate());
    }

    private static String named(LineType type) {
        return switch (type) {
            case USAGE_CHARGE -> "Usage";
            case EXTRA_CHARGE -> "Agreed charges";
            case SUPPORT_CHARGE -> "Support";
            case COMMITMENT_FEE -> "Commitment";
            case PRIOR_PERIOD -> "Earlier periods";
            case CREDIT_CONSUMPTION -> "Credit";
            case ROUNDING -> "Rounding";
        };
    }

    /** The second in which it begins; the specification knows no parts of seconds. */
    Instant firstSecond() {
        return start.getNano() == 0 ? start : start.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The second before which it ends, which is after the first one: what takes no time would end before it begins. */
    Instant endSecond() {
        var second = end.truncatedTo(ChronoUnit.SECONDS);
        var after = second.equals(end) ? second : second.plusSeconds(1);
        var first = firstSecond();
        return after.isAfter(first) ? after : first.plusSeconds(1);
    }
}
