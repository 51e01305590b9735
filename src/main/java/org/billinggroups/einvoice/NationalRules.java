package org.billinggroups.einvoice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.billinggroups.account.EInvoice;
import org.billinggroups.account.RegistrationId;
import org.billinggroups.account.Seller;
import org.billinggroups.run.TaxCategory;
import org.jspecify.annotations.Nullable;

/**
 * What Peppol BIS Billing 3.0 and XRechnung 3.0 ask beyond EN 16931, as far as it depends on what is declared: each
 * thing that is missing, with the rule that asks for it and how to declare it.
 */
final class NationalRules {
    private static final Map<String, String> ADJECTIVES = Map.of("DE", "German", "DK", "Danish", "NL", "Dutch", "IS",
            "Icelandic", "NO", "Norwegian", "SE", "Swedish", "IT", "Italian", "GR", "Greek");
    /** Schemes that EN 16931 knows and Peppol does not (2025-11): mail, other networks, and some numbers. */
    private static final Set<String> NOT_OF_PEPPOL = Set.of(Party.EMAIL, "AN", "AQ", "AS", "AU", "0219", "0220");
    private static final Set<String> SWEDISH_RATES = Set.of("25", "12", "6");
    private static final String OF_SELLER = ": declare it under 'seller' in a file and run 'billing apply FILE'";

    private final ElectronicInvoice document;
    private final Seller seller;
    /** Whose rules are looked at. */
    private String country;
    private final List<String> missing = new ArrayList<>();

    NationalRules(ElectronicInvoice document) {
        this.document = document;
        this.seller = document.invoice().seller();
        this.country = seller.countryCode();
    }

    /** What is missing, for people; empty if nothing, or if no such rules hold for the form. */
    List<String> missing() {
        if (!document.form().isFile()) {
            return missing;
        }
        addresses();
        if (document.isGerman()) {
            german();
        }
        if (document.form() == EInvoice.PEPPOL) {
            national();
        }
        return missing;
    }

    /** Peppol knows no e-mail addresses; elsewhere they stand in for an address in a network. */
    private void addresses() {
        if (!isReachable(document.seller())) {
            ofSeller("endpoint", otherAddress(document.seller()), ruleOfAddress("R020"));
        }
        if (!isReachable(document.buyer())) {
            ofBuyer("endpoint", otherAddress(document.buyer()), ruleOfAddress("R010"));
        }
    }

    private String otherAddress(Party party) {
        return document.form() == EInvoice.PEPPOL
                ? "with another scheme than " + party.endpointScheme()
                : "or an e-mail address";
    }

    private String ruleOfAddress(String whereNone) {
        return "PEPPOL-EN16931-" + (document.form() == EInvoice.PEPPOL ? "CL008" : whereNone);
    }

    private boolean isReachable(Party party) {
        return party.endpoint() != null
                && (document.form() != EInvoice.PEPPOL || !NOT_OF_PEPPOL.contains(party.endpointScheme()));
    }

    private void german() {
        boolean xrechnung = document.form().isXRechnung();
        var prefix = xrechnung ? "XRechnung BR-DE-" : "Peppol DE-R-00";
        var contact = seller.contact();
        require(contact != null && contact.name() != null, "contact.name", prefix + "5");
        require(contact != null && contact.phone() != null, "contact.phone", prefix + "6");
        require(contact != null && contact.email() != null, "contact.email", prefix + "7");
        require(seller.zipCode() != null, "zip_code", prefix + "4");
        if (isBlank(document.buyer().city())) {
            ofBuyer("city", "", prefix + "8");
        }
        if (document.buyer().zipCode() == null) {
            ofBuyer("zip_code", "", prefix + "9");
        }
        if (xrechnung && document.buyerReference() == null) {
            ofBuyer("buyer_reference", "the Leitweg-ID of an authority", prefix + "15");
        }
    }

