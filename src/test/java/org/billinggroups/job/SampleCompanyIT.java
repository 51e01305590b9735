package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.document.FocusDataset;
import org.billinggroups.document.PdfText;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sample company from its files to its invoices, through the commands that users type. Its ledgers, the text of its
 * invoices and one of them as FOCUS file equal those in {@code sample-data/expected}; with {@code -Dgolden=write} they are written there instead.
 */
class SampleCompanyIT {
    private static final Path SAMPLES = Path.of("sample-data");
    private static final Path EXPECTED = SAMPLES.resolve("expected");
    private static final Map<String, String> ISSUE_DATES = new TreeMap<>(
            Map.of("2026-07", "2026-08-02", "2026-08", "2026-09-02", "2026-09", "2026-10-02"));

    @TempDir
    private static Path out;

    private static TestDatabase database;

    @BeforeAll
    static void invoicesThreeMonths() {
        database = TestDatabase.create();
        billing(0, "apply", SAMPLES.resolve("company.yaml").toString(), "--yes");
        billing(0, "price", "import", SAMPLES.resolve("prices.csv").toString());
        billing(0, "import", usage("2026-07.csv"), usage("2026-08.csv.gz"), usage("2026-09.csv"));
        ISSUE_DATES.forEach((period, date) -> billing(0, "run", period, "--issue-date", date, "--out", out.toString()));
    }

    @Test
    void ledgersAreAsExpected() throws IOException {
        for (var period : ISSUE_DATES.keySet()) {
            compare(Files.readString(run(period).resolve("ledger.csv")), EXPECTED.resolve("ledger-" + period + ".csv"));
        }
    }

    @Test
    void invoicesReadAsExpected() throws IOException {
        for (var period : ISSUE_DATES.keySet()) {
            try (Stream<Path> files = Files.list(run(period).resolve("invoices"))) {
                for (var pdf : files.filter(file -> file.toString().endsWith(".pdf")).toList()) {
                    compare(textOf(pdf), EXPECTED.resolve(pdf.getFileName().toString().replace(".pdf", ".txt")));
                }
            }
        }
    }

    @Test
    void focusFilesFollowTheSpecificationAndReadAsExpected() throws IOException {
        for (var period : ISSUE_DATES.keySet()) {
            try (Stream<Path> files = Files.list(run(period).resolve("focus"))) {
                for (var file : files.toList()) {
                    assertThat(FocusDataset.of(file).broken()).as(file.toString()).isEmpty();
                }
            }
        }
        var file = "3f0c2a52-6c1e-4c57-9f52-0d8a3a1b7e02.csv";
        compare(Files.readString(run("2026-07").resolve("focus").resolve(file)),
                EXPECTED.resolve("focus-2026-07.csv"));
    }

    @Test
    void debitsEqualCreditsForEachInvoice() throws IOException {
        Map<String, BigDecimal> balances = new TreeMap<>();
        for (var period : ISSUE_DATES.keySet()) {
            for (var posting : csv(run(period).resolve("ledger.csv"))) {
                balances.merge(posting.get("invoice_number") + " " + posting.get("currency"),
                        amount(posting.get("debit")).subtract(amount(posting.get("credit"))), BigDecimal::add);
            }
        }
        assertThat(balances).hasSize(15);
        assertThat(balances.values()).allMatch(balance -> balance.signum() == 0);
    }

    @Test
    void linesOfEachInvoiceAddUpToWhatTheLedgerCreditsAsRevenue() throws IOException {
        for (var period : ISSUE_DATES.keySet()) {
            Map<String, BigDecimal> difference = new TreeMap<>();
            for (var posting : csv(run(period).resolve("ledger.csv"))) {
                if (posting.get("ledger_account").startsWith("revenue:")) {
                    difference.merge(posting.get("invoice_number"),
                            amount(posting.get("credit")).subtract(amount(posting.get("debit"))), BigDecimal::add);
                }
            }
            for (var number : List.copyOf(difference.keySet())) {
                for (var line : csv(run(period).resolve("invoices").resolve(number + ".csv"))) {
                    difference.merge(number, amount(line.get("amount")).negate(), BigDecimal::add);
                }
            }
            assertThat(difference.values()).hasSize(5).allMatch(amount -> amount.signum() == 0);
        }
    }

