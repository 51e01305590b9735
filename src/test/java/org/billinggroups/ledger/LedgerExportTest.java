package org.billinggroups.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.ledger.ExportedAmounts.Amount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A period's postings in files for accounting programs: from usage over the invoicing job to the file. */
class LedgerExportTest {
    /** Names that keep all accounts apart. */
    private static final Map<String, String> SETTINGS = Map.of(
            "billing.ledger.xero.accounts[revenue:promotional_credits]", "201",
            "billing.ledger.quickbooks.accounts.revenue-promotional-credits", "Discounts",
            "billing.ledger.datev.accounts.accountsreceivable", "12345");

    @TempDir
    private static Path folder;

    private static TestDatabase database;

    @BeforeAll
    static void invoicesAPeriod() throws IOException {
        database = TestDatabase.create();
        run(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller GmbH, address_lines: [Weg 1], city: Bonn, country_code: DE,
                  vat_id: DE136695976}
                tax_rates: [{country_code: DE, rate: 19, valid_from: 2021-01-01},
                            {country_code: DE, tax_class: reduced, rate: 7, valid_from: 2021-01-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: North, currency: EUR, company: "Acme; GmbH | x", address_lines: [A], city: B, country_code: DE}
                      - {name: "=1+1,  (x) [2020-01-01]", currency: EUR, company: "\\"Q\\" \\\\ \u0150", address_lines: [A],
                         city: B, country_code: FI, vat_id: FI20774740}
                      - {name: Kyoto, currency: JPY, company: Kyoto KK, address_lines: [A], city: B, country_code: JP}
                    projects: [{id: web, billing_group: North}, {id: api, billing_group: North},
                               {id: "db, date:2020-01-01", billing_group: "=1+1,  (x) [2020-01-01]"},
                               {id: jp, billing_group: Kyoto}]
                """));
        run(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from,tax_class
                vm,per_unit,EUR,hour,,1.11,,,,,,2026-01-01,
                vm,per_unit,JPY,hour,,111,,,,,,2026-01-01,
                book,per_unit,EUR,hour,,3.33,,,,,,2026-01-01,reduced
                """));
        run(0, "credit", "add", "North", "--kind", "promotional", "--amount", "5");
        run(0, "credit", "add", "North", "--kind", "prepaid", "--amount", "20");
        var text = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (var row : List.of("a,web,S,vm,33.37", "b,web,S,book,7.77", "c,api,S,vm,3.3",
                "d,\"db, date:2020-01-01\",S,vm,10",
                "e,jp,S,vm,137")) {
            text.append(row).append(",hour,2026-10-05T00:00:00Z,2026-10-05T01:00:00Z\n");
        }
        run(0, "import", write("usage.csv", text.toString()));
        assertThat(export(20, "xero").err()).contains("there are no published postings of 2026-10");
        run(0, "run", "2026-10", "--until", "issue", "--issue-date", "2026-12-02", "--out",
                folder.resolve("out").toString());
        assertThat(export(20, "xero").err()).contains("3 invoice(s) of 2026-10 are issued and not published yet",
                "billing run 2026-10");
        run(0, "run", "2026-10", "--out", folder.resolve("out").toString());
        run(0, "invoice", "credit-note", number("North"), "--reason", "x", "--lines", "1", "--issue-date",
                "2027-01-05", "--allow-issue-date");
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    private static String number(String group) {
        return database.jdbc().sql("""
                SELECT n.number FROM issued_invoice n JOIN billing_group g ON g.id = n.group_id
                WHERE g.name = ? AND n.revision IS NOT NULL
                """).param(group).query(String.class).single();
    }

    private static String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static CommandInProcess.Ended run(int code, String... arguments) {
        var ended = CommandInProcess.run(database, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + ended.out() + ended.err()).isEqualTo(code);
        return ended;
    }

    private static CommandInProcess.Ended export(int code, String format, String... more) {
        List<String> arguments = new ArrayList<>(List.of("ledger", "export", "2026-10", "--format", format));
        arguments.addAll(List.of(more));
        SETTINGS.forEach(System::setProperty);
        try {
            return run(code, arguments.toArray(String[]::new));
        } finally {
            SETTINGS.keySet().forEach(System::clearProperty);
        }
    }

    /** How much is posted to each of our accounts. */
    private static List<Amount> posted(String condition) {
        return database.jdbc().sql("""
                SELECT n.number, p.ledger_account || coalesce('/' || p.tax_code, '') AS account,
                    coalesce(p.debit, -p.credit) AS amount
                FROM posting p JOIN issued_invoice n ON n.invoice_id = p.invoice_id WHERE\s""" + condition)
                .query(Amount.class).list();
    }

    private static String name(LedgerExport.Format format, String account) {
        var family = account.replaceFirst("[:/].*", "");
        return switch (format) {
            case HLEDGER,
                    BEANCOUNT ->
                Map.of("accounts_receivable", "Assets:Receivable", "vat_payable", "Liabilities:VAT",
                        "customer_prepayments", "Liabilities:Customer-Prepayments", "revenue",
                        account.contains("promo") ? "Income:Promotional-Credits" : "Income:Usage").get(family);
            case DATEV -> Map
                    .of("accounts_receivable", "12345", "vat_payable", account.endsWith("19") ? "1776" : "1771",
                            "customer_prepayments", "1710", "revenue", account.contains("promo") ? "8700" : "8200")
                    .get(family);
            case XERO -> Map.of("accounts_receivable", "612", "vat_payable", "820", "customer_prepayments", "836",
                    "revenue", account.contains("promo") ? "201" : "200").get(family);
            case QUICKBOOKS -> Map.of("accounts_receivable", "Accounts Receivable (A/R)", "vat_payable", "VAT Payable",
                    "customer_prepayments", "Customer Prepayments", "revenue",
                    account.contains("promo") ? "Discounts" : "Sales").get(family);
        };
    }

