package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credit notes, and invoices that replace credited ones. */
class CorrectionTest extends CommandTest {
    private static final String INVOICE = "INV-2026-000001";
    private static final String PRICES = """
            sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
            vm,per_unit,EUR,hour,,%s,,,,,,2026-01-01
            db,per_unit,EUR,hour,,3,,,,,,2026-01-01
            """;

    private Path out;

    @BeforeEach
    void createCompany() throws IOException {
        out = folder.resolve("out");
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: North, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}
                      - {name: South, currency: EUR, company: D, address_lines: [A], city: B, country_code: FI}
                    projects: [{id: web, billing_group: North}, {id: api, billing_group: North}]
                """), "--yes");
        billing(0, "price", "import", write("prices.csv", PRICES.formatted("1")));
        importUsage("usage.csv", "a,web,S,vm,10.01,hour,2026-09-05", "b,api,S,vm,20,hour,2026-09-05",
                "c,api,S,db,30,hour,2026-09-05");
    }

    private void importUsage(String name, String... rows) throws IOException {
        var text = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (var row : rows) {
            var day = row.substring(row.lastIndexOf(',') + 1);
            text.append(row).append("T00:00:00Z,").append(day).append("T01:00:00Z\n");
        }
        billing(0, "import", write(name, text.toString()));
    }

    private void run(String period, String date) {
        billing(0, "run", period, "--issue-date", date, "--out", out.toString());
    }

    private String creditNote(int exitCode, String number, String... more) {
        var arguments = new ArrayList<>(List.of("invoice", "credit-note", number));
        arguments.addAll(List.of(more));
        var ended = billing(exitCode, arguments.toArray(String[]::new));
        return ended.out() + ended.err();
    }

    private String balances() {
        return String.join(", ", database.jdbc().sql("""
                SELECT concat_ws(' ', ledger_account, tax_code, sum(coalesce(debit, 0) - coalesce(credit, 0)))
                FROM posting GROUP BY ledger_account, tax_code HAVING sum(coalesce(debit, 0) - coalesce(credit, 0)) <> 0
                ORDER BY 1
                """).query(String.class).list());
    }

    @Test
    void takesAWholeInvoiceBack() throws IOException {
        billing(0, "credit", "add", "North", "--kind", "promotional", "--amount", "20", "--description", "Welcome");
        billing(0, "credit", "add", "North", "--kind", "prepaid", "--amount", "50");
        run("2026-09", "2026-10-01");
        assertThat(creditNote(0, INVOICE, "--reason", "Wrong customer", "--issue-date", "2026-10-05"))
                .contains("CN-2026-000001 issued: EUR 125.51 of INV-2026-000001 credited");
        assertThat(balances()).isEmpty();
        assertThat(billing(0, "credit", "list").out()).contains("EUR 20.00  EUR 20.00", "EUR 50.00  EUR 50.00");
        var corrections = out.resolve("corrections/CN-2026-000001");
        assertThat(FolderContent.of(corrections)).containsOnlyKeys("invoices/CN-2026-000001.pdf",
                "invoices/CN-2026-000001.csv", "ledger.csv", "manifest.json");
        assertThat(Files.readString(corrections.resolve("ledger.csv"))).contains("accounts_receivable,,125.51,EUR",
                "Credit note CN-2026-000001 for invoice INV-2026-000001", "vat_payable,25.50,,EUR,S25.5");
        assertThat(billing(0, "invoice", "show", INVOICE, "--json").out()).contains("\"state\" : \"credited\"",
                "\"open\" : \"0.00\"", "\"CN-2026-000001\"");
        assertThat(billing(0, "invoice", "show", "CN-2026-000001", "--json").out()).contains(
                "\"type\" : \"credit_note\"", "\"corrects\" : \"INV-2026-000001\"", "\"total\" : \"-125.51\"",
                "\"prepaid\" : \"-50.00\"", "\"amount_due\" : \"-75.51\"");
        assertThat(billing(0, "verify").out()).contains("2026-09 CN-2026-000001: verified");
        assertThat(billing(0, "run").out()).contains("nothing to invoice");
        assertThat(billing(0, "invoice", "explain", "CN-2026-000001", "1").out()).contains("takes back line 1");

        // The same command again finds what it did; a lost file comes back as it was.
        assertThat(creditNote(0, INVOICE, "--reason", "Wrong customer")).contains("CN-2026-000001 was issued before");
        assertThat(creditNote(20, INVOICE, "--reason", "Other")).contains("is credited as a whole already");
        var before = FolderContent.of(corrections);
        Files.delete(corrections.resolve("invoices/CN-2026-000001.pdf"));
        billing(21, "verify");
        billing(0, "render", "CN-2026-000001");
        assertThat(FolderContent.of(corrections)).isEqualTo(before);
        billing(0, "verify");
    }

    @Test
    void leavesAPublishedNoteAloneWhoseProcessDiedBeforeItWasNoted() throws IOException {
        run("2026-09", "2026-10-01");
        creditNote(0, INVOICE, "--reason", "Wrong customer", "--issue-date", "2026-10-05");
        var before = FolderContent.of(out);
        database.ownerJdbc().sql("UPDATE invoicing_run SET finished_at = NULL WHERE kind = 'correction'").update();
        billing(0, "run");
        assertThat(FolderContent.of(out)).isEqualTo(before);
        billing(0, "render", "CN-2026-000001");
        billing(0, "verify");
    }

    @Test
    void takesLinesBackOnce() throws IOException {
        run("2026-09", "2026-10-01");
        billing(0, "invoice", "pay", INVOICE, "--amount", "150.61");
        assertThat(creditNote(0, INVOICE, "--lines", "1", "--reason", "Outage")).contains("EUR 112.95");
        assertThat(creditNote(0, INVOICE, "--lines", "1", "--reason", "Outage")).contains("was issued before");
        assertThat(creditNote(20, INVOICE, "--lines", "1", "--reason", "Twice")).contains("line 1", "credited already");
        assertThat(creditNote(20, INVOICE, "--lines", "7", "--reason", "None")).contains("has no line 7");
        assertThat(billing(0, "invoice", "show", INVOICE).out()).contains("  paid  ", "open        EUR -");
        assertThat(creditNote(0, INVOICE, "--lines", "2-3", "--reason", "All of it")).contains("CN-2026-000002");
        assertThat(balances()).isEmpty();
        assertThat(billing(0, "invoice", "show", INVOICE).out()).contains("  credited  ", "open        EUR -150.61");
        billing(0, "invoice", "pay", INVOICE, "--amount", "-150.61");
        assertThat(billing(20, "invoice", "pay", "CN-2026-000001", "--amount", "1").err())
                .contains("record payments and refunds of that invoice");
        billing(0, "verify");
    }

    @Test
    void refusesWhatCannotBeCredited() throws IOException {
        run("2026-09", "2026-10-02");
        assertThat(creditNote(20, "INV-1", "--reason", "x")).contains("there is no invoice");
        assertThat(creditNote(20, INVOICE, "--reason", "x", "--issue-date", "2026-10-01"))
                .contains("before 2026-10-02");
        assertThat(creditNote(20, INVOICE, "--reason", "\u05d0\u05d1")).contains("no glyph");
        creditNote(2, INVOICE);
        creditNote(2, INVOICE, "--reason", " ");
        creditNote(2, INVOICE, "--reason", "x", "--lines", "1", "--reissue");
        for (var lines : List.of("a", "0", "3-1", "1,", "-1")) {
            creditNote(2, INVOICE, "--reason", "x", "--lines=" + lines);
        }
        assertThat(out.resolve("corrections")).doesNotExist();
        creditNote(0, INVOICE, "--reason", "First");
        assertThat(creditNote(20, "CN-2026-000001", "--reason", "x")).contains("is a credit note");
        creditNote(0, INVOICE, "--reason", "First", "--reopen");
        for (var table : List.of("correction", "corrected_line", "superseded_invoice")) {
            for (var statement : List.of("UPDATE " + table + " SET invoice_id = 1", "DELETE FROM " + table,
                    "TRUNCATE " + table + " CASCADE")) {
                assertThatThrownBy(() -> database.ownerJdbc().sql(statement).update()).rootCause()
                        .hasMessageContaining("is refused");
            }
        }
    }

    @Test
    void billsThePeriodAgainFromPresentData() throws IOException {
        run("2026-09", "2026-10-01");
        billing(0, "price", "import", write("prices.csv", PRICES.formatted("2")));
        billing(0, "group", "edit", "North", "--company", "Right Company Oy");
        assertThat(creditNote(0, INVOICE, "--reason", "Wrong price", "--issue-date", "2026-10-06", "--reissue"))
                .contains("CN-2026-000001 issued", "2026-09: 1 draft made");
        billing(0, "run", "2026-09", "--out", out.toString());
        assertThat(billing(0, "invoice", "show", "INV-2026-000002").out()).contains("net         EUR 150.02");
        assertThat(billing(0, "verify").out()).contains("2026-09 run 1: verified", "2026-09 run 2: verified",
                "2026-09 CN-2026-000001: verified");
        assertThat(balances()).isEqualTo("accounts_receivable 188.28, revenue:usage S25.5 -150.02, "
                + "vat_payable S25.5 -38.26");
        assertThat(creditNote(0, INVOICE, "--reason", "Wrong price", "--reissue")).contains("was issued before",
                "nothing to invoice");
        assertThat(billing(0, "status", "2026-09").out()).doesNotContain("late usage");
        refusesAnotherInvoice(0, "issued_once_per_group_and_period");
        refusesAnotherInvoice(1, "issued_once_per_group_and_period");
        refusesAnotherInvoice(2, "issued once for its group and period");
    }

    /** The database itself refuses a second invoice of the group and period, whatever a program may try. */
    private void refusesAnotherInvoice(int revision, String message) {
        var jdbc = database.ownerJdbc();
        jdbc.sql("INSERT INTO invoice SELECT 1000 + ?, run_id, group_id, 'X' || ?, 0, 0, 0, 0, 0, 0 FROM invoice "
                + "WHERE id = (SELECT min(id) FROM invoice)").params(revision, revision).update();
        assertThatThrownBy(() -> jdbc.sql("""
                INSERT INTO issued_invoice SELECT 1000 + :revision, n.seller_id, n.series, n.year, 99, 'X', n.group_id,
                    n.period, n.currency, n.issue_date, n.due_date, 99, :revision
                FROM issued_invoice n WHERE n.number = 'INV-2026-000001'
                """).param("revision", revision).update()).rootCause().hasMessageContaining(message);
    }

    @Test
    void movesAProjectThatWasInvoicedToTheWrongGroup() throws IOException {
        run("2026-09", "2026-10-01");
        assertThat(billing(20, "group", "assign", "South", "api", "--from", "2026-09-01", "--yes").err())
                .contains("is invoiced");
        creditNote(0, INVOICE, "--reason", "Wrong group", "--issue-date", "2026-10-06");
        assertThat(billing(20, "group", "assign", "South", "api", "--from", "2026-09-01", "--yes").err())
                .contains("is invoiced");
        creditNote(0, INVOICE, "--reason", "Wrong group", "--reopen");
        assertThat(billing(0, "status").out()).contains("reopened in 2026-09: North", "INV-2026-000001 is credited");
        billing(0, "group", "assign", "South", "api", "--from", "2026-09-01", "--yes");
        run("2026-09", "2026-10-06");
        assertThat(database.jdbc().sql("""
                SELECT string_agg(f.name || ' ' || i.net_total, ', ' ORDER BY f.name)
                FROM standing_invoice n JOIN invoice i ON i.id = n.invoice_id
                JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id
                """).query(String.class).single()).isEqualTo("North 10.01, South 110.00");
        billing(0, "verify");
        assertThat(billing(0, "status").out()).doesNotContain("reopened");
    }

    @Test
    void billsLateUsageOfAReplacedInvoiceOnce() throws IOException {
        run("2026-09", "2026-10-01");
        importUsage("late.csv", "d,web,S,vm,5,hour,2026-09-06", "e,web,S,vm,7,hour,2026-10-06");
        run("2026-10", "2026-11-01");
        assertThat(creditNote(20, INVOICE, "--reason", "x", "--reissue"))
                .contains("invoice INV-2026-000002 has billed late usage");
        assertThat(creditNote(0, "INV-2026-000002", "--reason", "x", "--reissue", "--issue-date", "2026-11-02"))
                .contains("1 draft made");
        assertThat(creditNote(20, INVOICE, "--reason", "x", "--reissue")).contains("the run of 2026-10 is unfinished");
        billing(0, "run", "2026-10", "--out", out.toString());
        assertThat(billing(0, "invoice", "show", "INV-2026-000003").out()).contains("prior_period", "EUR 12.00");
        billing(0, "verify");
        creditNote(0, "INV-2026-000003", "--reason", "x");
        creditNote(20, INVOICE, "--reason", "x", "--reissue");
        billing(0, "verify");
    }
}
