package org.billinggroups.einvoice;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.Contact;
import org.billinggroups.account.RegistrationId;
import org.billinggroups.account.Seller;
import org.jspecify.annotations.Nullable;

/**
 * Seller or buyer in the terms of EN 16931 (BG-4, BG-7).
 *
 * @param id what the seller is known by (BT-29), or null
 * @param endpointScheme the scheme of the electronic address, such as {@code EM} for e-mail
 * @param endpoint the electronic address (BT-34, BT-49), or null
 * @param vatId with its country's prefix (BT-31, BT-48), or null; where no VAT is concerned it must not be there
 * @param registration its number in the register of companies (BT-30, BT-47), or null
 * @param legalText what else the law wants to be known of the seller (BT-33), or null
 * @param contact whom to ask (BG-6, BG-9), or null
 * @param taxStatement what UBL says of a seller's registration for other taxes than VAT (BT-32), or null
 * @param taxNumber under which the seller's own country taxes it (BT-32), or null
 */
record Party(@Nullable String id, String name, List<String> addressLines, @Nullable String zipCode, String city,
        @Nullable String state, String country, String endpointScheme, @Nullable String endpoint,
        @Nullable String vatId, @Nullable String taxNumber, @Nullable RegistrationId registration,
        @Nullable String legalText, @Nullable Contact contact, @Nullable String taxStatement) {

    /** The scheme of e-mail addresses. */
    static final String EMAIL = "EM";
    private static final String SWEDEN = "SE";
    private static final String GREECE = "EL";
    private static final Map<String, String> STATEMENTS = Map.of(SWEDEN, "Godkänd för F-skatt", "NO",
            "Foretaksregisteret");
    /** Prefixes that are no ISO country: Greece, Northern Ireland. */
    private static final Set<String> MORE_PREFIXES = Set.of(GREECE, "XI");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    static Party of(Seller seller, boolean withVat) {
        var registration = RegistrationId.of(seller.countryCode(), seller.registrationId());
        return new Party(registration == null ? seller.id() : null, seller.name(), seller.addressLines(),
                seller.zipCode(), seller.city(), null,
                seller.countryCode(), scheme(seller.endpoint()), address(seller.endpoint(), seller.email()),
                withVat ? vatId(seller.vatId()) : null, taxNumber(seller), registration,
                seller.legalText().isEmpty() ? null : legalText(seller), seller.contact(), taxStatement(seller));
    }

    static Party of(BillingDetails buyer, String groupName, boolean withVat) {
        return new Party(null, buyer.company() == null ? groupName : buyer.company(), buyer.addressLines(),
                buyer.zipCode(), buyer.city() == null ? "" : buyer.city(), buyer.state(),
                String.valueOf(buyer.countryCode()), scheme(buyer.endpoint()),
                address(buyer.endpoint(), buyer.billingEmails().isEmpty() ? null : buyer.billingEmails().getFirst()),
                withVat ? vatId(buyer.vatId()) : null, null,
                RegistrationId.of(buyer.countryCode(), buyer.registrationId()), null,
                buyer.contactName() == null ? null : new Contact(buyer.contactName(), null, null), null);
    }

    /** Where rules take it to be that go by the VAT id before the address, as an ISO code. */
    String vatCountry() {
        var prefix = vatId == null ? country : vatId.substring(0, 2);
        return prefix.equals(GREECE) ? "GR" : prefix;
    }

    private static String legalText(Seller seller) {
        return String.join("\n", seller.legalText());
    }

    /** Swedish sellers have no other number than a sentence (SE-R-005), and companies in Norway's register a word. */
    private static @Nullable String taxStatement(Seller seller) {
        var sentence = STATEMENTS.get(seller.countryCode());
        if (sentence == null) {
            return taxNumber(seller);
        }
        boolean stated = legalText(seller).toLowerCase(Locale.ROOT).contains(sentence.toLowerCase(Locale.ROOT));
        return stated ? sentence : seller.countryCode().equals(SWEDEN) ? null : taxNumber(seller);
    }

    /** What UBL says of sellers of a country in the place of a tax number. */
    static @Nullable String statement(String country) {
        return STATEMENTS.get(country);
    }

    private static @Nullable String taxNumber(Seller seller) {
        return seller.taxNumber() == null && vatId(seller.vatId()) == null ? seller.vatId() : seller.taxNumber();
    }

    /** A VAT id of EN 16931 begins with its country (BR-CO-09); other tax numbers are none. */
    private static @Nullable String vatId(@Nullable String text) {
        if (text == null || text.length() < 3) {
            return null;
        }
        var prefix = text.substring(0, 2);
        return COUNTRIES.contains(prefix) || MORE_PREFIXES.contains(prefix) ? text : null;
    }

    private static String scheme(@Nullable String endpoint) {
        return endpoint == null ? EMAIL : endpoint.substring(0, endpoint.indexOf(':'));
    }

    private static @Nullable String address(@Nullable String endpoint, @Nullable String email) {
        return endpoint == null ? email : endpoint.substring(endpoint.indexOf(':') + 1);
    }
}
