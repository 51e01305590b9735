package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.Test;

/** Where a company comes from another system, its numbers go on. */
class NextNumberTest extends CommandTest {
    private static final String FIRST = "next_number: {INV-2026: 124, CN-2026: 7}";
    /** What is refused before any number was given, and why. */
    private static final String REFUSED = """
            next_number: {INV-2026: 0} # INV-2026 '0': expected a whole number from 1 to 999999999
            next_number: {INV-2026: -3} # INV-2026 '-3': expected a whole number
            next_number: {INV-2026: 0124} # INV-2026 '0124': expected a whole number
            next_number: {INV-2026: 12.5} # INV-2026 '12.5': expected a whole number
            next_number: {INV-2026: many} # INV-2026 'many': expected a whole number
            next_number: {INV-2026: 1000000000} # INV-2026 '1000000000': expected a whole number
            next_number: {INV-2026: } # INV-2026 '': is missing
            next_number: {INV-2026: [1]} # INV-2026 '': expected a single value
            next_number: {INV-2026: 1, INV-2026: 2} # INV-2026 '': the key stands twice
            next_number: 124 # expected a mapping
            next_number: [124] # expected a mapping
            next_number: {INV: 124} # next_number 'INV: 124': expected a series of the seller with its year,
            next_number: {INV-2026-: 124} # expected a series of the seller with its year
            next_number: {RE-2026: 124} # expected a series of the seller with its year
            next_number: {"INV-{year}": 124} # expected a series of the seller with its year
            next_number: {INV-20260: 124} # expected a series of the seller with its year
            invoice_series: "{number} of {year}", next_number: {INV-2026: 124} # such as of 2026 or CN-2026
            invoice_series: "RE{year}.{number:5}", next_number: {INV-2026: 124} # such as RE2026 or CN-2026
            """;

    private String seller(String fields) throws IOException {
        return write("seller.yaml", "seller: {id: main, name: Pohjola Cloud Oy, city: Helsinki, country_code: FI, %s}\n"
                .formatted(fields));
    }

    private List<String> numbers() {
        return database.jdbc().sql("SELECT number FROM issued_invoice ORDER BY journal_entry").query(String.class)
                .list();
    }

    private String run(String period, String issueDate) {
        return billing(0, "run", period, "--issue-date", issueDate, "--allow-issue-date", "--without-usage", "--out",
                folder.resolve("out").toString()).out();
    }

    @Test
    void numbersGoOnWhereAnotherSystemEnded() throws IOException {
        var company = SmallCompany.write(folder, 2);
        var declared = write("declared.yaml", Files.readString(company.apply()).replace("vat_id: FI01120389}",
                "vat_id: FI01120389,\n  " + FIRST + "}"));
        billing(0, "apply", declared, "--yes");
        assertThat(billing(0, "apply", declared).out()).contains("nothing to change");
        billing(0, "price", "import", company.prices().toString());
        billing(0, "import", company.usage().toString());
        run("2026-10", "2026-11-02");
        billing(0, "invoice", "credit-note", "INV-2026-000125", "--reason", "Wrong", "--issue-date", "2026-11-03");
        billing(0, "invoice", "credit-note", "INV-2026-000124", "--reason", "Wrong", "--issue-date", "2026-11-03");
        assertThat(numbers()).containsExactly("INV-2026-000124", "INV-2026-000125", "CN-2026-000007", "CN-2026-000008");
        billing(0, "verify");
        agreesWithItselfAfterwards(declared);
        findsAnotherFirstNumber();
    }

    /** What was declared stays what it is, also in an export; another first number comes too late. */
    private void agreesWithItselfAfterwards(String declared) throws IOException {
        assertThat(billing(0, "apply", declared).out()).contains("nothing to change");
        var exported = billing(0, "export").out();
        assertThat(exported).contains("next_number:\n    CN-2026: '7'\n    INV-2026: '124'\n");
        assertThat(billing(0, "apply", write("exported.yaml", exported)).out()).contains("nothing to change");
        assertThat(billing(20, "apply", seller("next_number: {INV-2026: 300}"), "--yes").err()).contains(
                "seller.yaml:1: next_number 'INV-2026: 300': comes too late: the series has numbers already",
                "from 124 on");
        billing(0, "apply", seller("next_number: {INV-2026: 124, INV-2027: 5001}"), "--yes");
        billing(0, "apply", seller("next_number: "), "--yes");
        assertThat(billing(0, "export").out()).doesNotContain("next_number");
        billing(0, "apply", seller("next_number: {INV-2026: 124, INV-2027: 5001}"), "--yes");
        assertThat(database.jdbc().sql("""
                SELECT new_value FROM change_event WHERE field = 'next_number' ORDER BY id DESC LIMIT 1
                """).query(String.class).single()).isEqualTo("{\"INV-2026\":124,\"INV-2027\":5001}");
    }

    private void findsAnotherFirstNumber() {
        var owner = database.ownerJdbc();
        owner.sql("UPDATE number_series SET first_number = 1 WHERE series LIKE 'INV%'").update();
        assertThat(billing(21, "verify").out()).contains("the first number was 124, but 1 is noted");
        owner.sql("UPDATE number_series SET first_number = 124 WHERE series LIKE 'INV%'").update();
        billing(0, "verify");
    }

    @Test
    void refusesWhatIsNoFirstNumberOfASeries() throws IOException {
        billing(0, "apply", SmallCompany.write(folder, 1).apply().toString(), "--yes");
        var softly = new SoftAssertions();
        for (var line : REFUSED.lines().toList()) {
            var parts = line.split(" # ");
            softly.assertThat(billing(20, "apply", seller(parts[0]), "--yes").err()).as(parts[0])
                    .contains("seller.yaml:1: ", parts[1]);
        }
        assertThat(billing(0, "export").out()).doesNotContain("next_number");
        billing(0, "apply", seller("invoice_series: '{year} {number}', next_number: {2026: 5}"), "--yes");
        softly.assertThat(billing(20, "apply", seller("invoice_series: 'X{year}-{number}'"), "--yes").err())
                .contains("next_number '2026: 5': expected a series of the seller with its year, such as X2026 or");
        softly.assertAll();
    }
}
