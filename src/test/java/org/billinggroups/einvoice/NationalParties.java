package org.billinggroups.einvoice;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A seller of each country with all that its country's rules ask for, and buyers. All names are invented. */
final class NationalParties {
    /**
     * Country, VAT id, number in the register, tax number, IBAN, BIC, standard rate; an empty cell is left out.
     */
    private static final String SELLERS = """
            DE | DE123456788    | HRB 12345 B |             | DE89370400440532013000      | COBADEFFXXX | 19
            AT | ATU13585627    | FN 123456 a |             | AT611904300234573201        | BKAUATWW    | 20
            FR | FR83732829320  | 732 829 320 |             | FR1420041010050500013M02606 | PSSTFRPPPAR | 20
            BE | BE0202239951   | 0202.239.951 |            | BE68539007547034            | GEBABEBB    | 21
            NL | NL123456789B13 | 12345678    |             | NL91ABNA0417164300          | ABNANL2A    | 21
            LU | LU26375245     | B123456     |             | LU280019400644750000        | BCEELULL    | 17
            IT | IT12345670017  | RM-123456   | 12345670017 | IT60X0542811101000000123456 | BPCVIT2S    | 22
            ES | ESB12345674    | M-12345     |             | ES9121000418450200051332    | CAIXESBB    | 21
            FI | FI24871935     | 2487193-5   |             | FI2112345600000785          | NDEAFIHH    | 25.5
            SE | SE556677889901 | 556677-8899 | 112038-9    | SE4550000000058398257466    | ESSESESS    | 25
            DK | DK12345674     | 12 34 56 74 |             | DK5000400440116243          | NDEADKKK    | 25
            NO | NO974760673MVA | 974 760 673 |             | NO9386011117947             | DNBANOKK    | 25
            EE | EE100931558    | 12345678    |             | EE382200221020145685        | HABAEE2X    | 24
            IE | IE6388047V     | 123456      |             | IE29AIBK93115212345678      | AIBKIE2D    | 23
            PL | PL5260001246   | 0000012345  |             | PL61109010140000071219812874 | WBKPPLPP   | 23
            IS | IS12345        | 590269-7199 |             | IS140159260076545510730339  | LAISISRE    | 24
            """;
    private static final Map<String, List<String>> CELLS = new TreeMap<>();

    static {
        SELLERS.lines().map(line -> List.of(line.split("\\|"))).forEach(
                cells -> CELLS.put(cells.getFirst().strip(), cells.stream().map(String::strip).toList()));
    }

    private NationalParties() {}

    static List<String> countries() {
        return List.copyOf(CELLS.keySet());
    }

    /** The standard rate of a country's VAT. */
    static String rate(String country) {
        return CELLS.get(country).get(6);
    }

    /** The fields of the apply file. */
    static Map<String, Object> seller(String country) {
        var cells = CELLS.get(country);
        Map<String, Object> fields = new HashMap<>(Map.of("name", "Seller " + country, "address_lines",
                List.of("Main Street 1"), "city", "Capital", "zip_code", "10115", "country_code", country, "email",
                "billing@seller.example", "legal_text", List.of(legalText(country), "Directors: A. Person, B. Person"),
                "contact", Map.of("name", "Accounts", "phone", "+49 30 123456", "email", "ask@seller.example"),
                "website", "www.seller.example"));
        fields.put("endpoint", null);
        var names = List.of("vat_id", "registration_id", "tax_number", "iban", "bic");
        for (int i = 0; i < names.size(); i++) {
            fields.put(names.get(i), cells.get(i + 1).isEmpty() ? null : cells.get(i + 1));
        }
        return fields;
    }

    private static String legalText(String country) {
        return switch (country) {
            case "SE" -> "Godkänd för F-skatt";
            case "NO" -> "Registrert i Foretaksregisteret";
            default -> "Registered in Capital, share capital EUR 25,000";
        };
    }

    /** A company, with the number of another company in the same register. */
    static Map<String, Object> buyer(String country, boolean business) {
        var cells = CELLS.getOrDefault(country, List.of(country, "", "", "", "", "", ""));
        Map<String, Object> fields = new HashMap<>(Map.of("company", business ? "Buyer Ltd" : "A. Person",
                "address_lines", List.of("Side Street 2"), "city", "Town", "zip_code", "20095", "country_code", country,
                "billing_emails", List.of("ap@buyer.example"), "buyer_reference", "04011000-12345-03"));
        fields.put("endpoint", null);
        fields.put("vat_id", business && !cells.get(1).isEmpty() ? cells.get(1) : null);
        fields.put("registration_id", business && !cells.get(2).isEmpty() ? cells.get(2) : null);
        fields.put("contact_name", business ? "Accounts payable" : null);
        return fields;
    }
}
