package org.billinggroups.einvoice;

import java.io.IOException;
import org.billinggroups.account.Contact;
import org.billinggroups.file.XmlOutput;
import org.jspecify.annotations.Nullable;

/** Seller or buyer in the syntax of {@link CiiXml}. */
final class CiiParty {
    private static final String[] LINES = { "ram:LineOne", "ram:LineTwo", "ram:LineThree" };

    private CiiParty() {}

    static void write(XmlOutput xml, Party party) throws IOException {
        xml.text("ram:ID", party.id());
        xml.text("ram:Name", party.name());
        xml.text("ram:Description", party.legalText());
        var registration = party.registration();
        if (registration != null) {
            xml.in("ram:SpecifiedLegalOrganization",
                    () -> xml.text("ram:ID", "schemeID", registration.scheme(), registration.id()));
        }
        var contact = party.contact();
        if (contact != null) {
            xml.in("ram:DefinedTradeContact", () -> contact(xml, contact));
        }
        xml.in("ram:PostalTradeAddress", () -> {
            xml.text("ram:PostcodeCode", party.zipCode());
            for (int i = 0; i < Math.min(LINES.length, party.addressLines().size()); i++) {
                xml.text(LINES[i], party.addressLines().get(i));
            }
            xml.text("ram:CityName", party.city());
            xml.text("ram:CountryID", party.country());
            xml.text("ram:CountrySubDivisionName", party.state());
        });
        if (party.endpoint() != null) {
            xml.in("ram:URIUniversalCommunication",
                    () -> xml.text("ram:URIID", "schemeID", party.endpointScheme(), party.endpoint()));
        }
        tax(xml, "VA", party.vatId());
        tax(xml, "FC", party.taxNumber());
    }

    private static void contact(XmlOutput xml, Contact contact) throws IOException {
        xml.text("ram:PersonName", contact.name());
        if (contact.phone() != null) {
            xml.in("ram:TelephoneUniversalCommunication", () -> xml.text("ram:CompleteNumber", contact.phone()));
        }
        if (contact.email() != null) {
            xml.in("ram:EmailURIUniversalCommunication", () -> xml.text("ram:URIID", contact.email()));
        }
    }

    private static void tax(XmlOutput xml, String scheme, @Nullable String id) throws IOException {
        if (id != null) {
            xml.in("ram:SpecifiedTaxRegistration", () -> xml.text("ram:ID", "schemeID", scheme, id));
        }
    }
}
