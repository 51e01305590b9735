package org.billinggroups.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
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
            "vat_payable", "Liabilities:VAT", "revenue:usage", "Income:Usage", "revenue:support", "Income:Support",
            "customer_prepayments", "Liabilities:Customer-Prepayments");
    /** What was paid of some invoices, and paid back of it. */
    private static final int EACH = 20;
    private static final BigDecimal PAID = new BigDecimal("30");
    private static final BigDecimal PAID_BACK = new BigDecimal("7");
    /** A prepaid credit is booked today, which is not the month of the test in all years. */
    private static final String ISSUED = "2026-11";
    private static final boolean IS_ISSUED_NOW = YearMonth.now(ZoneOffset.UTC).toString().equals(ISSUED);
    private static final String PREPAYS = "00000000-0000-4000-8000-000000000001";
    private static final BigDecimal PREPAID = new BigDecimal("12.34");

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
                    "      - {id: 00000000-0000-4000-8000-%012d, name: %s, currency: %s, company: %s, address_lines: [A], city: B, country_code: FI, "
                            .formatted(i, quoted(group), i % 3 == 0 ? "JPY" : "EUR", quoted(name(random) + "x")))
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
        billing("credit", "add", PREPAYS, "--kind", "prepaid", "--amount", PREPAID.toPlainString());
        billing("run", "2026-10", "--issue-date", "2026-11-02");
        for (int i = EACH; i <= GROUPS; i += EACH) {
            var number = "INV-2026-%06d".formatted(i);
            billing("invoice", "pay", number, "--amount", PAID.toPlainString(), "--on", "2026-11-20");
            billing("invoice", "pay", number, "--amount", "-" + PAID_BACK.toPlainString(), "--on", "2026-11-21");
        }
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
        billing("ledger", "export", "--issued", ISSUED, "--format", format, "--out", file.toString());
        assertThat(billing("ledger", "export", "--issued", ISSUED, "--format", format))
                .isEqualTo(Files.readString(file));
        return file.toString();
    }

    private static List<CSVRecord> rows(String csv) throws IOException {
        try (var parser = CSVParser.parse(csv, CSVFormat.RFC4180.builder().setIgnoreSurroundingSpaces(true).setHeader()
                .setSkipHeaderRecord(true).get())) {
            return parser.getRecords();
        }
    }

    /** The totals of our own ledger file in a currency, and of what was paid. */
    private static Map<String, BigDecimal> posted(String currency) throws IOException {
        var rows = rows(Files.readString(folder.resolve("data/out/2026-10/run-1/ledger.csv"))).stream()
                .filter(row -> row.get("currency").equals(currency)).toList();
        var totals = totals(rows, row -> ACCOUNTS.get(row.get("ledger_account")),
                row -> decimal(row.get("debit")).subtract(decimal(row.get("credit"))));
        long paid = rows.stream().map(row -> row.get("invoice_number")).distinct()
                .filter(number -> Integer.parseInt(number.substring(number.length() - 6)) % EACH == 0).count();
        var prepaid = IS_ISSUED_NOW && currency.equals("EUR") ? PREPAID : BigDecimal.ZERO;
        var came = PAID.subtract(PAID_BACK).multiply(BigDecimal.valueOf(paid));
        totals.put("Assets:Bank", came.add(prepaid));
        totals.merge("Assets:Receivable", came.negate(), BigDecimal::add);
        totals.merge("Liabilities:Customer-Prepayments", prepaid.negate(), BigDecimal::add);
        return withoutZeros(totals);
    }

    private static Map<String, BigDecimal> withoutZeros(Map<String, BigDecimal> totals) {
        totals.values().removeIf(total -> total.signum() == 0);
        totals.replaceAll((account, total) -> total.stripTrailingZeros());
        return totals;
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
            assertThat(withoutZeros(totals(rows(balance), row -> row.get("account"),
                    row -> decimal(row.get("balance"))))).isEqualTo(posted(currency)).hasSizeGreaterThan(4);
        }
        var transactions = run("hledger", "-f", journal, "print", "-O", "csv");
        assertThat(rows(transactions).stream().map(row -> row.get("code"))
                .filter(code -> code.startsWith("INV-2026-")).distinct()).hasSize(GROUPS);
        assertThat(rows(run("hledger", "-f", journal, "print", "-O", "csv", "tag:entry=^PAYMENT")).stream()
                .map(row -> row.get("txnidx")).distinct()).hasSize(2 * GROUPS / EACH);
    }

    @Test
    void beancountAcceptsTheFileAndComesToTheSameTotals() throws Exception {
        var file = export("beancount");
        assertThat(run("bean-check", file)).isEmpty();
        for (var currency : List.of("EUR", "JPY")) {
            var balance = run("bean-query", "-f", "csv", file, "SELECT account, sum(number) AS total WHERE currency = '"
                    + currency + "' GROUP BY account");
            assertThat(withoutZeros(totals(rows(balance), row -> row.get("account").strip(),
                    row -> decimal(row.get("total"))))).isEqualTo(posted(currency));
        }
        assertThat(rows(run("bean-query", "-f", "csv", file, "SELECT DISTINCT id")))
                .hasSize(GROUPS + 2 * GROUPS / EACH + (IS_ISSUED_NOW ? 1 : 0));
    }
}
