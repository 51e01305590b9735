package org.billinggroups.account;

import java.util.Set;

/** The countries in whose accounts SEPA credit transfers arrive (European Payments Council, EPC409-09). */
public final class SepaArea {
    /** Territories such as Martinique or the Azores have IBANs of their states. */
    private static final Set<String> EEA_COUNTRIES = Set.of("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
            "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE",
            "SI", "SK");
    /** Territories such as Jersey have IBANs of their states. */
    private static final Set<String> OTHER_COUNTRIES = Set.of("AD", "AL", "CH", "GB", "GI", "MC", "MD", "ME", "MK",
            "RS", "SM", "VA");

    private SepaArea() {}

    /** Whether the account is in one of them. */
    public static boolean contains(String iban) {
        return isInEea(iban) || OTHER_COUNTRIES.contains(country(iban));
    }

    /** Whether the account is in the European Economic Area, where banks need no BIC and no address of the payer. */
    public static boolean isInEea(String iban) {
        return EEA_COUNTRIES.contains(country(iban));
    }

    private static String country(String iban) {
        return iban.substring(0, 2);
    }
}
