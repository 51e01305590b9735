package org.billinggroups.einvoice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.TaxCategory;
import org.billinggroups.wording.Language;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A line in the terms of EN 16931 (BG-25). Quantity x price / base quantity is exactly the amount before discount:
 * where no short unit price does that (tiers, rounding), the price is that of the whole quantity.
 *
 * @param name the item (BT-153)
 * @param item the seller's id of the item (BT-155), or null
 * @param note what to know about the line (BT-127), or null
 * @param attributes further facts about the item (BG-32)
 * @param quantity has the sign of the amount, since prices must not be negative (BR-27)
 * @param unit a code of UN/ECE Recommendation 20
 * @param price never negative (BT-146)
 * @param baseQuantity for how many units the price is (BT-149), or null for one
 * @param allowance what was taken off the price times the quantity, or null
 * @param rate percent, or null in category O, which has none (BR-O-05)
 */
record ElectronicLine(int line, String name, @Nullable String item, @Nullable String note,
        Map<String, String> attributes, BigDecimal quantity, String unit, BigDecimal price,
        @Nullable BigDecimal baseQuantity, @Nullable Allowance allowance, Money amount, TaxCategory category,
        @Nullable BigDecimal rate) {

    /** For what reason, by UNTDID 5189: a discount. */
    static final String DISCOUNT = "95";

    private static final int LONGEST_UNIT_PRICE = 6;
    /** The rules divide the price by the quantity with 18 decimals (PEPPOL-EN16931-R120): more ends as nothing. */
    private static final BigDecimal MOST = BigDecimal.TEN.pow(15);
    /** Peppol compares with the percentage of the base (PEPPOL-EN16931-R040); both amounts were rounded before. */
    private static final BigDecimal SLACK = new BigDecimal("0.02");

    /**
     * A discount of the line (BG-27).
     *
     * @param amount what is taken off (BT-136)
     * @param base what the percentage is of (BT-137), or null where amount and percentage do not fit by the cent
     * @param percent the percentage (BT-138), or null likewise
     * @param reason the percentage in words (BT-139), where it is not stated otherwise
     */
    record Allowance(Money amount, @Nullable Money base, @Nullable BigDecimal percent, @Nullable String reason) {
        static @Nullable Allowance of(InvoiceLine line, Language language) {
            if (!line.isDiscounted()) {
                return null;
            }
            var base = line.preDiscountAmount();
            var amount = base.minus(line.amount());
            var percent = line.discountPercent();
            if (percent == null) {
                return new Allowance(amount, null, null, null);
            }
            boolean fits = base.getCurrencyUnit().getDecimalPlaces() > 0
                    && base.getAmount().multiply(percent).movePointLeft(2).subtract(amount.getAmount()).abs()
                            .compareTo(SLACK) <= 0;
            return fits
                    ? new Allowance(amount, base, plain(percent), null)
                    : new Allowance(amount, null, null,
                            language.text("discount-of", language.figures().percent(percent)));
        }
    }

    static ElectronicLine of(InvoiceLine line, BillingPeriod period, Language language) {
        var amount = line.preDiscountAmount().getAmount();
        var given = line.quantity();
        var counted = given == null || given.signum() == 0 || given.abs().compareTo(MOST) > 0 ? null : given;
        var size = counted == null ? BigDecimal.ONE : counted.abs();
        boolean negative = (amount.signum() == 0 && counted != null ? counted : amount).signum() < 0;
        var unitPrice = unitPrice(amount.abs(), size);
        var unit = line.unit() == null || counted == null ? "" : line.unit();
        var attributes = attributes(line, unit);
        put(attributes, "Quantity", given == null || given.signum() == 0 || counted != null
                ? null
                : plain(given).toPlainString() + (line.unit() == null ? "" : " " + line.unit()));
        return new ElectronicLine(line.line(), name(line), line.sku(), note(line, period),
                attributes, plain(negative ? size.negate() : size), UnitCodes.of(unit),
                unitPrice == null ? amount.abs() : unitPrice, unitPrice == null ? plain(size) : null,
                Allowance.of(line, language), line.amount(),
                line.taxCategory(), line.taxCategory() == TaxCategory.O ? null : plain(line.taxRate()));
    }

    /** An item has a name always (BR-25): its description, else what it is priced by. */
    private static String name(InvoiceLine line) {
        for (var text : Arrays.asList(line.description(), line.sku(), line.service())) {
            if (text != null && !text.isBlank()) {
                return text;
            }
        }
        return line.type().code();
    }

    /** The price of one unit, if it is exact with few decimals. */
    private static @Nullable BigDecimal unitPrice(BigDecimal amount, BigDecimal quantity) {
        var price = amount.divide(quantity, LONGEST_UNIT_PRICE, RoundingMode.DOWN);
        return price.multiply(quantity).compareTo(amount) == 0 ? plain(price) : null;
    }

    private static @Nullable String note(InvoiceLine line, BillingPeriod period) {
        return line.period().equals(period) ? null : "Usage of " + line.period();
    }

    private static Map<String, String> attributes(InvoiceLine line, String unit) {
        Map<String, String> attributes = new LinkedHashMap<>();
        put(attributes, "Project", line.project());
        put(attributes, "Service", line.service());
        if (!unit.isEmpty() && !UnitCodes.isKnown(unit)) {
            attributes.put("Unit", unit);
        }
        put(attributes, "Price", line.priceNote());
        line.tags().forEach((name, value) -> put(attributes, name, value));
        return attributes;
    }

    private static void put(Map<String, String> attributes, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            attributes.put(name, value);
        }
    }

    private static BigDecimal plain(BigDecimal number) {
        var stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
