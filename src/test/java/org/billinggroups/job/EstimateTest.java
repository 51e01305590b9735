package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.billinggroups.TestApplication;
import org.billinggroups.cli.CommandTest;
import org.billinggroups.invoice.IssueDates;
import org.billinggroups.period.BillingPeriod;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openpdf.text.pdf.PdfReader;
import org.openpdf.text.pdf.parser.PdfTextExtractor;

/** Estimates of a period that goes on: what its invoices would be, and nothing that counts. */
class EstimateTest extends CommandTest {
    private static final BillingPeriod OCTOBER = BillingPeriod.parse("2026-10");
    private static final String HEADER = "usage_id,project,service,sku,quantity,unit,started_at,ended_at\n";

    @BeforeEach
    void createCompany() throws IOException {
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: North, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI,
                         discount_percent: 7, support_percent: 10}
                      - {name: South, currency: USD, company: C, address_lines: [A], city: B, country_code: FI,
                         commitment: {amount: 500.00, currency: USD}}
                    projects: [{id: web, billing_group: North}, {id: api, billing_group: North},
                               {id: db, billing_group: South}]
                """));
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                gb,graduated,EUR,GB,100,1,,,,billing_group,,2026-01-01
                gb,graduated,EUR,GB,,0.5,,,,billing_group,,2026-01-01
                vm,per_unit,EUR,hour,,1.1,,,,,interval:1,2026-01-01
                """));
        billing(0, "rate", "import", write("rates.csv", """
                Date,USD,
                2026-10-30,1.0825,
                2026-11-20,1.0711,
                """));
    }

    private static String row(String id, String project, String sku, String quantity, LocalDate day) {
        return "%s,%s,S,%s,%s,%s,%sT00:00:00Z,%sT00:30:00Z%n".formatted(id, project, sku, quantity,
                sku.equals("gb") ? "GB" : "hour", day, day);
    }

    private void importUsage(BillingPeriod period) throws IOException {
        var day = period.firstDay();
        billing(0, "import", write("usage.csv", HEADER + row("a", "web", "gb", "80", day)
                + row("b", "api", "gb", "33.333333", day) + row("c", "api", "vm", "2.5", day)
                + row("d", "db", "vm", "17", day)));
    }

    private List<String> content(String kind) {
        return database.jdbc().sql("""
                SELECT concat_ws('|', f.name, i.net_total, i.tax_total, i.seller_tax_total, i.prepaid, i.amount_due,
                    (to_jsonb(l) - '{invoice_id}'::text[])::text)
                FROM invoice i JOIN invoicing_run r ON r.id = i.run_id AND r.kind = ?
                JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id
                JOIN invoice_line l ON l.invoice_id = i.id ORDER BY f.name, l.line
                """).param(kind).query(String.class).list();
    }

    @Test
    void areTheDraftsThatThePeriodWouldEndWith() throws IOException {
        importUsage(OCTOBER);
        billing(0, "credit", "add", "North", "--kind", "promotional", "--amount", "20");
        billing(0, "credit", "add", "North", "--kind", "prepaid", "--amount", "30");
        try (var beans = TestApplication.at(Instant.parse("2026-10-31T23:59:59Z"), database)) {
            var outcome = beans.getBean(EstimateLauncher.class).estimate(OCTOBER, folder);
            assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        }
        var estimated = content("estimate");
        assertThat(estimated).hasSizeGreaterThan(5);
        try (var beans = TestApplication.at(Instant.parse("2026-11-01T00:00:00Z"), database)) {
            beans.getBean(InvoicingLauncher.class).run(new RunOptions(Optional.of(OCTOBER), RunOptions.Until.DRAFT,
                    IssueDates.Wish.TODAY, folder, true, false, false, false), outcome -> {});
        }
        assertThat(content("invoicing")).isEqualTo(estimated);
        assertThat(content("estimate")).as("estimates go when the period is invoiced").isEmpty();
    }

    @Test
    void replaceEachOtherAndLeaveNothingThatCounts() throws IOException {
        var present = BillingPeriod.containing(Instant.now());
        importUsage(present);
        billing(0, "rate", "import", write("rates.csv",
                "Date,USD,\n" + LocalDate.now(ZoneOffset.UTC).minusDays(1) + ",1.1,\n"));
        billing(0, "credit", "add", "North", "--kind", "promotional", "--amount", "20");
        var out = folder.resolve("out");
        assertThat(billing(0, "estimate", "--out", out.toString()).out()).contains(present + ": 2 estimates in ");
        var first = FolderContent.of(out);
        assertThat(first).hasSize(4);
        // A process that died left its run and files behind.
        database.ownerJdbc().sql("UPDATE invoicing_run SET finished_at = NULL").update();
        Files.createDirectories(out.resolve("estimates/." + present + ".building/invoices"));
        Files.createFile(out.resolve("estimates/." + present + ".building/invoices/stray.pdf"));
        Files.createDirectories(out.resolve("estimates/." + present + ".old"));
        assertThat(billing(0, "invoice", "list").out()).doesNotContain("estimate");
        billing(0, "import", write("more.csv", HEADER + row("e", "web", "vm", "3", present.firstDay())
                + row("f", "nobody", "vm", "3", present.firstDay())));
        assertThat(billing(3, "estimate", present.toString(), "--out", out.toString()).out())
                .contains("left out: usage of unknown projects nobody");
        assertThat(FolderContent.of(out).keySet()).isEqualTo(first.keySet());
        assertThat(FolderContent.of(out)).isNotEqualTo(first);

        assertThat(billing(0, "invoice", "list", "--json").out()).containsOnlyOnce("\"name\" : \"North\"")
                .contains("\"state\" : \"estimate\"", "\"number\" : null");
        assertThat(billing(0, "invoice", "show", "North", "--period", present.toString()).out())
                .contains("estimate  " + present + "  North", "credit_consumption");
        for (var table : List.of("issued_invoice", "posting", "credit_consumption", "number_series", "document")) {
            assertThat(database.jdbc().sql("SELECT count(*) FROM " + table).query(Long.class).single()).as(table)
                    .isZero();
        }
        for (var pdf : first.keySet().stream().filter(name -> name.endsWith(".pdf")).toList()) {
            try (var reader = new PdfReader(Files.readAllBytes(out.resolve(pdf)))) {
                for (int page = 1; page <= reader.getNumberOfPages(); page++) {
                    assertThat(new PdfTextExtractor(reader).getTextFromPage(page)).contains("ESTIMATE")
                            .contains("not an invoice").doesNotContain("INV-", "Pay to");
                }
            }
        }
        assertThatThrownBy(() -> database.ownerJdbc().sql("""
                INSERT INTO issued_invoice SELECT id, 'main', 'S', 2026, 1, 'X', group_id, '2026-10-01', currency,
                    '2026-10-01', '2026-10-01', 1, NULL FROM invoice LIMIT 1
                """).update()).rootCause().hasMessageContaining("never issued");
    }

    @Test
    void areRefusedForAPeriodThatHasEnded() {
        assertThat(billing(20, "estimate", "2026-09").err()).contains("period 2026-09 has ended",
                "billing run 2026-09");
    }
}
