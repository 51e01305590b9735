package org.billinggroups.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.billinggroups.account.BillingTerms.ExtraCharge;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillingTermsTest {
    private static final Money AMOUNT = Money.parse("EUR 1.00");

    private static BillingPeriod period(String text) {
        return text == null ? null : BillingPeriod.parse(text);
    }

    @ParameterizedTest
    @CsvSource({ ", , true", "2026-10, , true", ", 2026-10, true", "2026-10, 2026-10, true", "2026-01, 2026-12, true",
            "2025-11, 2027-01, true", "2026-11, , false", ", 2026-09, false", "2026-11, 2026-12, false",
            "2026-01, 2026-09, false" })
    void coversPeriodsFromFirstToLastInclusive(String from, String until, boolean covered) {
        var october = period("2026-10");
        assertThat(Commitment.monthly(AMOUNT, period(from), period(until)).coversPeriod(october)).isEqualTo(covered);
        if (from != null) {
            assertThat(new ExtraCharge("Extra", AMOUNT, period(from), period(until)).coversPeriod(october))
                    .isEqualTo(covered);
        }
    }
}
