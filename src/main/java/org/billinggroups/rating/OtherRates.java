package org.billinggroups.rating;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.billinggroups.file.ReadFile;
import org.billinggroups.period.BillingPeriod;

/**
 * Exchange rates that are laid over those of a run, to try them: the file's last day on or before the end of a period,
 * as an import would give it. Without their dates, a period for which the file has none gets the file's latest.
 */
public final class OtherRates {
    /** No rates. */
    public static final OtherRates NONE = new OtherRates(new TreeMap<>(), true);

    private final TreeMap<LocalDate, Map<String, BigDecimal>> days;
    private final boolean asDated;

    private OtherRates(TreeMap<LocalDate, Map<String, BigDecimal>> days, boolean asDated) {
        this.days = days;
        this.asDated = asDated;
    }

    /**
     * Reads a file of the European Central Bank.
     *
     * @param asDated whether only the dates in the file count
     * @throws org.billinggroups.file.InvalidInputException if it cannot be used
     */
    public static OtherRates read(Path file, boolean asDated) {
        TreeMap<LocalDate, Map<String, BigDecimal>> days = new TreeMap<>();
        ReadFile.of(file, EcbRatesCsv::read).content()
                .forEach(rate -> days.computeIfAbsent(rate.day(), day -> new HashMap<>())
                        .put(rate.currency(), rate.rate()));
        return new OtherRates(days, asDated);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return days.isEmpty();
    }

    /** The rates of a period with these laid over them, currency by currency. */
    public PublishedRates over(PublishedRates frozen, BillingPeriod period) {
        var own = of(period);
        if (own.isEmpty() || asDated && own.get().getKey().isBefore(frozen.day())) {
            return frozen;
        }
        Map<String, BigDecimal> rates = new HashMap<>(frozen.unitsPerEuro());
        if (asDated && own.get().getKey().isAfter(frozen.day())) {
            // An import of a later day puts that day in the place of the other.
            rates.clear();
        }
        rates.putAll(own.get().getValue());
        return new PublishedRates(own.get().getKey(), rates);
    }

    private Optional<Map.Entry<LocalDate, Map<String, BigDecimal>>> of(BillingPeriod period) {
        var dated = Optional.ofNullable(days.floorEntry(period.lastDay())).filter(day -> !day.getKey()
                .isBefore(period.next().firstDay().minusDays(ExchangeRates.LONGEST_DAYS_BEFORE + 1L)));
        return asDated ? dated : dated.or(() -> Optional.ofNullable(days.lastEntry()));
    }
}
