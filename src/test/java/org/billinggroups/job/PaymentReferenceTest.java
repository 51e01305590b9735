package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.billinggroups.cli.CommandTest;
import org.billinggroups.document.PdfText;
import org.junit.jupiter.api.Test;

/** What invoices are paid by. */
class PaymentReferenceTest extends CommandTest {
    private Path company(int groups) throws IOException {
        var company = SmallCompany.write(folder, groups);
        billing(0, "apply", company.apply().toString(), "--yes");
        billing(0, "price", "import", company.prices().toString());
        billing(0, "import", company.usage().toString());
        return company.apply();
    }

    private void seller(int exitCode, String fields, String... told) throws IOException {
        var ended = billing(exitCode, "apply", write("seller.yaml", "seller: {id: main, " + fields + "}\n"), "--yes");
        assertThat(List.of(told)).allMatch(ended.err()::contains);
    }

    private String run(int exitCode, String period, String issueDate) {
        return billing(exitCode, "run", period, "--issue-date", issueDate, "--allow-issue-date", "--without-usage",
                "--out", out()).err();
    }

    private String out() {
        return folder.resolve("out").toString();
    }

    private List<String> references() {
        return database.jdbc().sql("""
                SELECT concat_ws(' ', number, payment_reference) FROM issued_invoice ORDER BY journal_entry
                """).query(String.class).list();
    }

    /** The second and third are those that descriptions of the standard give. */
    @Test
    void areMadeOfLettersAndDigits() {
        assertThat(database.jdbc().sql("""
                SELECT coalesce(creditor_reference(number), '-') FROM unnest(ARRAY['INV-2026-000123', '539007547034',
                    '2348231', 'inv 2026/000123', 'Ä-1', 'A', '000000000000000000009', 'ABCDEFGHIJKLMNOPQRSTU',
                    'ABCDEFGHIJKLMNOPQRSTUV', '-', '']) AS given (number)
                """).query(String.class).list()).containsExactly("RF98INV2026000123", "RF18539007547034",
                "RF712348231", "RF98INV2026000123", "RF741", "RF25A", "RF52000000000000000000009",
                "RF95ABCDEFGHIJKLMNOPQRSTU", "-", "-", "-").allMatch(PaymentReferenceTest::isValid);
    }

    private static boolean isValid(String reference) {
        var digits = new StringBuilder();
        (reference.substring(Math.min(4, reference.length())) + reference.substring(0, Math.min(4, reference.length())))
                .chars().forEach(character -> digits.append(Character.getNumericValue(character)));
        return reference.equals("-") || new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
    }

    @Test
    void eachInvoiceHasOneAndNoCreditNote() throws IOException {
        company(2);
        run(0, "2026-10", "2026-11-02");
        billing(0, "invoice", "credit-note", "INV-2026-000001", "--reason", "Wrong", "--issue-date", "2026-11-03");
        assertThat(references()).containsExactly("INV-2026-000001 RF94INV2026000001",
                "INV-2026-000002 RF67INV2026000002", "CN-2026-000001");
        assertThat(billing(0, "invoice", "list", "--json").out())
                .contains("\"payment_reference\" : \"RF94INV2026000001\"", "\"payment_reference\" : null");
        assertThat(billing(0, "invoice", "show", "INV-2026-000002", "--json").out())
                .contains("\"payment_reference\" : \"RF67INV2026000002\"", "\"open\" : ", "\"overdue_days\" : ");
        assertThat(billing(0, "invoice", "show", "INV-2026-000002").out()).contains("reference   RF67INV2026000002");
        assertThat(text(pdf("INV-2026-000002"))).contains("RF67 INV2 0260 0000 2");
        assertThat(text(folder.resolve("out/corrections/CN-2026-000001/invoices/CN-2026-000001.pdf")))
                .doesNotContain("RF");
        billing(0, "verify");
    }

