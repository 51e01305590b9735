package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files as operators and providers really have them become the right amounts. */
class RealFilesTest extends CommandTest {
    private static final String COMPANY = """
            seller: {id: main, name: Seller Oy, address_lines: [S 1], city: Helsinki, zip_code: "00100", country_code: FI, vat_id: FI20774740}
            tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2020-01-01}]
            accounts:
              - id: acme
                billing_groups:
                  - {name: G, currency: EUR, company: C, address_lines: [A], city: B, country_code: US}
            """;
    private static final String PRICES = """
            sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
            vm,per_unit,EUR,hour,,1,,,,,,2020-01-01
            gpu-h100 ,per_unit\u00a0,EUR, GPU-Hours,,2.50,,,,,,2020-01-01
            gpu-h100,per_unit,EUR,GPU-Hours,,99,,,,,,2026-10-01
            """;
    private static final String NATIVE = "usage_id,project,service,sku,quantity,unit,started_at,ended_at\n";
    private static final Map<String, String> FOCUS = Map.ofEntries(Map.entry("BillingAccountId", "ba"),
            Map.entry("BillingAccountName", "Reseller"), Map.entry("BillingPeriodStart", "2026-09-01T00:00:00Z"),
            Map.entry("BillingPeriodEnd", "2026-10-01T00:00:00Z"),
            Map.entry("ChargePeriodStart", "2026-09-05T03:00:00Z"),
            Map.entry("ChargePeriodEnd", "2026-09-05T04:00:00Z"), Map.entry("BilledCost", "10.00"),
            Map.entry("BillingCurrency", "EUR"), Map.entry("ChargeCategory", "Usage"), Map.entry("ServiceName", "GPU"),
            Map.entry("SkuId", "gpu-h100"), Map.entry("PricingQuantity", "8"), Map.entry("PricingUnit", "GPU-Hours"),
            Map.entry("SubAccountId", "a"), Map.entry("SubAccountName", "A"));

    @BeforeEach
    void company() throws IOException {
        billing(0, "apply", write("company.yaml", COMPANY), "--yes");
        billing(0, "price", "import", write("prices.csv", PRICES));
    }

    /** An export of rows that have these cells instead of the usual ones; one that is null has no column. */
    private String focus(String name, List<Map<String, String>> rows) throws IOException {
        var columns = FOCUS.keySet().stream().sorted()
                .filter(column -> !"-".equals(rows.getFirst().get(column))).toList();
        var text = new StringBuilder(String.join(",", columns)).append('\n');
        rows.forEach(row -> text.append(String.join(",",
                columns.stream().map(column -> row.getOrDefault(column, FOCUS.get(column))).toList())).append('\n'));
        return write(name, text.toString());
    }

    private void isBilled(String period, String file, String net) {
        billing(0, "project", "create", "--from-usage", file, "--account", "acme", "--billing-group", "G");
        billing(0, "import", file);
        billing(0, "run", period, "--issue-date", "2026-11-01", "--out", folder.resolve("out").toString());
        assertThat(net(period)).isEqualByComparingTo(net);
        billing(0, "verify");
    }

    private BigDecimal net(String period) {
        return database.jdbc().sql("""
                SELECT i.net_total FROM invoice i JOIN issued_invoice n ON n.invoice_id = i.id
                WHERE to_char(n.period, 'YYYY-MM') = ?
                """).param(period).query(BigDecimal.class).single();
    }

    @Test
    void padsNothingIntoIdsAndUnits() throws IOException {
        var times = "2026-08-05T00:00:00Z,2026-08-05T01:00:00Z\n";
        isBilled("2026-08", write("august.csv", NATIVE + "u1,p1,Compute,vm,100,hour," + times
                + "u1 ,p1\t,Compute\u200b,vm,100,hour," + times + "u2, p1,Compute,vm,1,hour\u00a0," + times), "101.00");
        assertThat(database.jdbc().sql("SELECT count(*) FROM usage_record").query(Integer.class).single())
                .isEqualTo(2);
    }

    @Test
    void billsTheMonthOfAnotherTimeZone() throws IOException {
        isBilled("2026-09", focus("utc8.csv", List.of(
                Map.of("BillingPeriodStart", "2026-08-31T16:00:00Z", "BillingPeriodEnd", "2026-09-30T15:59:59Z"),
                Map.of("BillingPeriodStart", "2026-09-01T00:00:00+08:00", "BillingPeriodEnd",
                        "2026-10-01T00:00:00+08:00", "ChargePeriodStart", "2026-09-06 03:00:00.123456789 UTC",
                        "ChargePeriodEnd", "2026-09-06 04:00:00 UTC", "BilledCost", "2.00"))),
                "12.00");
    }

    @Test
    void pricesRowsWithoutCostAsOfTheirBillingPeriod() throws IOException {
        isBilled("2026-09", focus("metered.csv", List.of(
                Map.of("BilledCost", "", "BillingCurrency", "NULL"),
                Map.of("BilledCost", "", "PricingQuantity", ".4", "BillingPeriodStart", "2026-09-01T07:00:00Z",
                        "BillingPeriodEnd", "2026-10-01T07:00:00Z", "ChargePeriodStart", "2026-10-01T05:00:00Z",
                        "ChargePeriodEnd", "2026-10-01T06:00:00Z"))),
                "21.00");
    }

