package org.billinggroups.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.billinggroups.job.BillingProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain text accounting programs read what we write for them. Needs the packages hledger and beancount. */
@Tag("external")
class HledgerIT {
    private static final int GROUPS = 60;
    /** What means something to the one or the other. */
    private static final String[] PIECES = { ";", "|", ":", ",", "  ", "\"", "\\", "'", "(", ")", "[2020-01-01]",
            "date:2020-01-01", "2020-01-01 * x", "  Assets:Cash  1 EUR", "=", "+", "-", "@", "#tag", "^link", "*", "!",
            "a",
            "B", "\u00fc", "\u0141", "%", "{", "}", "~", "<", "&", "include x", "%d" };
    private static final Map<String, String> ACCOUNTS = Map.of("accounts_receivable", "Assets:Receivable",
            "vat_payable", "Liabilities:VAT", "revenue:usage", "Income:Usage", "revenue:support", "Income:Support");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void invoicesAPeriod() throws IOException {
        var random = new Random(11);
        var company = new StringBuilder("""
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                """);
        var projects = new StringBuilder("    projects:\n");
        var usage = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (int i = 0; i < GROUPS; i++) {
            var group = i + name(random);
            var project = i + name(random);
            company.append(
                    "      - {name: %s, currency: %s, company: %s, address_lines: [A], city: B, country_code: FI, "
                            .formatted(quoted(group), i % 3 == 0 ? "JPY" : "EUR", quoted(name(random) + "x")))
                    .append("support_percent: 3}\n");
            projects.append("      - {id: %s, billing_group: %s}%n".formatted(quoted(project), quoted(group)));
            usage.append("u%d,\"%s\",S,vm,%d.%02d,hour,2026-10-05T00:00:00Z,2026-10-05T01:00:00Z%n".formatted(i,
                    project.replace("\"", "\"\""), random.nextInt(1000), random.nextInt(100)));
        }
        billing("apply", write("company.yaml", company.toString() + projects), "--yes");
        billing("price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                vm,per_unit,EUR,hour,,1.11,,,,,,2026-01-01
                vm,per_unit,JPY,hour,,111,,,,,,2026-01-01
                """));
        billing("rate", "import", write("rates.csv", "Date,JPY,\n2026-10-30,164.25,\n"));
        billing("import", write("usage.csv", usage.toString()));
        billing("run", "2026-10", "--issue-date", "2026-11-02");
    }

    private static String name(Random random) {
        return random.ints(1 + random.nextInt(6), 0, PIECES.length).mapToObj(i -> PIECES[i])
                .collect(Collectors.joining());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String billing(String... arguments) {
        var all = new ArrayList<>(List.of("--data-dir", folder.resolve("data").toString()));
        all.addAll(List.of(arguments));
        var ended = BillingProcess.run(Map.of(), all.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return ended.out();
    }

    private static String run(String... command) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static String export(String format) throws IOException {
        var file = folder.resolve(format);
        billing("ledger", "export", "2026-10", "--format", format, "--out", file.toString());
        assertThat(billing("ledger", "export", "2026-10", "--format", format)).isEqualTo(Files.readString(file));
        return file.toString();
    }

    private static List<CSVRecord> rows(String csv) throws IOException {
        try (var parser = CSVParser.parse(csv, CSVFormat.RFC4180.builder().setIgnoreSurroundingSpaces(true).setHeader()
                .setSkipHeaderRecord(true).get())) {
            return parser.getRecords();
        }
    }

    /** The totals of our own ledger file in a currency. */
    private static Map<String, BigDecimal> posted(String currency) throws IOException {
        return totals(rows(Files.readString(folder.resolve("data/out/2026-10/run-1/ledger.csv"))).stream()
                .filter(row -> row.get("currency").equals(currency)).toList(),
                row -> ACCOUNTS.get(row.get("ledger_account")),
                row -> decimal(row.get("debit")).subtract(decimal(row.get("credit"))));
    }

    private static Map<String, BigDecimal> totals(List<CSVRecord> rows, Function<CSVRecord, String> account,
            Function<CSVRecord, BigDecimal> amount) {
        return rows.stream().collect(Collectors.groupingBy(account, TreeMap::new,
                Collectors.mapping(amount, Collectors.reducing(BigDecimal.ZERO, BigDecimal::add))));
    }

    private static BigDecimal decimal(String text) {
        var number = text.replaceAll(" ?[A-Z]{3}", "").strip();
        return number.isEmpty() ? BigDecimal.ZERO : new BigDecimal(number);
    }

    @Test
    void hledgerAcceptsTheJournalAndComesToTheSameTotals() throws Exception {
        var journal = export("hledger");
        run("hledger", "-f", journal, "check", "--strict", "ordereddates");
        for (var currency : List.of("EUR", "JPY")) {
            var balance = run("hledger", "-f", journal, "balance", "--flat", "--no-total", "-O", "csv",
                    "cur:" + currency);
            assertThat(totals(rows(balance), row -> row.get("account"), row -> decimal(row.get("balance"))))
                    .isEqualTo(posted(currency)).hasSize(4);
        }
        var transactions = run("hledger", "-f", journal, "print", "-O", "csv");
        assertThat(rows(transactions).stream().map(row -> row.get("code")).distinct()).hasSize(GROUPS)
                .allMatch(code -> code.startsWith("INV-2026-"));
        assertThat(rows(transactions)).allMatch(row -> row.get("date").equals("2026-11-02"));
    }

    @Test
    void beancountAcceptsTheFileAndComesToTheSameTotals() throws Exception {
        var file = export("beancount");
        assertThat(run("bean-check", file)).isEmpty();
        for (var currency : List.of("EUR", "JPY")) {
            var balance = run("bean-query", "-f", "csv", file, "SELECT account, sum(number) AS total WHERE currency = '"
                    + currency + "' GROUP BY account");
            assertThat(totals(rows(balance), row -> row.get("account").strip(), row -> decimal(row.get("total"))))
                    .isEqualTo(posted(currency));
        }
        assertThat(rows(run("bean-query", "-f", "csv", file, "SELECT DISTINCT id"))).hasSize(GROUPS);
    }
}
