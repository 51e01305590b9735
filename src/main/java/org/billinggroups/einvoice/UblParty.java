package org.billinggroups.einvoice;

import java.io.IOException;
import org.billinggroups.file.XmlOutput;
import org.jspecify.annotations.Nullable;

/** Seller or buyer in the syntax of {@link UblXml}. */
final class UblParty {
    private UblParty() {}

    /** @param creditorId by which the seller collects (BT-90), or null */
    static void write(XmlOutput xml, Party party, @Nullable String creditorId) throws IOException {
        xml.in("cac:Party", () -> {
            xml.text("cbc:EndpointID", "schemeID", party.endpointScheme(), party.endpoint());
            if (party.id() != null) {
                xml.in("cac:PartyIdentification", () -> xml.text("cbc:ID", party.id()));
            }
            if (creditorId != null) {
                xml.in("cac:PartyIdentification", () -> xml.text("cbc:ID", "schemeID", "SEPA", creditorId));
            }
            xml.in("cac:PostalAddress", () -> address(xml, party));
            tax(xml, party.vatId(), "VAT");
            tax(xml, party.taxStatement(), "TAX");
            xml.in("cac:PartyLegalEntity", () -> {
                xml.text("cbc:RegistrationName", party.name());
                var registration = party.registration();
                if (registration != null) {
                    xml.text("cbc:CompanyID", "schemeID", registration.scheme(), registration.id());
                }
                xml.text("cbc:CompanyLegalForm", party.legalText());
            });
            var contact = party.contact();
            if (contact != null) {
                xml.in("cac:Contact", () -> {
                    xml.text("cbc:Name", contact.name());
                    xml.text("cbc:Telephone", contact.phone());
                    xml.text("cbc:ElectronicMail", contact.email());
                });
            }
        });
    }

    private static void address(XmlOutput xml, Party party) throws IOException {
        var lines = party.addressLines();
        xml.text("cbc:StreetName", lines.isEmpty() ? null : lines.getFirst());
        xml.text("cbc:AdditionalStreetName", lines.size() > 1 ? lines.get(1) : null);
        xml.text("cbc:CityName", party.city());
        xml.text("cbc:PostalZone", party.zipCode());
        xml.text("cbc:CountrySubentity", party.state());
        if (lines.size() > 2) {
            xml.in("cac:AddressLine", () -> xml.text("cbc:Line", lines.get(2)));
        }
        xml.in("cac:Country", () -> xml.text("cbc:IdentificationCode", party.country()));
    }

    private static void tax(XmlOutput xml, @Nullable String id, String scheme) throws IOException {
        if (id != null) {
            xml.in("cac:PartyTaxScheme", () -> {
                xml.text("cbc:CompanyID", id);
                xml.in("cac:TaxScheme", () -> xml.text("cbc:ID", scheme));
            });
        }
    }
}
