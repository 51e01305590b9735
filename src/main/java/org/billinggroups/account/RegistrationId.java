package org.billinggroups.account;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A number in a register of companies as electronic invoices name it (EN 16931 BT-30, BT-47): where the country's
 * register has a scheme of ISO 6523 and the number is one of it, with that scheme and without the signs that people
 * group digits by; as it was declared otherwise.
 *
 * @param scheme the code of the code list ICD, or null
 */
public record RegistrationId(@Nullable String scheme, String id) {
    private static final Map<String, String> SCHEMES = Map.ofEntries(Map.entry("FI", "0212"), Map.entry("SE", "0007"),
            Map.entry("DK", "0184"), Map.entry("NO", "0192"), Map.entry("BE", "0208"), Map.entry("NL", "0106"),
            Map.entry("EE", "0191"), Map.entry("LV", "0218"), Map.entry("LT", "0200"), Map.entry("IS", "0196"),
            Map.entry("CH", "0183"), Map.entry("JP", "0188"), Map.entry("AU", "0151"));
    private static final int SIREN = 9;
    private static final String DUTCH_AUTHORITY = "0190";

    /** The number as it is declared for a company of a country, or null where there is none. */
    public static @Nullable RegistrationId of(@Nullable String country, @Nullable String declared) {
        if (declared == null) {
            return null;
        }
        var plain = declared.replaceAll("FI".equals(country) ? "[ .]" : "[ .-]", "");
        return schemeOf(country, plain).filter(scheme -> ElectronicAddress.isId(scheme, plain))
                .map(scheme -> new RegistrationId(scheme, plain)).orElse(new RegistrationId(null, declared));
    }

    private static Optional<String> schemeOf(@Nullable String country, String id) {
        return switch (country) {
            case null -> Optional.empty();
            // The number of the company, or that of one of its places with five more digits.
            case "FR" -> Optional.of(id.length() == SIREN ? "0002" : "0009");
            case "NL" -> Optional.of(id.length() == 20 ? DUTCH_AUTHORITY : "0106");
            default -> Optional.ofNullable(SCHEMES.get(country));
        };
    }
}
