package org.billinggroups.invoice;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.ExchangeRate;
import org.billinggroups.run.TaxCategory;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * One line of an invoice. Its amount was rounded once and is final.
 *
 * @param line the place on the invoice, from 1
 * @param project the project's id, or null on lines of the whole group
 * @param description what is charged, for people
 * @param quantity the billed quantity, or null where there is none
 * @param priceNote how the amount came about, for people, such as {@code 0.05 per hour} or {@code 3 tiers}
 * @param priceCurrency the currency of the price
 * @param listAmount the exact amount before the price was adjusted for the group, in the currency of the price; null
 *     where it was not
 * @param priceAmount the exact amount in the currency of the price, before discount
 * @param preDiscountAmount the amount before discount in the invoice's currency
 * @param discountPercent what was taken off the amount before discount; null where nothing was
 * @param amount the amount in the invoice's currency
 * @param exchangeRate what the price amount was multiplied by, or null where its currency is the invoice's
 * @param taxRate percent
 * @param startedAt the first instant of the usage behind the line, or of the period
 * @param endedAt the end of the usage behind the line (exclusive), or of the period
 * @param tags the project's tags that belong on invoices, ordered by name
 */
public record InvoiceLine(
        int line,
        LineType type,
        @Nullable String project,
        @Nullable String service,
        @Nullable String sku,
        String description,
        @Nullable BigDecimal quantity,
        @Nullable String unit,
        @Nullable String priceNote,
        CurrencyUnit priceCurrency,
        @Nullable BigDecimal listAmount,
        BigDecimal priceAmount,
        Money preDiscountAmount,
        @Nullable BigDecimal discountPercent,
        Money amount,
        @Nullable ExchangeRate exchangeRate,
        TaxCategory taxCategory,
        BigDecimal taxRate,
        BillingPeriod period,
        Instant startedAt,
        Instant endedAt,
        Map<String, String> tags) {

    /** Checks the place and that both amounts have one currency. */
    public InvoiceLine {
        if (line < 1) {
            throw new IllegalArgumentException("line " + line + ": expected 1 or more");
        }
        if (!amount.isSameCurrency(preDiscountAmount)) {
            throw new IllegalArgumentException("line " + line + ": " + amount + " beside " + preDiscountAmount);
        }
        tags = tags.isEmpty() ? Map.of() : Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /** A line of the whole group. */
    public static InvoiceLine ofGroup(int place, LineType type, String description, Money amount, @Nullable String note,
            TaxCategory category, BigDecimal rate, BillingPeriod period) {
        return new InvoiceLine(place, type, null, null, null, description, null, null, note,
                amount.getCurrencyUnit(), null, amount.getAmount(), amount, null, amount, null, category, rate, period,
                period.start(), period.end(), Map.of());
    }

    /** Whether it tells of usage that costs nothing, not even a fraction of the smallest unit. */
    public boolean isWithoutCharge() {
        return project != null && amount.isZero() && priceAmount.signum() == 0;
    }

    /** Whether something was taken off its amount. */
    public boolean isDiscounted() {
        return !amount.equals(preDiscountAmount);
    }

    /** The same line with quantity and amounts of the other sign. */
    InvoiceLine negated() {
        return new InvoiceLine(line, type, project, service, sku, description,
                quantity == null ? null : quantity.negate(), unit, priceNote, priceCurrency,
                listAmount == null ? null : listAmount.negate(), priceAmount.negate(),
                preDiscountAmount.negated(), discountPercent, amount.negated(), exchangeRate, taxCategory, taxRate,
                period, startedAt, endedAt, tags);
    }

    /** A part of a line that has neither quantity nor discount. */
    InvoiceLine withAmount(Money part) {
        return new InvoiceLine(line, type, project, service, sku, description, quantity, unit, priceNote, priceCurrency,
                null, part.getAmount(), part, null, part, exchangeRate, taxCategory, taxRate, period, startedAt,
                endedAt, tags);
    }

    /** Whether both lines are taxed in the same way. */
    boolean hasTaxOf(InvoiceLine other) {
        return taxCategory == other.taxCategory && taxRate.compareTo(other.taxRate) == 0;
    }

    /** The same line at another place. */
    InvoiceLine withPlace(int place) {
        return new InvoiceLine(place, type, project, service, sku, description, quantity, unit, priceNote,
                priceCurrency, listAmount, priceAmount, preDiscountAmount, discountPercent, amount, exchangeRate,
                taxCategory, taxRate, period, startedAt, endedAt, tags);
    }
}
