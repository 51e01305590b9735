package org.billinggroups.rating;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.joda.money.CurrencyUnit;

/**
 * The euro foreign exchange reference rates of one publication day.
 *
 * @param day the day
 * @param unitsPerEuro how many units of each currency one euro was worth; the euro itself is not among them
 */
public record PublishedRates(LocalDate day, Map<String, BigDecimal> unitsPerEuro) {
    /** Inverse and cross rates have ten significant digits. */
    private static final MathContext CROSS_RATE = new MathContext(10, RoundingMode.HALF_UP);

    /** No rates at all. */
    public static final PublishedRates NONE = new PublishedRates(LocalDate.EPOCH, Map.of());

    /** Takes a copy of the rates. */
    public PublishedRates {
        unitsPerEuro = Map.copyOf(unitsPerEuro);
    }

    /**
     * The rate between two currencies, through the euro: as published if it is from the euro, else rounded half up to
     * ten significant digits. Empty if one of them was not published.
     */
    public Optional<ExchangeRate> find(CurrencyUnit from, CurrencyUnit to) {
        var fromRate = perEuro(from);
        var toRate = perEuro(to);
        if (fromRate.isEmpty() || toRate.isEmpty()) {
            return Optional.empty();
        }
        var rate = from.equals(CurrencyUnit.EUR) ? toRate.get() : toRate.get().divide(fromRate.get(), CROSS_RATE);
        return Optional.of(new ExchangeRate(rate.stripTrailingZeros(), day));
    }

    private Optional<BigDecimal> perEuro(CurrencyUnit currency) {
        return currency.equals(CurrencyUnit.EUR)
                ? Optional.of(BigDecimal.ONE)
                : Optional.ofNullable(unitsPerEuro.get(currency.getCode()));
    }
}
