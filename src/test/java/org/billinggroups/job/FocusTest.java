package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.Test;

/** A provider's export becomes projects, usage and invoices. */
class FocusTest extends CommandTest {
    private static final Path OFFICIAL_SAMPLE = Path.of("../shared/data/focus/focus_sample.csv");
    private static final String COMPANY = """
            seller: {id: main, name: Seller Inc, address_lines: [Street 1], city: Boston, country_code: US,
              tax_number: 12-3456789}
            tax_rates: [{country_code: US, rate: 0, valid_from: 2020-01-01}]
            accounts:
              - id: acme
                billing_groups:
                  - {name: Cloud, currency: USD, company: C, address_lines: [A], city: B, country_code: US}
            """;
    private static final String HEADER = "BillingPeriodStart,ChargePeriodStart,ChargePeriodEnd,BillingAccountId,"
            + "SubAccountId,SubAccountName,ServiceName,SkuId,ChargeDescription,ChargeCategory,PricingQuantity,"
            + "PricingUnit,BilledCost,BillingCurrency,ResourceId\n";

    private static String row(String project, String cost, String resource) {
        return "2024-09-01 00:00:00,2024-09-18 22:00:00,2024-09-18 23:00:00,B,%s,Name of %s,Storage,S-1,A disk,Usage,1,GB,%s,USD,%s%n"
                .formatted(project, project, cost, resource);
    }

    private BigDecimal billed() {
        return database.jdbc().sql("SELECT coalesce(sum(amount), 0) FROM usage_record").query(BigDecimal.class)
                .single();
    }

    private void companyWithProjectsOf(String file) throws IOException {
        billing(0, "apply", write("company.yaml", COMPANY), "--yes");
        billing(0, "project", "create", "--from-usage", file, "--account", "acme", "--billing-group", "Cloud");
    }

    @Test
    void isInvoicedWithProjectsMadeFromIt() throws IOException {
        var file = write("export.csv", HEADER + row("/subscriptions/a-1", "0.004", "r1")
                + row("/subscriptions/a-1", "0.004", "r2") + row("b", "-1.5", "r3") + row("b", "12.25", "r4"));
        companyWithProjectsOf(file);
        assertThat(billing(0, "project", "create", "--from-usage", file, "--json").out())
                .contains("/subscriptions/a-1", "Name of b");
        assertThat(billing(0, "import", file, "--json").out()).contains("\"format\" : \"focus\"");
        billing(0, "run", "2024-09", "--issue-date", "2024-10-01", "--out", folder.resolve("out").toString());
        assertThat(billing(0, "invoice", "show", "INV-2024-000001").out()).contains("10.76");
        billing(0, "verify");
    }

    @Test
    void namesProjectsSoThatAnExportOfThemIsAppliedAgain() throws IOException {
        var file = write("export.csv", HEADER + row("a", "1", "r1").replace("Name of a", "Long ".repeat(60))
                + row("b", "1", "r2").replace("Name of b", "Two\u200b \u0007words") + row("c", "1", "r3")
                        .replace("Name of c", "\u200b"));
        companyWithProjectsOf(file);
        assertThat(
                database.jdbc().sql("SELECT coalesce(name, '-') FROM project ORDER BY id").query(String.class).list())
                .containsExactly("Long ".repeat(60).substring(0, 254) + "…", "Two words", "-");
        assertThat(billing(0, "apply", write("exported.yaml", billing(0, "export").out()), "--yes").out())
                .contains("nothing to change");
        assertThat(billing(0, "project", "create", "--from-usage", file).out()).contains("3 projects");
    }

    @Test
    void countsRowsOfTheSameContentInAllFilesOfACommand() throws IOException {
        var twice = row("a", "1", "r") + row("a", "1", "r");
        var parts = new String[]{ write("part1.csv", HEADER + twice + row("a", "8", "x")),
                write("part2.csv", HEADER + row("a", "1", "r") + row("a", "16", "y")) };
        billing(0, "import", parts[0], parts[1]);
        assertThat(billed()).as("three of 1, each billed").isEqualByComparingTo("27");
        var whole = write("whole.csv", HEADER + row("a", "16", "y") + row("a", "8", "x") + twice + row("a", "1", "r"));
        assertThat(billing(0, "import", whole).out()).contains("0 accepted, 5 duplicate");
        var grown = new String[]{ write("new1.csv", HEADER + row("a", "1", "r")),
                write("new2.csv", HEADER + twice + row("a", "1", "r") + row("a", "8", "x")) };
        assertThat(billing(20, "import", grown[0], grown[1]).err()).contains("restate 1 charge that came before",
                "a, Storage, S-1, 2024-09-18T22:00:00Z to 2024-09-18T23:00:00Z: 3.00 USD before, 4.00 USD now");
        assertThat(billed()).isEqualByComparingTo("27");
    }

    @Test
    void knowsPartFilesThatWereImportedBefore() throws IOException {
        var first = write("part1.csv", HEADER + row("a", "1", "r"));
        var second = write("part2.csv", HEADER + row("a", "1", "r") + row("a", "2", "s"));
        billing(0, "import", first);
        billing(20, "import", first, second);
        assertThat(billed()).as("a part that came by another command").isEqualByComparingTo("1");
        billing(0, "import", "--additional", first, second);
        assertThat(billed()).isEqualByComparingTo("4");
        billing(0, "import", write("other.csv", HEADER + row("a", "1", "r")));
        assertThat(billed()).as("what the first command brought").isEqualByComparingTo("4");
    }

    @Test
    void billsAChargeThatBeganBeforeItsPeriodToWhoHasTheProjectThen() throws IOException {
        var file = write("export.csv", HEADER + row("a", "5", "r").replace("2024-09-01 00", "2024-10-01 00"));
        companyWithProjectsOf(file);
        billing(0, "group", "create", "--account", "acme", "--name", "Later", "--copy-from", "Cloud", "--yes");
        billing(0, "group", "assign", "Later", "a", "--from", "2024-10-01T00:00:00Z", "--yes");
        billing(0, "import", file);
        System.setProperty("billing.membership", "by-usage-time");
        try {
            billing(0, "run", "2024-10", "--issue-date", "2024-11-01", "--out", folder.resolve("out").toString());
        } finally {
            System.clearProperty("billing.membership");
        }
        assertThat(billing(0, "invoice", "list", "--period", "2024-10").out()).contains("Later", "5.00");
    }

    @Test
    void readsTheOfficialSampleWhereItIsAtHand() throws IOException {
        if (!Files.exists(OFFICIAL_SAMPLE)) {
            return;
        }
        var file = OFFICIAL_SAMPLE.toAbsolutePath().normalize().toString();
        companyWithProjectsOf(file);
        assertThat(billing(0, "import", file).out()).contains("1000 rows: 1000 accepted");
        assertThat(billed()).isEqualByComparingTo("20.52022672899");
        assertThat(database.jdbc().sql("SELECT count(*) FROM project").query(Long.class).single()).isEqualTo(73);
        billing(0, "run", "2024-09", "--issue-date", "2024-10-01", "--out", folder.resolve("out").toString());
        billing(0, "run", "2024-10", "--issue-date", "2024-11-01", "--out", folder.resolve("out").toString());
        billing(0, "verify");
    }
}