    private static String text(Path pdf) throws IOException {
        return String.join("\n", PdfText.extracted(Files.readAllBytes(pdf)));
    }

    private Path pdf(String number) {
        return folder.resolve("out/2026-10/run-1/invoices/" + number + ".pdf");
    }

    @Test
    void documentsOfEarlierVersionsAskForTheNumberForEver() throws IOException {
        company(1);
        var owner = database.ownerJdbc();
        owner.sql("ALTER TABLE invoicing_run ALTER COLUMN creditor_references SET DEFAULT false").update();
        run(0, "2026-10", "2026-11-02");
        owner.sql("ALTER TABLE invoicing_run ALTER COLUMN creditor_references SET DEFAULT true").update();
        var bytes = Files.readAllBytes(pdf("INV-2026-000001"));
        Files.delete(pdf("INV-2026-000001"));
        billing(0, "render", "2026-10");
        assertThat(pdf("INV-2026-000001")).hasBinaryContent(bytes);
        assertThat(text(pdf("INV-2026-000001"))).contains("INV-2026-000001").doesNotContain("RF94");
        assertThat(references()).containsExactly("INV-2026-000001 RF94INV2026000001");
        billing(0, "verify");
    }

    @Test
    void areNeverGivenTwiceNorWithoutRoom() throws IOException {
        company(1);
        usageOf("09");
        run(0, "2026-09", "2026-10-02");
        seller(20, "invoice_series: 'INV{year}-{number:6}'", "invoice_series 'INV{year}-{number:6}': "
                + "gives the same payment references as the series 'INV-{year}-{number:6}', which has numbers already");
        seller(20, "invoice_series: 'ABCDEFGHIJKLMN{year}-{number:6}'", "found 24 in 'ABCDEFGHIJKLMN2026-000000'");
        seller(0, "invoice_series: 'ABCDEFGHIJKLMNOP{year}{number}', next_number: {ABCDEFGHIJKLMNOP2026: 10}");
        assertThat(run(20, "2026-10", "2026-11-02")).contains("no numbers are given: 'ABCDEFGHIJKLMNOP202610' of the "
                + "series 'ABCDEFGHIJKLMNOP{year}{number}' has 22 letters and digits");
        // Another pattern with the same letters and digits.
        seller(0, "invoice_series: 'INV-{year}0-{number:5}', next_number: ");
        assertThat(billing(20, "run", "2026-10", "--discard-drafts", "--out", out()).err())
                .contains("a number of the series 'INV-{year}0-{number:5}' would have the payment reference of an "
                        + "earlier invoice", "'billing run 2026-10 --discard-drafts'");
        assertThat(references()).containsExactly("INV-2026-000001 RF94INV2026000001");
        withoutConstraintsBothWouldHaveIt();
    }

    private void usageOf(String month) throws IOException {
        billing(0, "import", write("more.csv", Files.readString(folder.resolve("usage.csv"))
                .replace("2026-10", "2026-" + month).replaceAll("(?m)^u-", "more-")));
    }

    /** As the migration finds them: neither gets one. */
    private void withoutConstraintsBothWouldHaveIt() throws IOException {
        var owner = database.ownerJdbc();
        owner.sql("ALTER TABLE issued_invoice DROP CONSTRAINT issued_payment_reference_unique").update();
        billing(0, "run", "2026-10", "--out", out());
        var migration = Files.readString(Path.of("src/main/resources/db/migration/V127__creditor_references.sql"));
        int start = migration.indexOf("ALTER TABLE issued_invoice DISABLE");
        owner.sql("ALTER TABLE issued_invoice DISABLE TRIGGER refuse_change").update();
        owner.sql("UPDATE issued_invoice SET payment_reference = NULL").update();
        owner.sql(migration.substring(start, migration.indexOf(';', migration.indexOf("ENABLE TRIGGER")))).update();
        assertThat(references()).containsExactly("INV-2026-000001", "INV-20260-00001");
    }
}
