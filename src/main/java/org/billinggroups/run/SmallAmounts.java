package org.billinggroups.run;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.billinggroups.account.CurrencyCode;
import org.billinggroups.file.RefusedException;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Which pre-tax totals are not worth an invoice's trouble, per currency, since 1 yen is not 1 euro.
 *
 * @param thresholds totals above zero and below this are not charged
 */
public record SmallAmounts(Map<CurrencyUnit, BigDecimal> thresholds) {
    /** All amounts are charged. */
    public static final SmallAmounts NONE = new SmallAmounts(Map.of());
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,4})?");

    /** Orders the currencies. */
    public SmallAmounts {
        thresholds = new TreeMap<>(thresholds);
    }

    /**
     * Reads {@code EUR=1.00,JPY=150}, or an amount alone.
     *
     * @param own the currency of an amount alone
     * @throws RefusedException if it is neither
     */
    public static SmallAmounts parse(String text, CurrencyUnit own) {
        Map<CurrencyUnit, BigDecimal> thresholds = new TreeMap<>();
        for (var part : text.split(",")) {
            var sides = part.strip().split("\\s*[=:]\\s*", 2);
            if (sides[0].isEmpty()) {
                continue;
            }
            try {
                var currency = sides.length == 1 ? own : CurrencyCode.parse(sides[0]);
                if (!AMOUNT.matcher(sides[sides.length - 1]).matches()) {
                    throw new IllegalArgumentException("expected an amount of 0 or more");
                }
                if (thresholds.put(currency, new BigDecimal(sides[sides.length - 1])) != null) {
                    throw new IllegalArgumentException(currency + " stands there twice");
                }
            } catch (IllegalArgumentException e) {
                throw new RefusedException("billing.small-amount-threshold '" + text + "': " + e.getMessage() + " in '"
                        + part.strip() + "'; such as EUR=1.00,JPY=150, or an amount in the seller's currency");
            }
        }
        return new SmallAmounts(thresholds);
    }

    /** Whether a net total is not charged. */
    public boolean covers(Money net) {
        return net.isPositive()
                && net.getAmount().compareTo(thresholds.getOrDefault(net.getCurrencyUnit(), BigDecimal.ZERO)) < 0;
    }

    /** As {@link #parse} reads it. */
    public String text() {
        return thresholds.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue().toPlainString())
                .collect(Collectors.joining(","));
    }
}
