package org.billinggroups.collection;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** Days for tests that collect by the system's clock. */
public final class SettlementDay {
    private SettlementDay() {}

    /** A day on which banks settle, so many days from now or a little later. */
    public static LocalDate in(int days) {
        return TargetDays.from(LocalDate.now(ZoneOffset.UTC).plusDays(days));
    }
}