    private static String text(LedgerExport.Format format, Path file) throws IOException {
        return Files.readString(file, format == LedgerExport.Format.DATEV
                ? Charset.forName("windows-1252")
                : StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void everyFormatHasTheTotalsOfThePostings(LedgerExport.Format format) throws IOException {
        var file = folder.resolve(format + ".txt");
        var name = format.name().toLowerCase(Locale.ROOT);
        for (var condition : Map.of(List.of("--currency", "EUR", "--issued", "2026-12"),
                "p.currency = 'EUR' AND n.issue_date < '2027-01-01'",
                List.of("--currency", "EUR", "--issued", "2027-01"),
                "n.issue_date >= '2027-01-01'").entrySet()) {
            var options = condition.getKey().toArray(String[]::new);
            var toFile = new ArrayList<>(condition.getKey());
            toFile.addAll(List.of("--out", file.toString()));
            var told = export(0, name, toFile.toArray(String[]::new)).out();
            var amounts = ExportedAmounts.of(format, text(format, file));
            var posted = posted(condition.getValue());
            assertThat(posted).hasSizeGreaterThan(2);
            assertThat(told).contains(posted.size() + " postings of 2026-10, EUR, issued "
                    + condition.getKey().getLast() + " written to " + file);
            assertThat(ExportedAmounts.totals(amounts, Amount::number)).isEmpty();
            assertThat(ExportedAmounts.totals(amounts, Amount::account)).isEqualTo(
                    ExportedAmounts.totals(posted, amount -> name(format, amount.account())));
            assertThat(amounts.stream().map(Amount::number).collect(Collectors.toSet()))
                    .isEqualTo(posted.stream().map(Amount::number).collect(Collectors.toSet()));
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            // The command's own test reads standard output as UTF-8.
            if (format != LedgerExport.Format.DATEV) {
                assertThat(export(0, name, options).out()).isEqualTo(Files.readString(file));
            }
        }
    }

    @Test
    void settingsAreRefusedThatNameNothing() {
        System.setProperty("billing.ledger.hledger.accounts.vat-payabel", "Liabilities:Tax");
        try {
            assertThat(export(20, "hledger").err())
                    .contains("billing.ledger.hledger.accounts.vat-payabel: there is no such");
        } finally {
            System.clearProperty("billing.ledger.hledger.accounts.vat-payabel");
        }
        System.setProperty("billing.ledger.hledger.accounts.vat-payable-s19", "Liabilities:Tax");
        try {
            assertThat(export(0, "hledger").out()).contains("\n    Liabilities:Tax  -", "\n    Liabilities:VAT  -");
        } finally {
            System.clearProperty("billing.ledger.hledger.accounts.vat-payable-s19");
        }
    }

    @Test
    void hostileNamesStayNames() throws IOException {
        assertThat(export(0, "hledger").out()).contains(
                "2026-12-02 * (" + number("North") + ") Acme GmbH x | North\n",
                ") \"Q\" \\ \u0150 | =1+1, (x) [2020-01-01]\n", "project:db_ date_2020-01-01\n", "  15207 JPY\n");
        assertThat(export(0, "beancount").out()).contains("* \"\\\"Q\\\" \\\\ \u0150\" \"=1+1, (x) [2020-01-01]\"\n");
        var file = folder.resolve("batch.csv");
        var told = export(0, "datev", "--currency", "EUR", "--issued", "2026-12", "--out", file.toString(), "--json");
        assertThat(told.out()).contains("\"postings\" : 12", "\"sha256\" : \"");
        assertThat(text(LedgerExport.Format.DATEV, file)).contains("\"\"\"Q\"\" \\ O, =1+1, (x) [2020-01-01]\"",
                ";20261202000000000;", ";20261201;20261231;").endsWith("\r\n");
    }

    @Test
    void whatAFormatCannotSayIsRefusedBeforeAnythingIsWritten() {
        var file = folder.resolve("refused.csv");
        assertThat(export(20, "datev", "--out", file.toString()).err()).contains("JPY").contains("--currency EUR");
        assertThat(export(20, "datev", "--currency", "EUR").err()).contains("one financial year",
                "2026-12-02 to 2027-01-05", "--issued 2027-01");
        assertThat(export(20, "xero").out()).isEmpty();
        assertThat(export(20, "hledger", "--currency", "USD").err())
                .contains("there are no published postings of 2026-10, USD");
        assertThat(export(20, "hledger", "--out", folder.resolve("nowhere/x").toString()).err())
                .contains("expected a file in a folder that is there");
        assertThat(export(20, "hledger", "--out", folder.toString()).err()).contains("expected a file");
        assertThat(file).doesNotExist();
        run(2, "ledger", "export", "2026-10");
        run(2, "ledger", "export", "2026-10", "--format", "other");
        run(2, "ledger");
    }
}