    @Test
    void pricesAllRowsByThePriceListIfThatIsToCount() throws IOException {
        var file = focus("costs.csv", List.of(Map.of()));
        billing(0, "project", "create", "--from-usage", file, "--account", "acme", "--billing-group", "G");
        billing(0, "import", file, "--by-price-list");
        billing(0, "run", "2026-09", "--issue-date", "2026-11-01", "--out", folder.resolve("out").toString());
        assertThat(net("2026-09")).isEqualByComparingTo("20.00");
        var own = write("own.csv", NATIVE);
        assertThat(billing(20, "import", own, "--by-price-list").err()).contains("own.csv: is no FOCUS export");
    }

    @Test
    void billsTheBillingAccountWhereThereAreNoSubAccounts() throws IOException {
        isBilled("2026-09", focus("saas.csv", List.of(Map.of("SubAccountId", "-", "SubAccountName", "-",
                "BilledCost", "1.5", "PricingQuantity", "6.123E-7"))), "1.50");
        assertThat(billing(0, "project", "show", "ba").out()).contains("Reseller");
    }

    private String tax(String... amounts) throws IOException {
        return focus("tax" + String.join("-", amounts) + ".csv", List.of(
                Map.of("BilledCost", "10"),
                Map.of("ChargeCategory", "tax", "SkuId", "VAT", "BilledCost", amounts[0], "PricingQuantity", ""),
                Map.of("ChargeCategory", "Tax", "SkuId", "GST", "BilledCost", amounts[1], "SubAccountId", "taxed")));
    }

    private String statusOf(String period) {
        var status = billing(0, "status", period, "--json").out();
        return Stream.of("usage_records", "excluded_usage_records")
                .map(field -> status.replaceAll("(?s).*?\"" + field + "\" : ([0-9]+).*", "$1"))
                .collect(Collectors.joining(" "));
    }

    @Test
    void leavesTheProvidersTaxOutAndCountsIt() throws IOException {
        var file = tax("1.9", "0.7");
        assertThat(billing(0, "import", "--json", file).out()).contains("\"accepted\" : 3", "\"excluded\" : 2");
        assertThat(billing(0, "usage", "show", file).out()).contains("provider's tax");
        assertThat(billing(0, "import", file).out()).contains("2 left out: provider's tax");
        billing(0, "project", "create", "a", "--account", "acme", "--billing-group", "G");
        billing(0, "run", "2026-09", "--issue-date", "2026-11-01", "--out", folder.resolve("out").toString());
        assertThat(net("2026-09")).isEqualByComparingTo("10");
        assertThat(statusOf("2026-09")).isEqualTo("3 2");
        assertThat(Files.readString(folder.resolve("out/2026-09/run-1/report.html"))).contains("provider's tax");
        assertThat(billing(0, "invoice", "explain", "INV-2026-000001", "--json").out()).doesNotContain("VAT");
        billing(0, "verify");
        billing(0, "run", "2026-09");
    }

    @Test
    void knowsTheProvidersTaxAgainAndTakesItBack() throws IOException {
        var file = tax("1.9", "0.7");
        billing(0, "import", file);
        var again = write("again.csv", Files.readString(Path.of(file)) + "\n");
        assertThat(billing(0, "import", again).out()).contains("0 accepted, 3 duplicate, 0 rejected");
        assertThat(statusOf("2026-09")).isEqualTo("3 2");
        billing(0, "usage", "void", again, "--yes");
        billing(0, "usage", "void", file, "--yes");
        assertThat(database.jdbc().sql("SELECT (SELECT count(*) FROM usage_record) + (SELECT count(*) FROM "
                + "usage_file_content)").query(Integer.class).single()).isZero();
        billing(0, "import", file);
        billing(0, "verify");
    }

    @Test
    void chargesTheProvidersTaxIfToldTo() throws IOException {
        System.setProperty("billing.focus.tax-rows", "charge");
        try {
            isBilled("2026-09", tax("1.9", "0.7"), "12.60");
            System.setProperty("billing.focus.tax-rows", "maybe");
            assertThat(billing(20, "import", tax("1", "2")).err()).contains("expected exclude or charge");
        } finally {
            System.clearProperty("billing.focus.tax-rows");
        }
        assertThat(statusOf("2026-09")).isEqualTo("3 0");
    }

    @Test
    void countsAmountsThatWereRounded() throws IOException {
        var file = focus("noise.csv", List.of(Map.of("BilledCost", "1.7763568394002505e-15"),
                Map.of("BilledCost", "4", "SkuId", "s")));
        assertThat(billing(0, "import", file).out()).contains("2 accepted", "; 1 rounded to 30 decimals");
        isBilled("2026-09", file, "4.00");
    }
}
