package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.billinggroups.cli.CommandInProcess.Ended;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Finance looks at the drafts before numbers are given. */
class ApprovalTest extends CommandTest {
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
                      - {name: South, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}
                      - {name: West, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}
                    projects:
                      - {id: n1, billing_group: North}
                      - {id: n2, billing_group: North}
                      - {id: s, billing_group: South}
                      - {id: w, billing_group: West}
                """));
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                vm,per_unit,EUR,hour,,1,,,,,,2026-01-01
                """));
        importUsage("2026-08", "n1 100", "s 100", "w 5");
        billing(0, "run", "2026-08", "--issue-date", "2026-09-02", "--out", folder.toString());
        importUsage("2026-09", "n2 180", "s 90");
    }

    @AfterEach
    void clearSettings() {
        System.clearProperty("billing.approval");
        System.clearProperty("billing.review.hold-growth-percent");
    }

    private void importUsage(String period, String... rows) throws IOException {
        var text = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (var row : rows) {
            var cells = row.split(" ");
            text.append("%s,%s,S,vm,%s,hour,%s-05T00:00:00Z,%s-06T00:00:00Z%n".formatted(cells[0], cells[0], cells[1],
                    period, period));
        }
        billing(0, "import", write(period + ".csv", text.toString()));
    }

    private Ended run(int exitCode) {
        return billing(exitCode, "run", "2026-09", "--issue-date", "2026-10-02", "--out", folder.toString());
    }

    private List<String> invoices() {
        return database.jdbc().sql("""
                SELECT g.name || ' ' || i.net_total FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id
                JOIN billing_group g ON g.id = n.group_id WHERE n.period = '2026-09-01' ORDER BY 1
                """).query(String.class).list();
    }

    @Test
    void waitsUntilEachDraftIsDecidedOn() {
        System.setProperty("billing.approval", "required");
        assertThat(billing(0, "status").out()).contains("2026-09: not invoiced; next is 'billing run 2026-09'");
        assertThat(run(6).out()).contains("2 of 2 drafts wait for approval");
        assertThat(billing(0, "status").out())
                .contains("2026-09: waiting for approval; next is 'billing invoice review 2026-09'");
        assertThat(billing(0, "invoice", "review").out()).containsSubsequence(
                "North", "EUR 180.00", "EUR 100.00", "80.00", "80.0", "+n2 -n1", "grows by more than 50 %",
                "South", "EUR 90.00", "EUR 100.00", "-10.00", "-10.0", "West", "EUR 0.00", "EUR 5.00", "no draft");
        assertThat(billing(20, "invoice", "approve", "West").err()).contains("no draft of 2026-09");
        assertThat(billing(2, "invoice", "approve").err()).contains("give groups, --all or --hold");
        assertThat(billing(0, "invoice", "approve", "2026-09", "South").out()).contains("1 left to decide on");
        assertThat(run(6).out()).contains("1 of 2 drafts wait for approval");
        assertThat(invoices()).isEmpty();
        billing(0, "invoice", "approve", "--all", "--hold", "North", "--actor", "anna");
        // The setting of now does not matter: the run keeps the one with which it began.
        System.clearProperty("billing.approval");
        assertThat(run(3).out()).contains("1 invoice issued", "parked: North", "held: held by anna");
        assertThat(invoices()).containsExactly("South 90.00");
        run(0);
        assertThat(invoices()).containsExactly("North 180.00", "South 90.00");
        billing(0, "verify");
        assertThat(billing(20, "invoice", "review").err()).contains("there is no run with drafts");
    }

    /** What waits hides neither what is parked, nor keeps other periods from being invoiced. */
    @Test
    void waitsBesideWhatIsParkedAndInvoicesOtherPeriods() throws IOException {
        System.setProperty("billing.approval", "required");
        billing(0, "group", "edit", "South", "--city", "");
        var waiting = run(6);
        assertThat(waiting.out()).contains("1 of 1 draft wait for approval", "parked: South", "it would be 3");
        assertThat(billing(6, "run", "2026-09", "--json").out()).containsPattern("\"exit_codes\" : \\[ 6, 3 \\]")
                .contains("\"reason\" : \"incomplete_billing_details\"");
        System.clearProperty("billing.approval");
        importUsage("2026-10", "n2 180");
        assertThat(billing(6, "run", "--out", folder.toString()).out()).contains("2026-09: 1 of 1 draft wait",
                "2026-10: 1 invoice issued");
        billing(0, "verify");
    }

    @Test
    void recordsPaymentsAndRefunds() {
        run(0);
        var number = "INV-2026-000004";
        assertThat(billing(0, "invoice", "show", number, "--json").out()).contains("\"state\" : \"issued\"");
        var due = database.jdbc().sql("SELECT i.amount_due FROM invoice i JOIN issued_invoice n ON n.invoice_id = i.id "
                + "WHERE n.number = ?").param(number).query(BigDecimal.class).single();
        assertThat(billing(0, "invoice", "pay", number, "--amount", "50", "--reference", "RF18").out())
                .contains("EUR 50.00 paid, EUR " + due.subtract(new BigDecimal("50")) + " open");
        assertThat(billing(20, "invoice", "pay", number, "--amount", "1", "--reference", "RF18").err())
                .contains("is recorded already");
        assertThat(billing(20, "invoice", "pay", number, "--amount", "-50.01").err())
                .contains("EUR 50.01 would be paid back, but EUR 50.00 of it was paid");
        assertThat(billing(20, "invoice", "pay", number, "--amount", "0.001").err()).contains("at most 2 decimals");
        assertThat(billing(20, "invoice", "pay", "INV-X", "--amount", "1").err()).contains("there is no invoice");
        assertThat(billing(20, "invoice", "pay", number, "--amount", due.toPlainString()).err())
                .contains("EUR " + due + " would be paid, but EUR " + due.subtract(new BigDecimal("50")) + " of it is");
        billing(0, "invoice", "pay", number, "--amount", "-50", "--on", "2026-10-21");
        billing(0, "invoice", "pay", number, "--amount", due.toPlainString(), "--on", "2026-10-20");
        assertThat(billing(20, "invoice", "pay", number, "--amount", "0.01").err()).contains("nothing of it is open");
        assertThat(billing(0, "invoice", "list", "--period", "2026-09").out()).contains(number + "  paid");
        assertThat(billing(0, "invoice", "show", number).out()).contains("paid        EUR -50.00 on 2026-10-21",
                "open        EUR 0.00");
        billing(0, "verify");
        for (var statement : List.of("UPDATE payment SET amount = 1", "DELETE FROM payment", "TRUNCATE payment")) {
            assertThatThrownBy(() -> database.ownerJdbc().sql(statement).update())
                    .rootCause().hasMessageContaining("is refused");
        }
    }

    @Test
    void discardsDraftsThatWait() {
        System.setProperty("billing.approval", "required");
        run(6);
        billing(0, "group", "edit", "North", "--discount-percent", "50");
        billing(6, "run", "2026-09", "--discard-drafts", "--issue-date", "2026-10-02", "--out", folder.toString());
        billing(0, "invoice", "approve", "--all");
        run(0);
        assertThat(invoices()).containsExactly("North 90.00", "South 90.00");
    }

    @Test
    void parksWhatPassesASafetyBound() {
        System.setProperty("billing.review.hold-growth-percent", "79");
        assertThat(run(3).out()).contains("1 invoice issued",
                "suspicious_change: the net total is EUR 180.00, after 100.00 for the previous period");
        System.setProperty("billing.review.hold-growth-percent", "80");
        run(0);
        assertThat(invoices()).containsExactly("North 180.00", "South 90.00");
    }

    @Test
    void parksGroupWhoseDraftDoesNotAddUp() {
        database.ownerJdbc().sql("""
                CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.basis := 91; RETURN NEW; END$$;
                CREATE TRIGGER spoil BEFORE INSERT ON invoice_tax FOR EACH ROW WHEN (NEW.basis = 90) EXECUTE FUNCTION spoil();
                """).update();
        assertThat(run(3).out()).contains("1 invoice issued",
                "invalid_document: tax of 25.5 % on EUR 91.00 is not EUR 22.95");
        database.ownerJdbc().sql("DROP TRIGGER spoil ON invoice_tax").update();
        run(0);
        assertThat(invoices()).containsExactly("North 180.00", "South 90.00");
    }

    @Test
    void holdsWhatWasHeldAfterARunThatFailedToIssue() {
        System.setProperty("billing.approval", "required");
        run(6);
        billing(0, "invoice", "approve", "--all");
        database.ownerJdbc().sql("""
                CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'not now'; END$$;
                CREATE TRIGGER fail BEFORE INSERT ON issued_invoice EXECUTE FUNCTION fail();
                """).update();
        run(5);
        database.ownerJdbc().sql("DROP TRIGGER fail ON issued_invoice").update();
        billing(0, "invoice", "approve", "--hold", "North", "--actor", "anna");
        assertThat(run(3).out()).contains("1 invoice issued", "held: held by anna");
        assertThat(invoices()).containsExactly("South 90.00");
        assertThat(billing(20, "invoice", "approve", "2026-09", "South").err()).contains("no run");
    }

    @Test
    void goesOnWithOtherPeriodsWhileOneWaits() throws IOException {
        System.setProperty("billing.approval", "required");
        run(6);
        importUsage("2026-10", "w 7");
        assertThat(billing(6, "run", "--out", folder.toString()).out()).contains("2026-09: 2 of 2 drafts",
                "2026-10: 1 of 1 draft wait");
        assertThat(billing(20, "invoice", "approve", "--all").err()).contains("give one of 2026-09, 2026-10");
    }
}
