package org.billinggroups.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.billinggroups.TestApplication;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.cli.CommandInProcess.Ended;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.EventFormat;
import org.billinggroups.seal.SealedEvents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/** Payments and prepaid credits in exports of the ledger, and the numbers of exports. */
class PaymentExportTest {
    private static final String AUGUST = "INV-2026-000001";
    private static final String SEPTEMBER = "INV-2026-000002";

    @TempDir
    private static Path folder;

    private static TestDatabase issued;

    private TestDatabase database;

    /** Two invoices of 100 EUR without tax. */
    @BeforeAll
    static void issuesInvoices() throws IOException {
        issued = TestDatabase.create();
        billing(issued, 0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Street 1], city: Helsinki, country_code: FI,
                         vat_id: FI20774740, iban: FI2112345600000785}
                accounts:
                  - id: acme
                    billing_groups: [{name: One, currency: EUR, company: One Ltd, address_lines: [Road 1], city: Town,
                                      country_code: US, debtor_account: "10017"}]
                    projects: [{id: p1, billing_group: One}]
                """), "--yes");
        billing(issued, 0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                s,per_unit,EUR,hour,,1,,,,,,2020-01-01
                """));
        for (var month : new String[]{ "08", "09" }) {
            billing(issued, 0, "import", write(month + ".csv", """
                    usage_id,project,service,sku,quantity,unit,started_at,ended_at
                    a%1$s,p1,S,s,100,hour,2026-%1$s-05T00:00:00Z,2026-%1$s-05T01:00:00Z
                    """.formatted(month)));
        }
        run("2026-08", "2026-09-01");
        run("2026-09", "2026-10-01");
    }

    @AfterAll
    static void dropIssued() {
        issued.close();
    }

    @BeforeEach
    void copyDatabase() {
        database = issued.copy();
    }

    @AfterEach
    void dropDatabase() throws IOException {
        database.close();
        FileSystemUtils.deleteRecursively(folder.resolve("out/corrections"));
    }

    private static String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static Ended billing(TestDatabase database, int code, String... arguments) {
        var ended = CommandInProcess.run(database, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + ended.out() + ended.err()).isEqualTo(code);
        return ended;
    }

    private Ended billing(int code, String... arguments) {
        return billing(database, code, arguments);
    }

    private static void run(String period, String date) {
        billing(issued, 0, "run", period, "--issue-date", date, "--out", folder.resolve("out").toString());
    }

    private void pay(String number, String amount, String day) {
        billing(0, "invoice", "pay", number, "--amount", amount, "--on", day);
    }

    private String export(int code, String options) {
        var ended = billing(code, ("ledger export --format hledger " + options).split(" "));
        return code == 0 ? ended.out() + ended.err() : ended.err();
    }

    private void creditsSeptember(String date) {
        billing(0, "invoice", "credit-note", SEPTEMBER, "--reason", "x", "--lines", "1", "--issue-date", date,
                "--allow-issue-date");
    }

    @Test
    void hasWhatWasPaidInTheMonthBesideItsInvoices() {
        pay(AUGUST, "60", "2026-09-10");
        pay(AUGUST, "-10.50", "2026-09-20");
        pay(SEPTEMBER, "100", "2026-10-01");
        assertThat(export(0, "2026-09")).isEqualTo("""
                ; Postings of 2026-09, export 1
                decimal-mark .
                commodity 1000.00 EUR
                account Assets:Bank
                account Assets:Receivable
                account Income:Usage

                2026-09-10 * (INV-2026-000001) One Ltd | One  ; entry:PAYMENT-1
                    Assets:Bank  60.00 EUR
                    Assets:Receivable  -60.00 EUR

                2026-09-20 * (INV-2026-000001) One Ltd | One  ; entry:PAYMENT-2
                    Assets:Bank  -10.50 EUR
                    Assets:Receivable  10.50 EUR

                2026-10-01 * (INV-2026-000002) One Ltd | One
                    Assets:Receivable  100.00 EUR
                    Income:Usage  -100.00 EUR  ; tax:O, project:p1
                billing: this is export 1; what is added later is written with --added-since 1
                """);
        // By date, both of them; of the invoices of a period alone, what belongs to these.
        assertThat(export(0, "--issued 2026-10")).contains("; Postings of issued 2026-10, export 2\n",
                "2026-10-01 * (INV-2026-000002) One Ltd | One\n",
                "2026-10-01 * (INV-2026-000002) One Ltd | One  ; entry:PAYMENT-3\n").doesNotContain("000001");
        assertThat(export(0, "2026-08 --issued 2026-09")).contains("(INV-2026-000001) One Ltd | One\n", "PAYMENT-1\n",
                "PAYMENT-2\n").doesNotContain("000002");
        assertThat(export(20, "2026-09 --issued 2026-09")).contains("no published postings of 2026-09, issued 2026-09");
        billing(2, "ledger", "export", "--format", "hledger");
        billing(0, "verify");
    }

    @Test
    void numbersExportsAndWritesWhatWasAddedSince() throws IOException {
        pay(AUGUST, "60", "2026-09-10");
        var first = export(0, "2026-09");
        assertThat(first).contains("; Postings of 2026-09, export 1\n");
        assertThat(export(0, "2026-09")).isEqualTo(first);
        var datev = folder.resolve("datev.csv");
        assertThat(billing(0, "ledger", "export", "2026-09", "--format", "datev", "--out", datev.toString(), "--json")
                .out()).contains("\"export\" : 1", "\"postings\" : 4");
        assertThat(Files.readString(datev, Charset.forName("windows-1252"))).contains(";\"Export 1: 2026-09\";",
                "\r\n60,00;\"H\";\"EUR\";;;\"\";10017;1360;\"\";1009;\"INV-2026-000001\";\"\";;\"One Ltd, One\";");
        assertThat(export(0, "2026-08")).contains("2026-08, export 2\n");
        assertThat(export(20, "--added-since 1")).contains("nothing was added to 2026-09 since export 1");

        pay(AUGUST, "5", "2026-09-12");
        pay(AUGUST, "6", "2026-11-02");
        creditsSeptember("2026-10-05");
        var added = export(0, "2026-09 --added-since 1");
        assertThat(added).startsWith("; Postings of 2026-09, added since export 1, export 3\n")
                .contains("2026-09-12 * (INV-2026-000001) One Ltd | One  ; entry:PAYMENT-2\n",
                        "2026-10-05 * (CN-2026-000001) ")
                .doesNotContain("PAYMENT-1\n", "PAYMENT-3\n", "(INV-2026-000002)");
        assertThat(export(0, "--added-since 1")).isEqualTo(added);
        pay(AUGUST, "7", "2026-09-13");
        assertThat(export(0, "--added-since 3")).contains("2026-09, added since export 3, export 4\n", "PAYMENT-4\n")
                .doesNotContain("PAYMENT-2\n", "(CN");
        assertThat(export(0, "2026-09")).contains("2026-09, export 5\n", "PAYMENT-1\n", "PAYMENT-4\n", "(CN-");

        assertThat(export(20, "2026-08 --added-since 1")).contains("export 1 is of 2026-09, not of 2026-08",
                "'billing ledger export 2026-09 --added-since 1 --format ...'");
        assertThat(export(20, "--added-since 6")).contains("there is no export 6: the last one is 5");
        assertThat(export(20, "2026-09 --currency USD")).contains("no published postings of 2026-09, USD");
    }

    @Test
    void booksPrepaidCreditsOnTheDayOnWhichAGroupGotThem() throws IOException {
        billing(0, "credit", "add", "One", "--kind", "prepaid", "--amount", "30");
        billing(0, "credit", "add", "One", "--kind", "promotional", "--amount", "7");
        billing(0, "credit", "add", "--kind", "prepaid", "--amount", "20", "--currency", "EUR", "--claim-code", "GIFT");
        billing(0, "credit", "add", "One", "--kind", "prepaid", "--amount", "9", "--claim-code", "GIVEN");
        var today = LocalDate.now(ZoneOffset.UTC);
        var month = today.toString().substring(0, 7);
        var before = export(0, "--issued " + month);
        assertThat(before).contains(today + " * (CREDIT-1) One Ltd | One\n"
                + "    Assets:Bank  30.00 EUR\n    Liabilities:Customer-Prepayments  -30.00 EUR\n", "(CREDIT-4)")
                .doesNotContain("CREDIT-2", "CREDIT-3");
        billing(0, "credit", "claim", "One", "GIFT");
        assertThat(export(0, "--added-since 1")).contains("(CREDIT-3)", "Assets:Bank  20.00 EUR")
                .doesNotContain("CREDIT-1", "CREDIT-4");
        billing(0, "verify");
    }

    @Test
    void booksWhatStatementsBroughtAndWhatWasUnmatched() throws IOException {
        var statement = write("statement.csv", """
                booked_on,amount,currency,reference,remitter,remittance,entry_id
                2026-10-05,100,EUR,,One,INV-2026-000001,A1
                2026-10-06,130,EUR,,One,INV-2026-000002,A2
                """);
        billing(0, "payment", "import", statement, "--on-account");
        assertThat(export(0, "--issued 2026-10")).contains("""

                2026-10-05 * (INV-2026-000001) One Ltd | One  ; entry:PAYMENT-1
                    Assets:Bank  100.00 EUR
                    Assets:Receivable  -100.00 EUR

                2026-10-06 * (CREDIT-1) One Ltd | One  ; entry:ON-ACCOUNT-1
                    Assets:Bank  30.00 EUR
                    Liabilities:Customer-Prepayments  -30.00 EUR

                2026-10-06 * (INV-2026-000002) One Ltd | One  ; entry:PAYMENT-2
                    Assets:Bank  100.00 EUR
                    Assets:Receivable  -100.00 EUR
                """);
        // The credit is on account and nothing else.
        assertThat(export(20, "--issued " + LocalDate.now(ZoneOffset.UTC).toString().substring(0, 7)))
                .contains("no published postings");
        billing(0, "payment", "unmatch", "2", "--reason", "Wrong");
        assertThat(export(0, "--added-since 1")).contains("""

                2026-10-06 * (INV-2026-000002) One Ltd | One  ; entry:PAYMENT-3
                    Assets:Bank  -100.00 EUR
                    Assets:Receivable  100.00 EUR
                """, """

                2026-10-06 * (CREDIT-1) One Ltd | One  ; entry:ON-ACCOUNT-2
                    Assets:Bank  -30.00 EUR
                    Liabilities:Customer-Prepayments  30.00 EUR
                """).doesNotContain("PAYMENT-1", "PAYMENT-2", "ON-ACCOUNT-1");
        billing(0, "verify");
    }

    @Test
    void losesNothingThatIsCommittedLate() throws Exception {
        try (var application = TestApplication.on(database)) {
            var jdbc = application.getBean(JdbcClient.class);
            var seals = application.getBean(SealedEvents.class);
            var transaction = application.getBean(TransactionTemplate.class);
            transaction.executeWithoutResult(status -> {
                long early = jdbc.sql("""
                        INSERT INTO payment (invoice_id, amount, paid_on, recorded_at, recorded_by)
                        SELECT invoice_id, 1, '2026-09-11', now(), 'test' FROM issued_invoice WHERE number = ?
                        RETURNING id
                        """).param(AUGUST).query(Long.class).single();
                assertThat(early).isEqualTo(1);
                // Its id is later, and it is there earlier.
                pay(SEPTEMBER, "2", "2026-10-02");
                assertThat(export(0, "--issued 2026-10")).contains("export 1\n", "PAYMENT-2\n");
                assertThat(export(0, "2026-09")).contains("export 2\n").doesNotContain("PAYMENT-1\n");
                seals.seal(EventFormat.PAYMENT, early);
            });
        }
        assertThat(export(0, "--added-since 2")).contains("PAYMENT-1\n").doesNotContain("PAYMENT-2\n");
    }

    @Test
    void givesOneNumberToExportsOfTheSameAtOnce() throws Exception {
        pay(AUGUST, "60", "2026-09-10");
        try (var application = TestApplication.on(database); var threads = Executors.newFixedThreadPool(6)) {
            var export = application.getBean(LedgerExport.class);
            var written = IntStream.range(0, 12).mapToObj(i -> threads.submit(() -> {
                var out = new ByteArrayOutputStream();
                var told = export.write(LedgerSelection.of(BillingPeriod.parse(
                        i % 2 == 0 ? "2026-09" : "2026-08"), null, null), OptionalLong.empty(),
                        LedgerExport.Format.BEANCOUNT, out);
                return told.title() + told.number() + out;
            })).toList();
            var texts = written.stream().map(PaymentExportTest::get).toList();
            assertThat(texts.stream().distinct()).hasSize(2);
        }
        assertThat(database.jdbc().sql("SELECT number FROM ledger_export ORDER BY 1").query(Long.class).list())
                .containsExactly(1L, 2L);
    }

    @Test
    void givesTheNumberAgainOfAFileThatWasNeverWritten() throws Exception {
        pay(AUGUST, "60", "2026-09-10");
        try (var application = TestApplication.on(database)) {
            var lost = new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("no space left");
                }
            };
            assertThatThrownBy(() -> application.getBean(LedgerExport.class).write(
                    LedgerSelection.of(BillingPeriod.parse("2026-09"), null, null), OptionalLong.empty(),
                    LedgerExport.Format.XERO, lost)).isInstanceOf(IOException.class);
        }
        assertThat(export(0, "2026-09")).contains("export 1\n");
        assertThat(export(0, "2026-08")).contains("export 2\n");
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void findsWhatWasChangedBehindItsBack() {
        pay(AUGUST, "60", "2026-09-10");
        creditsSeptember("2026-10-05");
        billing(0, "verify");
        database.asAdministrator("ALTER DATABASE " + database.name() + " SET session_replication_role = replica");
        database.ownerJdbc().sql("INSERT INTO payment (invoice_id, amount, paid_on, recorded_at, recorded_by) "
                + "SELECT invoice_id, 1, '2026-09-11', now(), 'x' FROM payment").update();
        assertThat(export(20, "2026-09")).contains("PAYMENT-2 has no seal", "billing verify");
        database.ownerJdbc().sql("DELETE FROM payment WHERE id = 2; UPDATE payment SET amount = 61; "
                + "UPDATE posting SET debit = debit + 1 WHERE ledger_account = 'accounts_receivable'").update();
        assertThat(billing(21, "verify").out()).contains("payment 1 of INV-2026-000001: is not what was sealed",
                "invoice INV-2026-000001: total 100.00 - prepaid 0.00 - paid 61 + paid back 0 - credited 0 is 39.00, but "
                        + "its receivables are posted as 40.00, and 39.00 is open");
    }
}