    @Test
    void everythingIsDoneAndRunningAgainSaysSo() {
        assertThat(billing(0, "run", "2026-07").out()).contains("nothing to invoice in 2026-07: it is finished");
        assertThat(billing(0, "import", usage("2026-08.csv.gz")).out()).contains("was imported before");
        assertThat(billing(0, "verify").out()).contains("2026-07 run 1: verified", "2026-09 run 1: verified");
    }

    @Test
    void brokenFileIsToldRowByRowAndNothingOfItKept() {
        long before = records();
        var ended = billing(20, "import", usage("broken.csv"));
        assertThat(ended.err()).contains("broken.csv:3: quantity '4,5': expected a decimal number",
                "broken.csv:18: quantity 'one'", "12 of 17 rows are bad; nothing of the file was imported")
                .doesNotContain("Exception");
        assertThat(records()).isEqualTo(before);
    }

    @Test
    void verifyFindsAChangedByteAndRenderMendsIt() throws IOException {
        var file = run("2026-08").resolve("invoices").resolve("INV-2026-000007.pdf");
        var content = Files.readAllBytes(file);
        var changed = content.clone();
        changed[content.length / 2] ^= 1;
        Files.write(file, changed);
        assertThat(billing(21, "verify", "2026-08").out()).contains("INV-2026-000007.pdf");
        billing(0, "render", "INV-2026-000007");
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
    }

    @Test
    void filesAreForTheirOwnerOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run("2026-07").resolve("ledger.csv"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run("2026-07").resolve("invoices"))))
                .isEqualTo("rwx------");
    }

    @Test
    void invoiceShowsAsJson() {
        var json = billing(0, "invoice", "show", "INV-2026-000001", "--json").out();
        assertThat(json).startsWith("{").contains("\"number\" : \"INV-2026-000001\"", "\"state\" : \"issued\"",
                "\"net_total\" : \"", "\"sha256\" : \"");
        assertThat(billing(0, "--json", "invoice", "list", "--period", "2026-08").out()).startsWith("[");
    }

    @Test
    void rehearsalOfAllMonthsFindsNoDifferenceAndChangesNothingEvenIfKilled() throws InterruptedException {
        var before = database.content();
        assertThat(billing(0, "rehearse", "2026-07..2026-09").out()).contains("difference 0.00 (0.0 %)")
                .doesNotContain("DIFFERENCE");
        var killed = BillingProcess.start(database.environment(), List.of(), List.of("rehearse", "2026-07..2026-12"));
        while (killed.isAlive() && database.jdbc().sql("""
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND query LIKE '%frozen_%' AND pid <> pg_backend_pid()
                """).query(Long.class).single() == 0) {
            Thread.sleep(5);
        }
        killed.kill();
        assertThat(database.content()).isEqualTo(before);
    }

    private static String usage(String file) {
        return SAMPLES.resolve("usage").resolve(file).toString();
    }

    private static Path run(String period) {
        return out.resolve(period).resolve("run-1");
    }

    private static long records() {
        return database.jdbc().sql("SELECT count(*) FROM usage_record").query(Long.class).single();
    }

    private static BillingProcess.Ended billing(int exitCode, String... arguments) {
        Map<String, String> environment = new HashMap<>(database.environment());
        environment.putAll(Map.of("BILLING_FOCUS", "on", "BILLING_FOCUS_SERVICECATEGORY_COMPUTE", "Compute"));
        var ended = BillingProcess.run(environment, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err())
                .isEqualTo(exitCode);
        return ended;
    }

    private static void compare(String actual, Path golden) throws IOException {
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, actual);
        }
        assertThat(actual).as(golden.toString()).isEqualTo(Files.readString(golden));
    }

    private static String textOf(Path pdf) throws IOException {
        var text = new StringBuilder();
        PdfText.extracted(Files.readAllBytes(pdf)).forEach(page -> text.append(page.strip()).append("\n\n"));
        return text.toString();
    }

    private static List<CSVRecord> csv(Path file) throws IOException {
        var format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
        try (var parser = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
            return parser.getRecords();
        }
    }

    private static BigDecimal amount(String text) {
        return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
    }
}
