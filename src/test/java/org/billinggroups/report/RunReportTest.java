package org.billinggroups.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The report of a run: complete, self-contained, and safe from what names may hold. */
class RunReportTest extends CommandTest {
    private static final String HOSTILE = "<script>alert(1)</script>";
    private static final String COMPANY = """
            seller: {id: main, name: "Seller Oy", address_lines: [Katu 1], city: Helsinki, country_code: FI,
              vat_id: FI01120389}
            tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
            accounts:
              - id: acme
                billing_groups:
                  - {name: "<script>alert(1)</script>", currency: EUR, company: C, address_lines: [A], city: B,
                    country_code: FI}
                  - {name: Yen, currency: JPY, company: C, address_lines: [A], city: B, country_code: JP}
                  - {name: Dollar, currency: USD, company: C, address_lines: [A], city: B, country_code: US}
                  - {name: "#1 Parked", currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}
                projects:
                  - {id: "<script>alert(1)</script>", billing_group: "<script>alert(1)</script>"}
                  - {id: tokyo, billing_group: Yen}
                  - {id: boston, billing_group: Dollar}
                  - {id: parked, billing_group: "#1 Parked"}
            """;
    private static final String PRICES = """
            sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
            vm,per_unit,EUR,hour,,2,,,,,,2026-01-01
            vm,per_unit,JPY,hour,,300,,,,,,2026-01-01
            vm,per_unit,USD,hour,,2,,,,,,2026-01-01
            """;
    private static final String USAGE = """
            usage_id,project,service,sku,quantity,unit,started_at,ended_at
            a,<script>alert(1)</script>,"Compute & ""more"" of it",vm,5,hour,2026-09-02T00:00:00Z,2026-09-02T05:00:00Z
            b,tokyo,Compute,vm,5,hour,2026-09-02T00:00:00Z,2026-09-02T05:00:00Z
            c,<script>alert(1)</script>,Compute,vm,12.5,hour,2026-10-02T00:00:00Z,2026-10-02T05:00:00Z
            d,tokyo,Compute,vm,4,hour,2026-10-02T00:00:00Z,2026-10-02T05:00:00Z
            e,parked,Compute,unknown,1,hour,2026-10-02T00:00:00Z,2026-10-02T05:00:00Z
            g,boston,Compute,vm,1,hour,2026-10-02T00:00:00Z,2026-10-02T05:00:00Z
            f,nobody,Compute,vm,1,hour,2026-10-02T00:00:00Z,2026-10-02T05:00:00Z
            """;

    private Path october;

    @BeforeEach
    void invoicesTwoPeriods() throws IOException {
        var out = folder.resolve("out").toString();
        billing(0, "apply", write("company.yaml", COMPANY), "--yes");
        billing(0, "price", "import", write("prices.csv", PRICES));
        billing(0, "import", write("usage.csv", USAGE));
        billing(0, "run", "2026-09", "--issue-date", "2026-10-02", "--out", out);
        billing(3, "run", "2026-10", "--issue-date", "2026-11-02", "--exclude-unknown-projects", "--out", out);
        october = folder.resolve("out/2026-10/run-1");
    }

    private String report() throws IOException {
        return Files.readString(october.resolve(RunReport.FILE));
    }

    @Test
    void tellsTotalsChangesAndWhatWaits() throws IOException {
        assertThat(report()).contains(">Seller Oy · run 1 · issued 2026-11-02<")
                .contains("<td>EUR</td><td class=\"n\">1</td><td class=\"n\">25.00</td><td class=\"n\">6.38</td>"
                        + "<td class=\"n\">31.38</td><td class=\"n\">10.00</td><td class=\"n\">+150.0%</td>")
                .contains("<td>JPY</td><td class=\"n\">1</td><td class=\"n\">1,200</td><td class=\"n\">0</td>"
                        + "<td class=\"n\">1,200</td><td class=\"n\">1,500</td><td class=\"n\">-20.0%</td>")
                .contains("<td>Yen</td><td>JPY</td><td class=\"n\">1,500</td><td class=\"n\">1,200</td>"
                        + "<td class=\"n\">-300</td><td class=\"n\">-20.0%</td>")
                .contains("<td>#1 Parked</td><td>no_price: no price for SKU unknown")
                .contains("<td>usage of project nobody</td>")
                .contains(
                        "<td>USD</td><td>tax totals = VAT posted</td><td class=\"ok\">equal</td>"
                                + "<td class=\"n\">0.00</td><td class=\"n\">0.00</td>")
                .contains("debits = credits").doesNotContain("DIFFERENT");
    }

    @Test
    void takesNothingFromElsewhereAndNoNameAsMarkup() throws IOException {
        assertThat(report()).doesNotContain("<script", "http:", "https:", "url(", "@import", HOSTILE)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "Compute &amp; &quot;more&quot; of it");
    }

    @Test
    void linksToEachDocument() throws IOException {
        var links = Pattern.compile("href=\"([^\"]+)\"").matcher(report()).results().map(match -> match.group(1))
                .toList();
        assertThat(links).hasSize(3 * 2 + 2).allMatch(link -> Files.isRegularFile(october.resolve(link)));
    }

    @Test
    void countsAReplacedInvoiceOnce() throws IOException {
        var before = report();
        var out = folder.resolve("out").toString();
        var number = database.jdbc()
                .sql("SELECT number FROM issued_invoice WHERE currency = 'EUR' AND period = '2026-09-01'")
                .query(String.class).single();
        billing(0, "invoice", "credit-note", number, "--reason", "Wrong", "--issue-date", "2026-11-03", "--reissue",
                "--out", out);
        billing(0, "run", "2026-09", "--out", out);
        billing(0, "price", "import", write("prices.csv", PRICES + "unknown,per_unit,EUR,hour,,4,,,,,,2026-01-01\n"));
        billing(0, "run", "2026-10", "--exclude-unknown-projects", "--out", out);
        assertThat(Files.readString(folder.resolve("out/2026-10/run-2").resolve(RunReport.FILE)))
                .contains("<td class=\"n\">4.00</td><td class=\"n\">1.02</td><td class=\"n\">5.02</td>"
                        + "<td class=\"n\">10.00</td>")
                .contains("<td>Compute &amp; &quot;more&quot; of it</td><td class=\"n\">10.00</td>");

        Files.delete(october.resolve(RunReport.FILE));
        billing(0, "render", "2026-10");
        assertThat(report()).isEqualTo(before);
    }

    @Test
    void isWrittenAgainByteForByteAlsoAfterLaterRuns() throws IOException {
        var before = report();
        billing(0, "import", write("late.csv", USAGE.lines().findFirst().orElseThrow() + "\n"
                + "z,tokyo,Compute,vm,7,hour,2026-10-05T00:00:00Z,2026-10-05T05:00:00Z\n"));
        billing(0, "invoice", "credit-note", "INV-2026-000003", "--reason", "Wrong", "--issue-date", "2026-11-03",
                "--out", folder.resolve("out").toString());
        Files.delete(october.resolve(RunReport.FILE));
        assertThat(billing(0, "render", "2026-10").out()).contains("1 file(s) written again");
        assertThat(report()).isEqualTo(before);
        billing(0, "verify", "2026-10");
    }
}
