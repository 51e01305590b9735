package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which periods a run finds to invoice, and that it comes to rest once nothing waits. */
class DuePeriodsTest extends CommandTest {
    private static final String HEADER = "usage_id,project,service,sku,quantity,unit,started_at,ended_at\n";
    private static final String MEMBERSHIP = "billing.membership";
    private static final String ZERO_INVOICES = "billing.zero-invoices";

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
                      - {name: North, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}
                      - {name: South, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}
                      - {name: West, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}
                    projects: [{id: web, billing_group: North}, {id: db, billing_group: South}]
                """));
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                vm,per_unit,EUR,hour,,1,,,,,,2026-01-01
                """));
    }

    @AfterEach
    void clearSettings() {
        System.clearProperty(MEMBERSHIP);
        System.clearProperty(ZERO_INVOICES);
    }

    private void importUsage(String project, String sku, String day) throws IOException {
        billing(0, "import",
                write("usage-" + ++files + ".csv", HEADER + "u%d,%s,S,%s,1,hour,%sT00:00:00Z,%sT01:00:00Z\n"
                        .formatted(files, project, sku, day, day)));
    }

    private String run(int exitCode, String... period) {
        var arguments = new String[period.length + 5];
        arguments[0] = "run";
        System.arraycopy(new String[]{ "--issue-date", "2026-11-02", "--out", folder.toString() }, 0, arguments, 1, 4);
        System.arraycopy(period, 0, arguments, 5, period.length);
        return billing(exitCode, arguments).out();
    }

    private void applyGroup(String fields) throws IOException {
        billing(0, "apply", write("group.yaml", """
                accounts:
                  - id: acme
                    billing_groups: [{name: West, currency: EUR, %s}]
                """.formatted(fields)));
    }

    @Test
    void nothingWaitsForTheGroupThatAProjectLeftDuringThePeriod() throws IOException {
        importUsage("web", "vm", "2026-08-05");
        billing(0, "group", "assign", "West", "web", "--from", "2026-08-15", "--yes");
        assertThat(run(0)).contains("2026-08: 1 invoice issued");
        assertThat(run(0)).contains("nothing to invoice");
        assertThat(run(0, "2026-08")).contains("nothing to invoice");
    }

    @Test
    void nothingWaitsForAGroupThatHadAProjectWhenItUsedNothing() throws IOException {
        System.setProperty(MEMBERSHIP, "by-usage-time");
        importUsage("web", "vm", "2026-08-05");
        billing(0, "group", "assign", "West", "web", "--from", "2026-08-15", "--yes");
        assertThat(run(0)).contains("2026-08: 1 invoice issued");
        assertThat(run(0)).contains("nothing to invoice");
        importUsage("web", "vm", "2026-08-20");
        assertThat(run(0, "--without-usage")).contains("2026-08: 1 invoice issued");
        assertThat(run(0)).contains("nothing to invoice");
        billing(0, "verify");
    }

    @Test
    void usageWaitsWhereItsProjectWasMovedSinceAnEarlierRun() throws IOException {
        System.setProperty(MEMBERSHIP, "by-usage-time");
        importUsage("web", "new-thing", "2026-08-05");
        billing(0, "group", "assign", "West", "web", "--from", "2026-08-15", "--yes");
        assertThat(run(3)).contains("no invoice issued", "parked: North");
        assertThat(run(3)).contains("no invoice issued", "parked: North");
        billing(0, "group", "assign", "West", "web", "--from", "2026-08-03", "--yes");
        assertThat(run(3)).contains("no invoice issued", "parked: West");
    }

    @Test
    void lateUsageThatChangesNothingWaitsForTheNextPeriodOnly() throws IOException {
        System.setProperty(MEMBERSHIP, "by-usage-time");
        importUsage("web", "vm", "2026-08-05");
        importUsage("web", "vm", "2026-08-20");
        billing(0, "group", "assign", "West", "web", "--from", "2026-08-15", "--yes");
        assertThat(run(0)).contains("2026-08: 2 invoices issued");
        importUsage("web", "vm", "2026-08-06");
        assertThat(run(20)).as("usage of September may be missing").isEmpty();
        assertThat(run(0, "--without-usage")).contains("2026-09: 1 invoice issued");
        assertThat(run(0, "2026-09")).contains("nothing to invoice");
        assertThat(billing(0, "invoice", "list", "--period", "2026-09").out()).contains("North").doesNotContain("West");
    }

    @Test
    void usageWaitsOfAnInvoiceThatWasReopened() throws IOException {
        importUsage("web", "vm", "2026-08-05");
        assertThat(run(0)).contains("2026-08: 1 invoice issued");
        billing(0, "invoice", "credit-note", "INV-2026-000001", "--reason", "wrong", "--issue-date", "2026-11-02",
                "--reopen");
        assertThat(run(0)).contains("2026-08: 1 invoice issued");
        assertThat(run(0)).contains("nothing to invoice");
    }

    @Test
    void nothingWaitsForACommitmentOfNothing() throws IOException {
        applyGroup("commitment: {amount: 0, from: 2026-08}, extra_charges: []");
        importUsage("web", "vm", "2026-08-05");
        assertThat(run(0)).contains("2026-08: 1 invoice issued").doesNotContain("2026-09");
        assertThat(run(0)).contains("nothing to invoice");
    }

    @Test
    void billsNothingWhereEveryLineIsNothingUnlessThatIsWanted() throws IOException {
        applyGroup("commitment: {amount: 0}, "
                + "extra_charges: [{description: Gift, amount: 0.00, from: 2026-08, until: 2026-08}]");
        importUsage("web", "vm", "2026-08-05");
        assertThat(run(0)).contains("2026-08: 1 invoice issued");
        assertThat(run(0)).contains("nothing to invoice");
        System.setProperty(ZERO_INVOICES, "perhaps");
        billing(20, "run");
        System.setProperty(ZERO_INVOICES, "issue");
        assertThat(run(0)).contains("2026-08: 1 invoice issued");
        assertThat(run(0)).contains("nothing to invoice");
        System.setProperty(ZERO_INVOICES, "skip");
        billing(0, "verify");
        assertThat(billing(0, "invoice", "list").out()).contains("West", "EUR 0.00");
    }

    @Test
    void catchesUpFromTheStartOfACommitmentWithoutAnyUsage() throws IOException {
        applyGroup("commitment: {amount: 10, from: 2026-09}");
        assertThat(run(0)).contains("2026-09: 1 invoice issued", "2026-10: 1 invoice issued").doesNotContain("2026-08");
        assertThat(run(0)).contains("nothing to invoice");
    }

    @Test
    void aCommitmentWithoutStartBeginsWithTheFirstUsageOrCharge() throws IOException {
        applyGroup("commitment: {amount: 10}");
        assertThat(run(0)).contains("nothing to invoice");
        importUsage("web", "vm", "2026-09-05");
        assertThat(run(0, "--without-usage")).contains("2026-09: 2 invoices issued", "2026-10: 1 invoice issued");
    }
}
