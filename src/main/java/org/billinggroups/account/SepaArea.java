package org.billinggroups.account;

import java.util.Set;

/** The countries in whose accounts SEPA credit transfers arrive (European Payments Council, EPC409-09). */
public final class SepaArea {
    /**
     * The European Economic Area, then the others. Territories such as Jersey, Martinique or the Azores have IBANs of
     * their states.
     */
    private static final Set<String> IBAN_COUNTRIES = Set.of("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
            "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE",
            "SI", "SK", "AD", "AL", "CH", "GB", "GI", "MC", "MD", "ME", "MK", "RS", "SM", "VA");

    private SepaArea() {}

    /** Whether the account is in one of them. */
    public static boolean contains(String iban) {
        return IBAN_COUNTRIES.contains(iban.substring(0, 2));
    }
}
