package org.billinggroups.ledger;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/**
 * Which postings are exported. Of a period these are its invoices and credit notes, and what was paid and prepaid in
 * that month; of a month of issuing all that has a date in it, or only what concerns invoices of a period.
 *
 * @param period the period, or empty for all
 * @param issued the month, or empty for any
 * @param currency the currency, or empty for all
 */
public record LedgerSelection(Optional<BillingPeriod> period, Optional<BillingPeriod> issued,
        Optional<String> currency) {
    MapSqlParameterSource parameters() {
        return new MapSqlParameterSource("period", period.map(BillingPeriod::firstDay).orElse(null))
                .addValue("issued", issued.map(BillingPeriod::firstDay).orElse(null))
                .addValue("currency", currency.orElse(null));
    }

    /** Such as {@code 2026-10, EUR, issued 2026-11}. */
    @Override
    public String toString() {
        return Stream.of(period, currency, issued.map(month -> "issued " + month)).flatMap(Optional::stream)
                .map(Object::toString).collect(Collectors.joining(", "));
    }

    /** What chooses the same on a command line. */
    String options() {
        return Stream.of(period, issued.map(month -> "--issued " + month), currency.map(code -> "--currency " + code))
                .flatMap(Optional::stream).map(Object::toString).collect(Collectors.joining(" "));
    }

    /** Whether everything that is chosen here is so there too. */
    boolean agreesWith(LedgerSelection other) {
        return agrees(period, other.period) && agrees(issued, other.issued) && agrees(currency, other.currency);
    }

    private static boolean agrees(Optional<?> chosen, Optional<?> other) {
        return chosen.isEmpty() || chosen.equals(other);
    }

    /** Such a selection; null chooses nothing. */
    public static LedgerSelection of(@Nullable BillingPeriod period, @Nullable BillingPeriod issued,
            @Nullable String currency) {
        return new LedgerSelection(Optional.ofNullable(period), Optional.ofNullable(issued),
                Optional.ofNullable(currency));
    }
}