    private void national() {
        switch (country) {
            case "DK" -> {
                registered(country, "the CVR number", "DK-R-002, DK-R-014");
                if (isDomestic() && document.buyer().registration() != null) {
                    buyerRegistered("DK-R-017");
                }
                require(!isDomestic() || !document.paymentMeans().equals("30"), "bic", "DK-R-005, DK-R-006");
            }
            case "IS" -> icelandic();
            case "NL" -> dutch();
            case "SE" -> swedish();
            default -> {
            }
        }
        // Other rules go by the country of the VAT id, if there is one.
        country = document.seller().vatCountry();
        switch (country) {
            case "NO" -> require(isVatId("NO[0-9]{9}MVA"), "vat_id, as NO123456789MVA", "NO-R-001");
            case "IT" -> {
                address("IT-R-002, IT-R-004");
                require(lengthOf(document.seller().taxStatement(), length -> length >= 11 && length <= 16),
                        "tax_number of 11 to 16 characters", "IT-R-001");
            }
            case "GR" -> missing.add("Greek seller cannot send over Peppol with this program: the invoice would need "
                    + "what the tax authority's platform answers (GR-R-001): choose --e-invoice factur-x or none");
            default -> {
            }
        }
    }

    private void icelandic() {
        registered("IS", "the kennitala", "IS-R-002");
        address("IS-R-003");
        if (isDomestic()) {
            buyerRegistered("IS-R-004");
            buyerAddress("IS-R-005");
        }
    }

    private void dutch() {
        if (seller.registrationId() != null) {
            registered("NL", "the KvK or OIN number", "NL-R-003");
        }
        address("NL-R-002");
        if (document.isCreditNote() && document.invoice().correction() == null) {
            missing.add("Dutch seller names the invoice that a credit note corrects over Peppol (NL-R-001), and a "
                    + "total below zero corrects none: choose --e-invoice factur-x or none for this group");
        }
        if (isDomestic()) {
            if (document.buyer().registration() != null) {
                buyerRegistered("NL-R-005");
            }
            buyerAddress("NL-R-004");
            require(seller.iban() != null || document.isCreditNote(), "iban", "NL-R-008");
        }
    }

    private void swedish() {
        boolean registered = document.seller().vatId() != null && document.seller().vatCountry().equals(country);
        require(!registered || isVatId("SE[0-9]{12}"), "vat_id, as SE556677889901", "SE-R-001, SE-R-002");
        if (seller.registrationId() != null) {
            registered("SE", "of ten digits, of which the last is right", "SE-R-003, SE-R-004, SE-R-013");
        }
        for (var tax : document.invoice().taxes()) {
            var rate = tax.rate().stripTrailingZeros().toPlainString();
            if (registered && tax.category() == TaxCategory.S && !SWEDISH_RATES.contains(rate)) {
                missing.add("Swedish seller charges VAT of 25, 12 or 6 % over Peppol, not " + rate
                        + " % (SE-R-006): choose --e-invoice factur-x or none for this group");
            }
        }
    }

    private boolean isDomestic() {
        return seller.countryCode().equals(document.invoice().buyer().countryCode());
    }

    private boolean isVatId(String pattern) {
        var vatId = document.seller().vatId();
        return vatId == null || vatId.matches(pattern);
    }

    private void address(String rule) {
        require(!seller.addressLines().isEmpty(), "address_lines", rule);
        require(seller.zipCode() != null, "zip_code", rule);
    }

    private void buyerAddress(String rule) {
        if (document.buyer().zipCode() == null) {
            ofBuyer("zip_code", "", rule);
        }
    }

    private void registered(String country, String what, String rule) {
        var id = RegistrationId.of(country, seller.registrationId());
        if (id == null || id.scheme() == null) {
            ofSeller("registration_id", what, rule);
        }
    }

    private void buyerRegistered(String rule) {
        var registration = document.buyer().registration();
        if (registration == null || registration.scheme() == null) {
            ofBuyer("registration_id", "the number in the register of companies", rule);
        }
    }

    private static boolean lengthOf(@Nullable String text, Predicate<Integer> rule) {
        return text == null || rule.test(text.length());
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private void require(boolean holds, String field, String rule) {
        if (!holds) {
            ofSeller(field, "", rule);
        }
    }

    private void ofSeller(String field, String what, String rule) {
        var adjective = ADJECTIVES.get(country);
        missing.add((adjective == null ? "the seller" : adjective + " seller") + " needs " + field
                + (what.isEmpty() ? "" : ", " + what) + " (" + rule + ")" + OF_SELLER);
    }

    private void ofBuyer(String field, String what, String rule) {
        missing.add("billing group '" + document.invoice().groupName() + "' needs " + field
                + (what.isEmpty() ? "" : ", " + what) + " (" + rule + "): 'billing group edit '"
                + document.invoice().groupName() + "' --" + field.replace('_', '-') + " ...'");
    }
}
