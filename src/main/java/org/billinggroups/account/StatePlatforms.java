package org.billinggroups.account;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Countries in which an invoice between two companies of the country has to pass a platform of the state, or one that
 * the state admits: what this program publishes does not replace that. The manual lists the same.
 */
final class StatePlatforms {
    private static final Map<String, Platform> PLATFORMS = Map.of(
            "IT", new Platform("Italy", "Sistema di Interscambio", LocalDate.of(2019, 1, 1)),
            "RO", new Platform("Romania", "RO e-Factura", LocalDate.of(2024, 7, 1)),
            "HR", new Platform("Croatia", "Fiskalizacija 2.0", LocalDate.of(2026, 1, 1)),
            "PL", new Platform("Poland", "KSeF", LocalDate.of(2026, 2, 1)),
            "FR", new Platform("France", "plateformes agréées", LocalDate.of(2026, 9, 1)));

    private StatePlatforms() {}

    private record Platform(String country, String name, LocalDate since) {}

    /**
     * What to say of the seller and groups that are written, as they will be.
     *
     * @param seller the seller as it will be
     * @param isWritten whether it is among what is written
     */
    static List<String> warnings(@Nullable Seller seller, boolean isWritten, Collection<BillingGroup> groups) {
        var platform = seller == null ? null : PLATFORMS.get(seller.countryCode());
        if (seller == null || platform == null || !isWritten
                && groups.stream().noneMatch(group -> seller.countryCode().equals(group.details().countryCode()))) {
            return List.of();
        }
        return List.of("invoices between companies of " + platform.country + " have to pass the state's platform, "
                + platform.name + ", in force from " + platform.since
                + " on (not for all at once): what is published here does not replace that");
    }
}
