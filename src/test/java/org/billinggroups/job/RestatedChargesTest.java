package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Charges of a provider that come again: known, restated, replaced or further ones. */
class RestatedChargesTest extends CommandTest {
    private static final String HEADER = "BillingAccountId,BillingAccountName,BillingPeriodStart,BillingPeriodEnd,"
            + "ChargePeriodStart,ChargePeriodEnd,BilledCost,BillingCurrency,ChargeCategory,ChargeClass,ChargeDescription,"
            + "ServiceName,SkuId,PricingQuantity,PricingUnit,SubAccountId,SubAccountName,Tags,oci_ReferenceNumber\n";

    @BeforeEach
    void createCompany() throws IOException {
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Inc, address_lines: [Street 1], city: Boston, country_code: US, tax_number: 12-3}
                tax_rates: [{country_code: US, rate: 0, valid_from: 2020-01-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: North, currency: EUR, company: C, address_lines: [A], city: B, country_code: US}
                    projects: [{id: a, billing_group: North}, {id: b, billing_group: North}]
                """), "--yes");
    }

    private static String row(String project, int day, String sku, String cost) {
        return "ba,B,2026-09-01T00:00:00Z,2026-10-01T00:00:00Z,2026-09-%02dT00:00:00Z,2026-09-%02dT01:00:00Z,%s,EUR,Usage,,x,S,%s,1,h,%s,A,,%n"
                .formatted(day, day, cost, sku, project);
    }

    /** Charges of a project, one a day, each of that cost. */
    private static String days(String project, int first, int last, String cost) {
        var text = new StringBuilder();
        for (int day = first; day <= last; day++) {
            text.append(row(project, day, "k", cost));
        }
        return text.toString();
    }

    private BigDecimal billed() {
        return database.jdbc().sql("SELECT coalesce(sum(amount), 0) FROM usage_record").query(BigDecimal.class)
                .single();
    }

    private BigDecimal invoiced() {
        return database.jdbc().sql("SELECT coalesce(sum(net_total), 0) FROM invoice").query(BigDecimal.class).single();
    }

    private void run(String period) {
        billing(0, "run", period, "--issue-date", "2026-11-02", "--out", folder.resolve("out").toString());
    }

    @Test
    void areKnownWhateverNamesTagsAndNumbersAreWrittenLike() throws IOException {
        billing(0, "import", write("a.csv", HEADER + row("a", 1, "k", "0.10") + row("a", 2, "k", "7")));
        var renamed = HEADER + row("a", 2, "k", "7.000") + row("a", 1, "k", "0.1").replace(",A,,", ",Renamed,{},");
        assertThat(billing(0, "import", write("b.csv", renamed.replace("T00:00:00Z", " 00:00:00").replace(",B,", ",C,")
                .replace("Usage,,x", "usage,,another text"))).out()).contains("0 accepted, 2 duplicate");
        assertThat(billed()).isEqualByComparingTo("7.1");
    }

    @Test
    void areToldApartByTheirReference() throws IOException {
        var row = row("a", 1, "k", "0.10");
        billing(0, "import", write("1.csv", HEADER + row.replace(",,%n".formatted(), ",,ref1==%n".formatted())));
        billing(0, "import", write("2.csv", HEADER + row.replace(",,%n".formatted(), ",,ref2==%n".formatted())));
        assertThat(billed()).isEqualByComparingTo("0.20");
        assertThat(
                billing(0, "import", write("3.csv", HEADER + row.replace(",,%n".formatted(), ",,ref2==%n".formatted())
                        .replace(",A,", ",Z,"))).out())
                .contains("1 duplicate");
    }

    @Test
    void areRefusedWithOtherSumsUnlessTheyReplaceTheOldOnesOrAreFurtherCosts() throws IOException {
        billing(0, "import", "--source", "m", write("2.csv", HEADER + days("a", 1, 2, "10")));
        var next = write("3.csv", HEADER + row("a", 1, "k", "11") + days("a", 2, 3, "10"));
        assertThat(billing(20, "import", "--source", "m", next).err()).contains("restates 1 charge that",
                "a, S, k, 2026-09-01T00:00:00Z to 2026-09-01T01:00:00Z: 10.00 EUR before, 11.00 EUR now");
        assertThat(billed()).isEqualByComparingTo("20");
        assertThat(billing(0, "import", "--source", "m", "--replace", next).out()).contains(
                "2026-09: takes back 2 records, 20.00 EUR, 2 days, 1 sub account; "
                        + "instead come 3 records, 31.00 EUR, 3 days, 1 sub account");
        assertThat(billed()).isEqualByComparingTo("31");
        assertThat(billing(0, "import", "--source", "m", "--replace", next).out()).contains("nothing to do");
        billing(0, "import", "--additional", write("more.csv", HEADER + row("a", 1, "k", "4")));
        assertThat(billed()).isEqualByComparingTo("35");
        billing(2, "import", "--additional", "--replace", "--source", "m", next);
        billing(2, "import", "--yes", next);
        run("2026-09");
        assertThat(invoiced()).isEqualByComparingTo("35");
        billing(0, "verify");
    }

    @Test
    void areNotReplacedByFewerDaysOrSubAccountsUnlessThatIsConfirmed() throws IOException {
        billing(0, "import", "--source", "az", write("month.csv", HEADER + days("a", 1, 28, "10")));
        var part = write("part.csv", HEADER + days("a", 1, 5, "11"));
        assertThat(billing(20, "import", "--source", "az", "--replace", part).err()).contains(
                "takes back 28 records, 280.00 EUR, 28 days, 1 sub account; "
                        + "instead come 5 records, 55.00 EUR, 5 days, 1 sub account");
        assertThat(billed()).isEqualByComparingTo("280");
        billing(0, "import", "--source", "az", "--replace", "--yes", part);
        assertThat(billed()).isEqualByComparingTo("55");
        billing(0, "import", "--source", "az", write("b.csv", HEADER + days("b", 1, 5, "1")));
        billing(20, "import", "--source", "az", "--replace", write("only-a.csv", HEADER + days("a", 1, 6, "11")));
        assertThat(billed()).isEqualByComparingTo("60");
    }

    @Test
    void areCorrectedWhereTheyAreBilled() throws IOException {
        billing(0, "import", "--source", "az",
                write("1.csv", HEADER + days("a", 1, 3, "10") + row("a", 4, "old", "5")));
        run("2026-09");
        var restated = write("2.csv", HEADER + row("a", 1, "k", "12") + row("a", 2, "k", "9") + row("a", 3, "k", "10")
                + row("a", 4, "new", "1"));
        assertThat(billing(0, "import", "--source", "az", "--replace", restated).out()).contains(
                "2026-09: corrects 3 charges, -4.00 EUR, as late usage where they are billed",
                "4 rows: 3 accepted, 1 duplicate");
        assertThat(billed()).isEqualByComparingTo("32");
        assertThat(database.jdbc().sql("SELECT trim_scale(amount) FROM usage_record WHERE usage_id LIKE '%correction'"
                + " ORDER BY 1").query(String.class).list()).containsExactly("-5", "-1", "2");
        billing(0, "import", "--source", "az", write("oct.csv", HEADER + row("a", 1, "k", "100").replace("2026-10-01",
                "2026-11-01").replace("2026-09", "2026-10")));
        run("2026-10");
        assertThat(invoiced()).isEqualByComparingTo("132");
        // The first delivery comes back, then the second.
        billing(20, "import", "--source", "az", folder.resolve("1.csv").toString());
        billing(0, "import", "--source", "az", "--replace", folder.resolve("1.csv").toString());
        assertThat(billed()).isEqualByComparingTo("135");
        billing(0, "import", "--source", "az", "--replace", restated);
        assertThat(billed()).isEqualByComparingTo("132");
        billing(0, "verify");
    }

    @Test
    void areDecidedTogetherInAllFilesOfACommand() throws IOException {
        billing(0, "import", write("1.csv", HEADER + days("a", 1, 2, "10")));
        var fresh = write("fresh.csv", HEADER + days("b", 1, 2, "1"));
        var half = write("half.csv", HEADER + row("a", 1, "k", "4"));
        assertThat(billing(20, "import", fresh, half).err()).contains("these files restate 1 charge",
                "10.00 EUR before, 4.00 EUR now");
        assertThat(billed()).as("nothing of the other file either").isEqualByComparingTo("20");
        var otherHalf = write("other-half.csv", HEADER + row("a", 1, "k", "6").replace(",1,h,", ",0,h,"));
        assertThat(billing(0, "import", fresh, half, otherHalf).out()).contains("fresh.csv: 2 rows: 2 accepted",
                "/half.csv: 1 rows: 0 accepted, 1 duplicate", "other-half.csv: 1 rows: 0 accepted, 1 duplicate");
        assertThat(billed()).isEqualByComparingTo("22");
        assertThat(billing(0, "import", fresh, half, otherHalf).out()).contains("nothing to do");
        billing(20, "import", write("more.csv", HEADER + days("b", 3, 4, "1")), "missing.csv", half);
        assertThat(billed()).as("of files that do not share a charge each stands for itself")
                .isEqualByComparingTo("24");
    }

    @Test
    void areFoundAfterTheFirstOfTwoFilesWasVoided() throws IOException {
        var first = write("1.csv", HEADER + row("a", 1, "k", "10"));
        billing(0, "import", first);
        billing(0, "import", "--additional", write("2.csv", HEADER + row("a", 1, "k", "5")));
        billing(0, "usage", "void", first, "--yes");
        billing(20, "import", write("3.csv", HEADER + row("a", 1, "k", "7")));
        assertThat(billed()).isEqualByComparingTo("5");
    }
}
