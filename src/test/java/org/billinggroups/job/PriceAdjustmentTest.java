package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract discounts and markups of a group, from the company file to invoice, late usage and credit note. */
class PriceAdjustmentTest extends CommandTest {
    private static final String USAGE = "usage_id,project,service,sku,quantity,unit,started_at,ended_at,amount,currency\n";
    private int files;

    @BeforeEach
    void createCompany() throws IOException {
        apply("""
                      price_adjustments:
                        - {service: Compute, sku: "vm-*", percent: -10, from: 2026-08, until: 2026-09}
                        - {service: Market, percent: 25}
                        - {sku: vm-free, percent: -100}
                """);
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                *,per_unit,EUR,hour,,0.333,,,,,,2026-01-01
                """));
        billing(0, "rate", "import", write("rates.csv", "Date,USD,\n2026-08-31,1.25,\n2026-09-30,1.25,\n"));
    }

    private void apply(String adjustments) throws IOException {
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                    - id: 00000000-0000-4000-8000-000000000001
                      name: North
                      currency: EUR
                      company: C
                      address_lines: [A]
                      city: B
                      country_code: FI
                      discount_percent: 50
                """ + adjustments + """
                    projects: [{id: web, billing_group: North}]
                """), "--yes");
    }

    private void importUsage(String... rows) throws IOException {
        var text = new StringBuilder(USAGE);
        for (var row : rows) {
            var cells = row.split(" ");
            text.append("u%d-%d,web,%s,%s,%s,hour,%sT00:00:00Z,%sT00:30:00Z,%s,%s%n".formatted(files, text.length(),
                    cells[0], cells[1], cells[2], cells[3], cells[3], cells.length > 4 ? cells[4] : "",
                    cells.length > 4 ? "USD" : ""));
        }
        billing(0, "import", write("usage-" + files++ + ".csv", text.toString()));
    }

    private void run(String period, String issueDate) {
        billing(0, "run", period, "--issue-date", issueDate, "--out", folder.resolve("out").toString());
        billing(0, "verify");
    }

    /** The lines of an invoice: type, SKU, exact amounts before and after the adjustment, amount and note. */
    private List<String> lines(String number) {
        return database.jdbc().sql("""
                SELECT concat_ws(' ', l.line_type, l.sku, coalesce(trim_scale(l.list_amount)::text, '-'),
                    trim_scale(l.price_amount), l.amount, l.price_note)
                FROM issued_invoice n JOIN invoice_line l USING (invoice_id) WHERE n.number = ? ORDER BY l.line
                """).param(number).query(String.class).list();
    }

    @Test
    void adjustsThePriceBeforeConversionDiscountAndRounding() throws IOException {
        importUsage("Compute vm-1 10 2026-08-05", "Compute vm-free 10 2026-08-05", "Compute disk 10 2026-08-05",
                "Market app 1 2026-08-05 3.21", "Market vm-free 1 2026-08-05 1");
        run("2026-08", "2026-09-02");
        assertThat(lines("INV-2026-000001")).containsExactly(
                "usage_charge disk - 3.33 1.67 0.333 per hour",
                "usage_charge vm-1 3.33 2.997 1.50 0.333 per hour, less 10%",
                "usage_charge vm-free 3.33 0 0.00 0.333 per hour, less 100%",
                // 3.21 x 1.25 / 1.25 / 2
                "usage_charge app 3.21 4.0125 1.61 list price USD 3.21, plus 25%",
                "usage_charge vm-free 1 0 0.00 list price USD 1, less 100%");
        assertThat(billing(0, "invoice", "explain", "INV-2026-000001", "2").out()).contains(
                "3.33 EUR less 10 % (service Compute, SKU vm-*, from 2026-08, until 2026-09) = 2.997 EUR",
                "2.997 less 50 % = 1.4985").doesNotContain("DIFFERENCE");
        assertThat(billing(0, "invoice", "show", "INV-2026-000001", "--json").out())
                .contains("\"list_amount\" : \"3.21\"");
        assertThat(Files.readAllLines(folder.resolve("out/2026-08/run-1/invoices/INV-2026-000001.csv")))
                .anyMatch(line -> line.startsWith("invoice_number,") && line.endsWith(",tags,list_amount"))
                .anyMatch(line -> line.contains(",vm-1,") && line.endsWith(",3.33"))
                .anyMatch(line -> line.contains(",disk,") && line.endsWith(","));
    }

    @Test
    void billsLateUsageByTheAdjustmentsOfThenAndCreditsThem() throws IOException {
        importUsage("Compute vm-1 10 2026-08-05");
        run("2026-08", "2026-09-02");
        apply("      price_adjustments: [{percent: 100}]\n");
        importUsage("Compute vm-1 10 2026-08-06", "Compute vm-2 10 2026-08-06", "Compute vm-1 10 2026-09-06");
        run("2026-09", "2026-10-02");
        assertThat(lines("INV-2026-000002")).containsExactly(
                "usage_charge vm-1 3.33 6.66 3.33 0.333 per hour, plus 100%",
                "prior_period vm-1 3.33 2.997 1.50 0.333 per hour, less 10%",
                "prior_period vm-2 3.33 2.997 1.50 0.333 per hour, less 10%");
        assertThat(billing(0, "invoice", "explain", "INV-2026-000002").out()).contains("6.66 EUR less 10 %")
                .doesNotContain("DIFFERENCE");
        billing(0, "invoice", "credit-note", "INV-2026-000002", "--reason", "Wrong", "--issue-date", "2026-10-03");
        billing(0, "verify");
        assertThat(lines("CN-2026-000001")).first().isEqualTo(
                "usage_charge vm-1 -3.33 -6.66 -3.33 0.333 per hour, plus 100%");
        assertThat(billing(0, "group", "events", "North").out()).contains("price_adjustments");
    }

    @Test
    void showsAndExportsWhatWasAgreed() throws IOException {
        assertThat(billing(0, "group", "show", "North", "--json").out())
                .contains("\"price_adjustments\" : [ {", "\"sku\" : \"vm-*\"", "\"percent\" : \"-10\"");
        assertThat(billing(0, "group", "show", "North").out()).contains("price adjustments", "sku vm-* percent -10");
        var exported = write("exported.yaml", billing(0, "export").out());
        assertThat(billing(0, "apply", exported, "--dry-run").out()).doesNotContain("~");
        assertThat(billing(0, "apply", write("other.yaml", """
                accounts:
                  - id: acme
                    billing_groups: [{name: North, price_adjustments: [{percent: 5}]}]
                """), "--dry-run").out()).contains("~", "price_adjustments", "\"percent\":\"5\"");
    }
}
