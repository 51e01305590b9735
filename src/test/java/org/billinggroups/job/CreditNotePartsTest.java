package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credit notes over parts of an invoice: all of them are its exact opposite, each is between that and zero. */
class CreditNotePartsTest extends CommandTest {
    private static final String INVOICE = "INV-2026-000001";

    @BeforeEach
    void createCompany() throws IOException {
        apply("{name: North, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}");
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from,tax_class
                s,per_unit,EUR,hour,,1.00,,,,,,2020-01-01,standard
                r,per_unit,EUR,hour,,0.33,,,,,,2020-01-01,reduced
                """));
    }

    private void apply(String group) throws IOException {
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2020-01-01},
                    {country_code: FI, tax_class: reduced, rate: 14, valid_from: 2020-01-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - %s
                    projects: [{id: p1, billing_group: North}, {id: p2, billing_group: North}]
                """.formatted(group)), "--yes");
    }

    /** Rows of project, SKU and hours. */
    private void invoice(String... rows) throws IOException {
        var text = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (int i = 0; i < rows.length; i++) {
            var cells = rows[i].split(" ");
            text.append(i).append(',').append(cells[0]).append(",svc").append(i).append(',').append(cells[1])
                    .append(',').append(cells[2]).append(",hour,2026-10-05T00:00:00Z,2026-10-05T03:00:00Z\n");
        }
        billing(0, "import", write("usage.csv", text.toString()));
        billing(0, "run", "2026-10", "--issue-date", "2026-11-02", "--out", folder.resolve("out").toString());
    }

    private String credit(int exitCode, String... more) {
        var arguments = new ArrayList<>(List.of("invoice", "credit-note", INVOICE));
        arguments.addAll(Arrays.asList(more));
        if (!arguments.contains("--reason")) {
            arguments.addAll(List.of("--reason", "x"));
        }
        var ended = billing(exitCode, arguments.toArray(String[]::new));
        return ended.out() + ended.err();
    }

    /** What all notes left of the invoice: its total, and what each ledger account and credit still have of it. */
    private String left() {
        return String.join(", ", database.jdbc().sql("""
                SELECT concat_ws(' ', ledger_account, tax_code, sum(coalesce(debit, 0) - coalesce(credit, 0)))
                FROM posting GROUP BY ledger_account, tax_code
                HAVING sum(coalesce(debit, 0) - coalesce(credit, 0)) <> 0
                UNION ALL
                SELECT 'credit ' || id || ' ' || (amount - remaining) FROM credit_balance JOIN credit ON id = credit_id
                WHERE amount <> remaining
                ORDER BY 1
                """).query(String.class).list());
    }

    @Test
    void givesBackTheCreditThatALineTookInsteadOfMoney() throws IOException {
        billing(0, "credit", "add", "North", "--kind", "promotional", "--amount", "100");
        invoice("p1 s 100");
        assertThat(credit(20, "--lines", "2")).contains("line 2", "credit_consumption", "cannot be credited alone");
        assertThat(credit(0, "--lines", "1")).contains("CN-2026-000001 issued: EUR 0.00");
        assertThat(left()).isEmpty();
        assertThat(billing(0, "credit", "list").out()).contains("EUR 100.00  EUR 100.00");
        assertThat(credit(0)).contains("CN-2026-000001 was issued before");
        assertThat(credit(20, "--reason", "Other")).contains("is credited as a whole already");
        assertThat(billing(0, "invoice", "show", INVOICE).out()).contains("  credited  ");
        billing(0, "render", "CN-2026-000001");
        billing(0, "verify");
    }

    @Test
    void takesAShareOfTheCreditAlongWithEachLine() throws IOException {
        billing(0, "credit", "add", "North", "--kind", "promotional", "--amount", "50");
        invoice("p1 s 100", "p2 s 50", "p2 r 30");
        // 159.90 of usage, so that 46.90 and 3.10 of the credit are taken at 25.5 and 14 %
        assertThat(credit(0, "--lines", "1,4")).contains("EUR 86.26");
        assertThat(credit(0, "--lines", "1")).contains("CN-2026-000001 was issued before");
        assertThat(billing(0, "invoice", "show", "CN-2026-000001").out()).contains("  31.27");
        assertThat(billing(0, "invoice", "explain", "CN-2026-000001", "4").out()).contains("part of line 4");
        assertThat(credit(20, "--lines", "2,5")).contains("line 5");
        assertThat(credit(0, "--lines", "3")).contains("EUR 7.75");
        assertThat(credit(0)).contains("CN-2026-000003 issued");
        assertThat(left()).isEmpty();
        billing(0, "verify");
    }

    @Test
    void refusesWhatIsAboveTheRest() throws IOException {
        invoice("p1 s 100", "p1 s -30", "p2 s 5");
        assertThat(credit(20, "--lines", "1")).contains("EUR 100.00", "of which EUR 75.00 is left");
        assertThat(credit(20, "--lines", "2")).contains("cannot raise what is owed");
        credit(0, "--lines", "1-2");
        credit(0, "--lines", "3");
        assertThat(left()).isEmpty();
        billing(0, "verify");
        assertThat(credit(20, "--reason", "Other")).contains("is credited as a whole already");
    }

    /** Whatever a program may try, and verify names what came in by another way. */
    @Test
    void theDatabaseItselfRefusesMoreThanWasCharged() throws IOException {
        invoice("p1 s 100", "p1 s -30", "p2 s 5");
        credit(0, "--lines", "1-2");
        var jdbc = database.ownerJdbc();
        var more = """
                INSERT INTO invoice SELECT 1000, run_id, group_id, 'X', 1, -9, 0, -9, 0, -9 FROM invoice WHERE id = 1;
                INSERT INTO correction (invoice_id, corrected_id, reason, created_by)
                SELECT 1000, invoice_id, 'x', 'x' FROM issued_invoice WHERE number = 'INV-2026-000001';
                """;
        assertThatThrownBy(() -> jdbc.sql("BEGIN;" + more + "COMMIT").update()).rootCause()
                .hasMessageContaining("credit notes would not fit their invoice");
        jdbc.sql("ALTER TABLE correction DISABLE TRIGGER refuse_more_than_charged").update();
        jdbc.sql(more).update();
        assertThat(billing(21, "verify").out()).contains(
                "credit note CN-2026-000001: all notes of INV-2026-000001 take back 79.00 of 75.00 (net total)");
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3 })
    void addsUpToTheOppositeInRandomParts(long seed) throws IOException {
        var random = new Random(seed);
        apply("{name: North, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI, "
                + "discount_percent: 7.5, support_percent: 3, commitment: {amount: 900, currency: EUR}}");
        billing(0, "credit", "add", "North", "--kind", "promotional", "--amount", "33.33");
        billing(0, "credit", "add", "North", "--kind", "promotional", "--amount", "7.77");
        billing(0, "credit", "add", "North", "--kind", "prepaid", "--amount", "150");
        var rows = new String[8];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (random.nextBoolean() ? "p1 " : "p2 ") + (random.nextBoolean() ? "s " : "r ")
                    + (random.nextInt(-3000, 12_000) / 100.0);
        }
        invoice(rows);
        var open = new ArrayList<>(database.jdbc().sql("""
                SELECT line FROM invoice_line JOIN issued_invoice USING (invoice_id) WHERE NOT is_shared_line(line_type)
                ORDER BY line
                """).query(Integer.class).list());
        Collections.shuffle(open, random);
        List<String> part = new ArrayList<>();
        for (int line : open) {
            part.add(String.valueOf(line));
            var ended = CommandInProcess.run(database, "invoice", "credit-note", INVOICE, "--reason", "x", "--lines",
                    String.join(",", part));
            assertThat(ended.exitCode()).as(ended.err()).isIn(0, 20);
            if (ended.exitCode() == 0) {
                part.clear();
            }
        }
        assertThat(part).isEmpty();
        assertThat(left()).isEmpty();
        assertThat(billing(0, "invoice", "show", INVOICE).out()).contains("  credited  ", "open        EUR 0.00");
        billing(0, "verify");
    }
}
