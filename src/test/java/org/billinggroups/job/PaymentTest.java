package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.cli.CommandTest;
import org.billinggroups.database.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may be paid of an invoice: what is open, and back what was paid; from the day it was issued until today. */
class PaymentTest extends CommandTest {
    private static final String INVOICE = "INV-2026-000001";

    @BeforeEach
    void createCompany() throws IOException {
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: North, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}
                    projects: [{id: web, billing_group: North}]
                """), "--yes");
        billing(0, "import", write("usage.csv", """
                usage_id,project,service,sku,quantity,unit,started_at,ended_at,amount,currency
                a,web,S,vm,1,hour,2026-09-05T00:00:00Z,2026-09-05T01:00:00Z,60,EUR
                b,web,T,vm,1,hour,2026-09-05T00:00:00Z,2026-09-05T01:00:00Z,40,EUR
                """));
    }

    private void run(String... more) {
        var arguments = new ArrayList<>(List.of("run", "2026-09", "--out", folder.resolve("out").toString()));
        arguments.addAll(List.of(more));
        billing(0, arguments.toArray(String[]::new));
    }

    private String pay(int exitCode, String amount, String... more) {
        var arguments = new ArrayList<>(List.of("invoice", "pay", INVOICE, "--amount", amount));
        arguments.addAll(List.of(more));
        var ended = billing(exitCode, arguments.toArray(String[]::new));
        return ended.out() + ended.err();
    }

    @Test
    void isNeverMoreThanIsOpen() {
        run("--issue-date", "2026-10-02");
        assertThat(pay(20, "99999")).contains("EUR 99999.00 would be paid, but EUR 125.50 of it is open");
        pay(0, "100");
        assertThat(pay(20, "25.51")).contains("EUR 25.50 of it is open");
        pay(0, "25.50");
        assertThat(pay(20, "0.01")).contains("nothing of it is open");
        assertThat(pay(20, "-125.51")).contains("EUR 125.50 of it was paid");

        // What was paid before a credit note is paid back, and nothing can be paid of a credited invoice.
        billing(0, "invoice", "credit-note", INVOICE, "--reason", "x", "--lines", "1");
        assertThat(pay(20, "1")).contains("nothing of it is open");
        assertThat(pay(0, "-75.30")).contains("EUR 0.00 open");
        billing(0, "invoice", "credit-note", INVOICE, "--reason", "x");
        pay(0, "-50.20");
        assertThat(pay(20, "-0.01")).contains("EUR 0.00 of it was paid");
        assertThat(pay(20, "0.01")).contains("nothing of it is open");
        billing(0, "verify");
    }

    @Test
    void isFromTheDayOfIssuingUntilToday() {
        run("--issue-date", "2026-10-02");
        assertThat(pay(20, "1", "--on", "2026-10-01")).contains("expected one from 2026-10-02");
        assertThat(pay(20, "1", "--on", today().plusDays(1).toString())).contains("to " + today());
        pay(0, "1", "--on", "2026-10-02");
        pay(0, "1", "--on", today().toString());
    }

    @Test
    void mayComeBeforeAnInvoiceThatIsDatedLater() {
        run("--issue-date", today().plusDays(5).toString());
        pay(0, "1", "--on", today().toString());
        assertThat(pay(20, "1", "--on", today().minusDays(1).toString())).contains("expected one from " + today());
    }

    @Test
    void ofTwoAtOnceOnlyOneFits() throws Exception {
        run("--issue-date", "2026-10-02");
        try (var other = TestDatabase.dataSource(database.application()).getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("INSERT INTO payment (invoice_id, amount, paid_on, recorded_at, recorded_by) "
                    + "SELECT invoice_id, 100, issue_date, now(), 'other' FROM issued_invoice");
            var second = CompletableFuture.supplyAsync(
                    () -> CommandInProcess.run(database, "invoice", "pay", INVOICE, "--amount", "100"));
            while (database.waiting() == 0) {
                Thread.sleep(20);
            }
            other.commit();
            var ended = second.get();
            assertThat(ended.exitCode()).isEqualTo(20);
            assertThat(ended.err()).contains("was recorded at the same time");
        }
        assertThat(pay(0, "25.50")).contains("EUR 125.50 paid, EUR 0.00 open");
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }
}
