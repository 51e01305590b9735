package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each usage record of a period is billed, left out or waits, and {@code status} and {@code verify} say so. */
class UsageBalanceTest extends CommandTest {
    private int files;

    @BeforeEach
    void createCompany() throws IOException {
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI, vat_id: FI20774740}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: North, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}
                      - {name: South, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}
                    projects: [{id: p1, billing_group: North}, {id: p2, billing_group: South}]
                """), "--yes");
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                s,per_unit,EUR,hour,,1,,,,,,2020-01-01
                """));
    }

    @AfterEach
    void forgetRule() {
        System.clearProperty("billing.membership");
    }

    /** Imports rows such as {@code p1 10 2026-08-05}. */
    private void importUsage(String... rows) throws IOException {
        var text = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (var row : rows) {
            var cells = row.split(" ");
            text.append("u%d-%d,%s,S,s,%s,hour,%sT00:00:00Z,%sT01:00:00Z%n".formatted(files, text.length(), cells[0],
                    cells[1], cells[2], cells[2]));
        }
        billing(0, "import", write("usage-" + files++ + ".csv", text.toString()));
    }

    private void run(String period, String date, String... options) {
        var arguments = new java.util.ArrayList<>(
                Arrays.asList("run", period, "--issue-date", date, "--out", folder.resolve("out").toString()));
        arguments.addAll(Arrays.asList(options));
        billing(0, arguments.toArray(String[]::new));
        billing(0, "verify");
    }

    /** The row of a period in {@code status}: records, billed, excluded, waiting, ..., state. */
    private String row(String period) {
        return billing(0, "status").out().lines().filter(line -> line.startsWith(period)).findFirst().orElseThrow()
                .replaceAll("\\s+", " ").strip();
    }

    @Test
    void showsUsageOfAGroupWithoutInvoiceUntilARunOfItsPeriodBillsIt() throws IOException {
        importUsage("p1 10 2026-08-05");
        importUsage("p2 10 2026-09-05");
        assertThat(row("2026-08")).isEqualTo("2026-08 1 0 0 1 0 0 0 not invoiced");
        run("2026-08", "2026-09-02");
        assertThat(row("2026-08")).isEqualTo("2026-08 1 1 0 0 1 0 1 finished");
        importUsage("p2 7 2026-08-20");
        assertThat(row("2026-08")).isEqualTo("2026-08 2 1 0 1 1 0 1 usage waits");
        assertThat(billing(0, "status").out()).contains(
                "usage of 2026-08: South, 1 record (waits for the next run of the period)")
                .doesNotContain("late usage");
        assertThat(billing(0, "status", "2026-08", "--json").out()).contains("\"billed_usage_records\" : 1",
                "\"waiting_usage_records\" : 1", "\"reason\" : \"not_invoiced\"", "\"late_usage\" : [ ]");
        run("2026-09", "2026-10-02");
        assertThat(row("2026-08")).contains("usage waits");
        run("2026-08", "2026-10-02");
        assertThat(row("2026-08")).isEqualTo("2026-08 2 2 0 0 2 0 2 finished");
    }

    @Test
    void countsUsageThatWasLeftOutOnceAndNoLongerWhenItIsBilled() throws IOException {
        importUsage("p1 10 2026-08-05", "new 5 2026-08-05");
        run("2026-08", "2026-09-02", "--exclude-unknown-projects");
        importUsage("p2 10 2026-08-05", "new 6 2026-08-06");
        assertThat(row("2026-08")).isEqualTo("2026-08 4 1 1 2 1 0 1 usage waits");
        assertThat(billing(0, "status").out()).contains("usage of 2026-08: unknown projects, 1 record");
        run("2026-08", "2026-09-03", "--exclude-unknown-projects");
        assertThat(row("2026-08")).isEqualTo("2026-08 4 2 2 0 2 0 2 finished");
        billing(0, "project", "create", "new", "--account", "acme", "--billing-group", "North");
        assertThat(row("2026-08")).isEqualTo("2026-08 4 2 0 2 2 0 2 usage waits");
        assertThat(billing(0, "status").out()).contains("late usage of 2026-08: North, 2 records");
        run("2026-09", "2026-10-02", "--without-usage");
        assertThat(row("2026-08")).isEqualTo("2026-08 4 4 0 0 2 0 2 finished");
    }

    /** A file may hold usage of a project that moved, but none of the time in which it was in the group. */
    @Test
    void waitsForNothingThatFallsToAnotherGroupByTime() throws IOException {
        System.setProperty("billing.membership", "by-usage-time");
        billing(0, "group", "assign", "South", "p1", "--from", "2026-07-15T00:00:00Z", "--yes");
        importUsage("p1 10 2026-07-05", "p1 10 2026-07-20");
        run("2026-07", "2026-08-02");
        importUsage("p1 4 2026-07-25", "p1 5 2026-08-05");
        assertThat(billing(0, "status").out()).contains("late usage of 2026-07: South, 1 record")
                .doesNotContain("North");
        run("2026-08", "2026-09-02");
        importUsage("p1 5 2026-09-05");
        assertThat(row("2026-07")).isEqualTo("2026-07 3 3 0 0 2 0 1 finished");
        run("2026-09", "2026-10-02");
        assertThat(row("2026-07")).isEqualTo("2026-07 3 3 0 0 2 0 1 finished");
        assertThat(database.jdbc().sql("SELECT string_agg(number || ' ' || net_total, ', ' ORDER BY number) "
                + "FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id").query(String.class).single())
                .isEqualTo("INV-2026-000001 10.00, INV-2026-000002 10.00, INV-2026-000003 9.00, INV-2026-000004 5.00");
        importUsage("p1 1 2026-07-01", "p1 2 2026-07-31");
        assertThat(billing(0, "status").out()).contains("late usage of 2026-07: North, 1 record",
                "late usage of 2026-07: South, 1 record");
    }

    /** A provider's tax of the time in which the project was in a group is not billed to it, so it is not late either. */
    @Test
    void leavesTheProvidersTaxOutOfWhatIsLate() throws IOException {
        System.setProperty("billing.membership", "by-usage-time");
        billing(0, "group", "assign", "South", "p1", "--from", "2026-07-15T00:00:00Z", "--yes");
        importUsage("p1 10 2026-07-05", "p1 10 2026-07-20");
        run("2026-07", "2026-08-02");
        var row = "ba,2026-07-01T00:00:00Z,2026-08-01T00:00:00Z,2026-07-%sT00:00:00Z,2026-07-%sT01:00:00Z,%s,EUR,%s,GPU,"
                + "k,1,h,p1\n";
        billing(0, "import", write("focus.csv", """
                BillingAccountId,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,BilledCost,\
                BillingCurrency,ChargeCategory,ServiceName,SkuId,PricingQuantity,PricingUnit,SubAccountId
                """ + row.formatted("03", "03", "5", "Tax") + row.formatted("21", "21", "5", "Tax")
                + row.formatted("22", "22", "7", "Usage")));
        assertThat(row("2026-07")).startsWith("2026-07 5 2 2 1 ");
        assertThat(billing(0, "status").out()).contains("late usage of 2026-07: South, 1 record")
                .doesNotContain("North");
        run("2026-08", "2026-09-02", "--without-usage");
        assertThat(row("2026-07")).isEqualTo("2026-07 5 3 2 0 2 0 1 finished");
    }

    @Test
    void findsRecordsThatAreNeitherBilledNorWait() throws IOException {
        importUsage("p1 10 2026-08-05", "p1 1 2026-08-06");
        run("2026-08", "2026-09-02");
        var owner = database.ownerJdbc();
        owner.sql("ALTER TABLE invoice_line DISABLE TRIGGER USER").update();
        owner.sql("UPDATE invoice_line SET record_count = 1").update();
        assertThat(billing(21, "verify").out())
                .contains("2026-08: 2 usage records, but 1 are billed, 0 left out and 0 wait");
    }
}
