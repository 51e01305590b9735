package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Usage that arrives after its group's invoice: billed on the next one, by the terms of then, and only the difference.
 */
class LateUsageTest extends CommandTest {
    private static final String PRICES = """
            sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
            gb,graduated,EUR,GB,100,%s,,,,billing_group,,2026-01-01
            gb,graduated,EUR,GB,,0.5,,,,billing_group,,2026-01-01
            vm,per_unit,EUR,hour,,1,,,,,interval:1,2026-01-01
            """;

    private int files;

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
                         discount_percent: 10}
                      - {name: South, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}
                    projects: [{id: web, billing_group: North}, {id: api, billing_group: North},
                               {id: db, billing_group: South}]
                """));
        billing(0, "price", "import", write("prices.csv", PRICES.formatted("1")));
    }

    /** Imports rows such as {@code web gb 80 2026-08-05}. */
    private void importUsage(String... rows) throws IOException {
        var text = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (var row : rows) {
            var cells = row.split(" ");
            text.append("u%d-%d,%s,S,%s,%s,%s,%sT00:00:00Z,%sT00:30:00Z%n".formatted(files, text.length(), cells[0],
                    cells[1], cells[2], cells[1].equals("gb") ? "GB" : "hour", cells[3], cells[3]));
        }
        billing(0, "import", write("usage-" + files++ + ".csv", text.toString()));
    }

    private void run(String period, String date) {
        billing(0, "run", period, "--issue-date", date, "--without-usage", "--out", folder.resolve("out").toString());
        billing(0, "verify");
    }

    /** The lines of the invoices of a period: type, project, SKU, quantity, amount and the period that they are for. */
    private List<String> lines(String period) {
        return database.jdbc().sql("""
                SELECT concat_ws(' ', f.name, l.line_type, l.project, l.sku, trim_scale(l.quantity), l.amount,
                    to_char(l.period, 'YYYY-MM'))
                FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id
                JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id
                JOIN invoice_line l ON l.invoice_id = i.id
                WHERE n.period = to_date(?, 'YYYY-MM') ORDER BY f.name, l.line
                """).param(period).query(String.class).list();
    }

    /** More files than are compared one by one, with files of another period between them. */
    @Test
    void billsEachOfManyFilesOnce() throws IOException {
        for (int day = 1; day <= 12; day++) {
            importUsage("web vm 1 2026-07-%02d".formatted(day));
            importUsage("db vm 2 2026-08-%02d".formatted(day));
        }
        run("2026-07", "2026-08-02");
        assertThat(lines("2026-07")).containsExactly("North usage_charge web vm 12 10.80 2026-07");
        importUsage("web vm 1 2026-07-20");
        run("2026-08", "2026-09-02");
        assertThat(lines("2026-08")).containsExactly("North prior_period web vm 1 0.90 2026-07",
                "South usage_charge db vm 24 24.00 2026-08");
    }

    @Test
    void billsOnlyTheDifferenceByTheTermsOfThen() throws IOException {
        importUsage("web gb 80 2026-07-05", "api gb 10 2026-07-06");
        run("2026-07", "2026-08-02");
        assertThat(lines("2026-07")).containsExactly("North usage_charge api gb 10 9.00 2026-07",
                "North usage_charge web gb 80 72.00 2026-07");

        // Other prices and another discount since: the past is billed by those of then. 120 GB cost 110, less 10 %.
        billing(0, "price", "import", write("prices.csv", PRICES.formatted("3")));
        billing(0, "group", "edit", "North", "--discount-percent", "50");
        importUsage("web gb 30 2026-07-07", "web gb 10 2026-08-01");
        assertThat(billing(0, "status").out()).contains("late usage of 2026-07: North, 1 record");
        run("2026-08", "2026-09-02");
        assertThat(lines("2026-08")).containsExactly("North usage_charge web gb 10 15.00 2026-08",
                "North prior_period api gb 0 -0.75 2026-07", "North prior_period web gb 30 18.75 2026-07");
        assertThat(billing(0, "status").out()).doesNotContain("late usage");

        // A correction of usage makes the difference negative.
        importUsage("web gb -50 2026-07-08", "web gb 100 2026-09-01");
        run("2026-09", "2026-10-02");
        assertThat(lines("2026-09")).containsExactly("North usage_charge web gb 100 150.00 2026-09",
                "North prior_period api gb 0 0.75 2026-07", "North prior_period web gb -50 -36.75 2026-07");
        assertThat(Files.readString(folder.resolve("out/2026-09/run-1/ledger.csv")))
                .contains("revenue:prior_period,36.75,,EUR,S25.5");
        assertThat(billing(0, "invoice", "explain", "INV-2026-000002", "3").out()).containsSubsequence(
                "line 3: prior_period web gb, 2026-07: EUR 18.75", "period-end: web belongs to 'North'",
                "2 records, 110 GB", "gb graduated in EUR per GB, valid from 2026-01-01",
                "all projects of the group: 120 GB", "100 x 1 = 100", "20 x 0.5 = 10",
                "110 x 110 / 120 = 100.833333333333", "100.833333333333 less 10 % = 90.7499999999997",
                "half up = EUR 90.75", "EUR 72.00 for 2026-07", "EUR 90.75 - EUR 72.00 = EUR 18.75",
                "usage-0.csv  2", "usage-1.csv  2");
        var json = billing(0, "invoice", "explain", "INV-2026-000003", "--json", "--rows", "1").out();
        assertThat(json).contains("\"usage_records\" : 3").doesNotContain("DIFFERENCE");
        assertThat(billing(20, "invoice", "explain", "INV-2026-000003", "9").err()).contains("has no line 9");
    }

    @Test
    void makesAnInvoiceForLateUsageAlone() throws IOException {
        importUsage("web vm 1 2026-08-05", "db vm 2 2026-08-05");
        run("2026-08", "2026-09-02");
        importUsage("db vm 0.5 2026-08-09");
        assertThat(billing(0, "run", "2026-08").out()).contains("nothing to invoice");
        run("2026-09", "2026-10-02");
        assertThat(lines("2026-09")).containsExactly("South prior_period db vm 1 1.00 2026-08");
        assertThat(billing(0, "run").out()).contains("nothing to invoice");
    }

    @Test
    void billsProjectsThatWereLeftOutBeforeTheyWereKnown() throws IOException {
        importUsage("web vm 1 2026-08-05", "new vm 7 2026-08-05");
        billing(0, "run", "2026-08", "--issue-date", "2026-09-02", "--exclude-unknown-projects", "--out",
                folder.toString());
        billing(0, "project", "create", "new", "--account", "acme", "--billing-group", "North");
        run("2026-09", "2026-10-02");
        assertThat(lines("2026-09")).containsExactly("North prior_period new vm 7 6.30 2026-08");
    }

    @Test
    void parksGroupWhoseLateUsageHasNoPriceAndBillsItOnceThereIsOne() throws IOException {
        importUsage("web vm 1 2026-08-05");
        run("2026-08", "2026-09-02");
        importUsage("web disk 5 2026-08-06", "web vm 3 2026-09-01", "db vm 4 2026-09-01");
        assertThat(billing(3, "run", "2026-09", "--issue-date", "2026-10-02", "--out", folder.toString()).out())
                .contains("late usage of 2026-08: no price for SKU disk",
                        "or credit INV-2026-000001 with --reissue: then 2026-08 is invoiced again");
        billing(0, "price", "import", write("prices.csv", PRICES.formatted("1")
                + "disk,per_unit,EUR,hour,,2,,,,,,2026-01-01\n"));
        run("2026-09", "2026-10-03");
        assertThat(lines("2026-09")).containsExactly("North usage_charge web vm 3 2.70 2026-09",
                "North prior_period web disk 5 9.00 2026-08", "South usage_charge db vm 4 4.00 2026-09");
    }

    private void importDiskPrice(String price, String rounding) throws IOException {
        billing(0, "price", "import", write("prices.csv", PRICES.formatted("1")
                + "disk,per_unit,EUR,hour,," + price + ",,,,," + rounding + ",2026-01-01\n"));
    }

    @Test
    void keepsPriceOfLateUsageThatIsReplacedLater() throws IOException {
        importUsage("web vm 1 2026-07-05");
        run("2026-07", "2026-08-02");
        importDiskPrice("2", "interval:1");
        importUsage("web disk 4.5 2026-07-06");
        run("2026-08", "2026-09-02");
        assertThat(lines("2026-08")).containsExactly("North prior_period web disk 5 9.00 2026-07");

        importDiskPrice("3", "");
        importUsage("web disk 1.5 2026-07-07");
        run("2026-09", "2026-10-02");
        assertThat(lines("2026-09")).containsExactly("North prior_period web disk 2 3.60 2026-07");
        assertThat(billing(0, "invoice", "explain", "INV-2026-000003").out())
                .contains("2 records, 7 hour", "7 x 2 = 14", "EUR 12.60 - EUR 9.00 = EUR 3.60");

        importDiskPrice("4", "");
        importUsage("web disk 1 2026-07-08");
        run("2026-10", "2026-11-02");
        assertThat(lines("2026-10")).containsExactly("North prior_period web disk 1 1.80 2026-07");
    }

    @Test
    void billsLateUsageOfEachGroupAtThePriceThatTheGroupWasBilledAt() throws IOException {
        importUsage("web vm 1 2026-07-05", "db vm 1 2026-07-05");
        run("2026-07", "2026-08-02");
        importDiskPrice("2", "");
        importUsage("web disk 1 2026-07-06");
        run("2026-08", "2026-09-02");
        importDiskPrice("3", "interval:1");
        importUsage("db disk 1.5 2026-07-06");
        run("2026-09", "2026-10-02");
        assertThat(lines("2026-09")).containsExactly("South prior_period db disk 2 6.00 2026-07");

        // One run cannot sum the rows of one SKU and period in two ways, so that the second group takes a run of its
        // own.
        importDiskPrice("4", "");
        importUsage("web disk 1.5 2026-07-07", "db disk 0.5 2026-07-07");
        assertThat(billing(3, "run", "2026-10", "--without-usage", "--issue-date", "2026-11-02", "--out",
                folder.toString()).out())
                .contains("South", "SKU disk is rounded differently for another group; 'billing run 2026-10' again");
        run("2026-10", "2026-11-02");
        assertThat(lines("2026-10")).containsExactly("North prior_period web disk 1.5 2.70 2026-07",
                "South prior_period db disk 1 3.00 2026-07");
    }

    @Test
    void billsLateUsageOfAnOldCurrencyOnAnInvoiceOfItsOwn() throws IOException {
        importUsage("web vm 1 2026-08-05");
        run("2026-08", "2026-09-02");
        billing(0, "group", "edit", "North", "--currency", "SEK");
        billing(0, "price", "import", write("sek.csv", PRICES.formatted("1").replace("EUR", "SEK")));
        billing(0, "rate", "import", write("rates.csv", "Date,SEK,\n2026-09-30,11.2,\n"));
        importUsage("web vm 2 2026-08-06", "web vm 3 2026-09-01");
        run("2026-09", "2026-10-02");
        assertThat(database.jdbc().sql("SELECT number || ' ' || currency FROM issued_invoice ORDER BY number")
                .query(String.class).list())
                .containsExactly("INV-2026-000001 EUR", "INV-2026-000002 EUR", "INV-2026-000003 SEK");
        assertThat(lines("2026-09")).containsExactlyInAnyOrder("North usage_charge web vm 3 2.70 2026-09",
                "North prior_period web vm 2 1.80 2026-08");
    }

    @Test
    void parksGroupWithDraftsInTwoCurrenciesOnce() throws IOException {
        importUsage("web vm 1 2026-08-05");
        run("2026-08", "2026-09-02");
        billing(0, "group", "edit", "North", "--currency", "SEK", "--company", "\u0633\u0644\u0627\u0645");
        billing(0, "price", "import", write("sek.csv", PRICES.formatted("1").replace("EUR", "SEK")));
        billing(0, "rate", "import", write("rates.csv", "Date,SEK,\n2026-09-30,11.2,\n"));
        importUsage("web vm 2 2026-08-06", "web vm 3 2026-09-01");
        assertThat(billing(3, "run", "2026-09", "--issue-date", "2026-10-02", "--out", folder.toString()).out())
                .containsOnlyOnce("invalid_document: there is no glyph");
        billing(0, "group", "edit", "North", "--company", "C");
        System.setProperty("billing.review.hold-above", "1");
        try {
            assertThat(billing(3, "run", "2026-09", "--issue-date", "2026-10-02", "--out", folder.toString()).out())
                    .contains("parked: 1 group: suspicious_change: North; the first: the net total is EUR 1.80");
            assertThat(billing(0, "status", "2026-09", "--parked").out())
                    .contains("suspicious_change: the net total is SEK 2.70");
        } finally {
            System.clearProperty("billing.review.hold-above");
        }
        run("2026-09", "2026-10-02");
        assertThat(lines("2026-09")).hasSize(2);
    }

    @Test
    void isBilledOnceWhileTwoPeriodsAreDrafted() throws IOException {
        importUsage("web gb 80 2026-07-05");
        run("2026-07", "2026-08-02");
        importUsage("web gb 10 2026-07-07", "web gb 1 2026-08-01", "web gb 2 2026-09-01");
        for (var period : List.of("2026-08", "2026-09")) {
            billing(0, "run", period, "--issue-date", "2026-10-02", "--until", "draft", "--out",
                    folder.resolve("out").toString());
        }
        for (var period : List.of("2026-09", "2026-08")) {
            billing(0, "run", period, "--out", folder.resolve("out").toString());
        }
        assertThat(lines("2026-08")).containsExactly("North usage_charge web gb 1 0.90 2026-08",
                "North prior_period web gb 10 9.00 2026-07");
        assertThat(lines("2026-09")).containsExactly("North usage_charge web gb 2 1.80 2026-09");
        billing(0, "verify");
    }
}
