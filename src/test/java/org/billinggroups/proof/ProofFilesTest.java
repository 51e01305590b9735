package org.billinggroups.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code prove} prints and which files the page wants, by an invoice with late usage of the month before. */
class ProofFilesTest {
    private static final String NUMBER = "INV-2026-000002";
    private static final String USAGE = "usage/2026-10.csv";

    @TempDir
    private static Path folder;

    private static TestDatabase database;
    private static CheckedArchive page;
    private static String said;
    private static List<String> exported;
    private static Map<String, byte[]> archive;

    @BeforeAll
    static void invoices() throws IOException {
        database = TestDatabase.create();
        billing("apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: North, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}
                    projects: [{id: web, billing_group: North}]
                """), "--yes");
        billing("price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                vm,per_unit,EUR,hour,,0.05,,,,,,2026-01-01
                """));
        period("2026-09", "s,web,Compute,vm,100,hour,2026-09-01T00:00:00Z,2026-09-02T00:00:00Z,,,,\n");
        period("2026-10", """
                late,web,Compute,vm,10,hour,2026-09-03T00:00:00Z,2026-09-04T00:00:00Z,,,,
                o,web,Compute,vm,200,hour,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,,,,
                tax,web,Market,fee,1,each,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,3.00,EUR,tax,
                fee,web,Market,fee,1,each,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,7.00,EUR,purchase,
                """);
        said = prove();
        exported = billing("seal", "export").lines().filter(line -> line.startsWith("root ")).toList();
        archive = CheckedArchive.files(Files.readAllBytes(folder.resolve("proof.zip")));
        page = new CheckedArchive();
    }

    @AfterAll
    static void close() {
        page.close();
        database.close();
    }

    private static void period(String period, String rows) throws IOException {
        billing("import", write(period + ".csv", "usage_id,project,service,sku,quantity,unit,started_at,ended_at,"
                + "amount,currency,category,description\n" + rows));
        billing("run", period, "--issue-date", "2026-11-02", "--out", folder.resolve("out").toString());
    }

    private static String prove(String... more) {
        var arguments = new String[]{ "prove", NUMBER, "--out", folder.resolve("proof.zip").toString() };
        return more.length == 0
                ? billing(arguments)
                : billing(arguments[0], arguments[1], arguments[2], arguments[3],
                        more[0]);
    }

    private static String billing(String... arguments) {
        var ended = CommandInProcess.run(database, arguments);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return ended.out();
    }

    private static String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** The archive with another text of a file, under a manifest that lists it. */
    private static Map<String, byte[]> with(String path, UnaryOperator<String> change) {
        var files = new LinkedHashMap<>(archive);
        files.put(path, change.apply(new String(archive.getOrDefault(path, new byte[0]), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8));
        return ProofTest.listed(files);
    }

    @Test
    void printsTheRootsOfAllRunsThatTheInvoiceRestsOn() {
        assertThat(exported).hasSize(2);
        assertThat(said.lines().filter(line -> line.startsWith("root "))).isEqualTo(exported);
        assertThat(said).contains("proof of " + NUMBER + " of run 2026-10/run-1 with 5 usage records",
                "tell the customer these roots").doesNotContain("taken back");
        assertThat(prove("--json")).contains("\"roots\"", exported.getFirst().split(" ")[2], "\"credit_notes\"");
        assertThat(page.eval("hashesIn(`" + said + "`).roots.size")).as("with the hash of the page").isEqualTo("3");
    }

    /** The proof stays the same: it is of the invoice as it was issued. */
    @Test
    void namesTheCreditNotesThatTookTheInvoiceBack() throws IOException {
        billing("invoice", "credit-note", NUMBER, "--lines", "1", "--reason", "Outage", "--issue-date", "2026-11-03",
                "--yes");
        assertThat(prove()).contains("taken back wholly or in part by CN-2026-000001");
        assertThat(prove("--json")).contains("CN-2026-000001");
        assertThat(CheckedArchive.files(Files.readAllBytes(folder.resolve("proof.zip"))))
                .containsExactlyEntriesOf(archive);
    }

    @Test
    void comesOutAgain() {
        assertThat(page.check(archive)).matches("[1-9].* figures");
    }

    /** Listed or not: it could pass for something that was checked. */
    @ParameterizedTest
    @ValueSource(strings = { "extra.txt", "usage/2026-01.csv", "seals/x/seal.json", "seals/2026-10-run-1/note.rows" })
    void namesListedFilesThatNoStepReads(String path) {
        assertThat(page.check(with(path, text -> "usage_id\n"))).startsWith("DIFFERENCE " + path + "|0|")
                .endsWith("|one that no step reads");
    }

    @Test
    void refusesContentsOfAnotherFormat() {
        for (var format : List.of("\"format\":99", "\"format\":0", "\"format\":\"1\"", "\"former\":1")) {
            assertThat(page.check(with("contents.json", text -> text.replace("\"format\":1", format)))).as(format)
                    .startsWith("DIFFERENCE contents.json|0|an archive of format 1 or before").contains("|format ");
        }
    }

    /** The link of a seal is the same for the number and its text. */
    @Test
    void refusesASealWhosePositionIsNoNumber() {
        for (var position : List.of("\"$1\"", "[$1]", "$1.5", "-$1", "null")) {
            assertThat(page.check(with("seals/2026-10-run-1/seal.json",
                    text -> text.replaceFirst("\"position\":([0-9]+)", "\"position\":" + position)))).as(position)
                    .startsWith("DIFFERENCE seals/2026-10-run-1/seal.json|0|a position in the chain, 1 or more|");
        }
    }

    @Test
    void checksTheNamesOfTheColumnsOfUsageAndItsCategories() {
        assertThat(page.check(with(USAGE, text -> text.replaceFirst("quantity", "amount_used"))))
                .isEqualTo("DIFFERENCE usage/2026-10.csv|1|column quantity in place 5|column amount_used");
        assertThat(page.check(with(USAGE, text -> text.replaceFirst("category", "kind"))))
                .isEqualTo("DIFFERENCE usage/2026-10.csv|1|column category in place 11|column kind");
        assertThat(page.check(with(USAGE, text -> text.replaceFirst("description\n", "description,more\n"))))
                .isEqualTo("DIFFERENCE usage/2026-10.csv|1|no column in place 13|column more");
        assertThat(page.check(with(USAGE, text -> text.replaceFirst(",purchase,", ",present,"))))
                .startsWith("DIFFERENCE usage/2026-10.csv|").contains("'present' is no category of usage");
    }
}
