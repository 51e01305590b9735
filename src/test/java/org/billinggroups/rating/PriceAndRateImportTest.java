package org.billinggroups.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;

class PriceAndRateImportTest extends CommandTest {
    private static final String HEADER = "sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,"
            + "tier_scope,quantity_rounding,valid_from\n";

    @Test
    void namesEachReplacedPriceWithBothAmounts() throws IOException {
        var first = write("first.csv", HEADER + "vm,per_unit,EUR,hour,,0.05,,,,,,2026-01-01\n"
                + "egress,graduated,EUR,GB,100,0,,,,,,2026-01-01\negress,graduated,EUR,GB,,0.08,,,,,,2026-01-01\n");
        var second = write("second.csv", HEADER + "vm,per_unit,EUR,hour,,0.06,,,,,,2026-01-01\n"
                + "egress,graduated,EUR,GB,200,0,,,,,,2026-01-01\negress,graduated,EUR,GB,,0.08,,,,,,2026-01-01\n");
        billing(0, "price", "import", first);
        var replaced = "vm from 2026-01-01 on: 0.06 EUR per hour (per_unit), which was 0.05 EUR per hour (per_unit)";
        assertThat(billing(0, "price", "import", second, "--dry-run").out()).contains(replaced,
                "egress from 2026-01-01 on: 0 up to 200, then 0.08 EUR per GB (graduated), which was 0 up to 100, then "
                        + "0.08 EUR per GB (graduated)",
                "0 prices created, 2 replaced, 0 unchanged, if this were no dry run");
        assertThat(billing(0, "price", "list").out()).contains("0.05").doesNotContain("0.06");
        assertThat(billing(0, "price", "import", second).out()).contains(replaced).doesNotContain("dry run");
        assertThat(billing(0, "price", "list").out()).contains("0.06", "0 up to 200, then 0.08");
    }

    @Test
    void keepsNoRateOfADryRun() throws IOException {
        var rates = write("rates.csv", "Date,USD,\n2026-10-01,1.10,\n");
        assertThat(billing(0, "rate", "import", rates, "--dry-run", "--json").out())
                .contains("\"created\" : 1", "\"dry_run\" : true");
        assertThat(billing(0, "rate", "list").out()).doesNotContain("USD");
    }

    private static final String OWN_HEADER = HEADER.strip() + ",billing_group,valid_until\n";

    private void createGroups() throws IOException {
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                         tax_number: 12345}
                accounts:
                  - id: acme
                    billing_groups:
                      - {id: 00000000-0000-4000-8000-000000000001, name: North, currency: EUR}
                      - {id: 00000000-0000-4000-8000-000000000002, name: Twin, currency: EUR}
                  - id: other
                    billing_groups: [{id: 00000000-0000-4000-8000-000000000003, name: Twin, currency: EUR}]
                """), "--yes");
    }

    @Test
    void listsPricesOfGroupsAndTheirEnds() throws IOException {
        createGroups();
        var file = write("prices.csv", OWN_HEADER + "vm,per_unit,EUR,hour,,0.05,,,,,,2026-01-01,,\n"
                + "vm,per_unit,EUR,hour,,0.04,,,,,,2026-01-01,North,2027-01-01\n"
                + "vm,per_unit,EUR,hour,,0.03,,,,,,2026-01-01,00000000-0000-4000-8000-000000000002,\n");
        billing(0, "price", "import", file);
        assertThat(billing(0, "price", "list").out().lines()).hasSize(4)
                .anySatisfy(line -> assertThat(line).containsSubsequence("EUR", "North", "2027-01-01", "0.04"));
        assertThat(billing(0, "price", "list", "--billing-group", "North").out().lines()).hasSize(2);
        assertThat(billing(0, "price", "list", "--billing-group", "North", "--json").out())
                .contains("\"id\" : \"00000000-0000-4000-8000-000000000001\"", "\"valid_until\" : \"2027-01-01\"");
        assertThat(billing(0, "price", "import", file).out()).contains("0 prices created, 0 replaced, 3 unchanged");
        assertThat(billing(0, "price", "import", write("longer.csv", OWN_HEADER
                + "vm,per_unit,EUR,hour,,0.04,,,,,,2026-01-01,00000000-0000-4000-8000-000000000001,2028-01-01\n"))
                .out())
                .contains(
                        "vm of billing group 'North' from 2026-01-01 on: 0.04 EUR per hour (per_unit) until 2028-01-01,"
                                + " which was 0.04 EUR per hour (per_unit) until 2027-01-01",
                        "0 prices created, 1 replaced");
    }

    /** Rows after the header, and what is refused. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "a,2026-01-01,North,2026-07-01; a,2026-06-01,North, | prices.csv:3: valid_from '2026-06-01': expected a date not"
                    + " before 2026-07-01, since the price from 2026-01-01 until 2026-07-01 in line 2 has the same SKU",
            "a,2026-03-01,,2026-04-01; a,2026-01-01,,2026-07-01 | prices.csv:2: valid_from '2026-03-01': expected",
            "vm,2026-06-30,North,          | prices.csv:2: valid_from '2026-06-30': expected a date not before 2026-07-01,"
                    + " since the price from 2026-01-01 until 2026-07-01, which is in force,",
            "vm,2025-12-01,North,2026-01-02 | prices.csv:2: valid_until '2026-01-02': expected a date not after 2026-01-01,"
                    + " when the price in force",
            "vm,2026-01-01,Twin,            | prices.csv:2: billing_group 'Twin': expected an id, since 2 billing groups",
            "b,2026-01-01,,; vm,2026-01-01,South, | prices.csv:3: billing_group 'South': expected the id of a billing group",
            "b,2026-01-01,,; vm,2026-01-01,North,2026-01-01 | prices.csv:3: valid_until '2026-01-01': expected a date" })
    void keepsNothingOfAFileThatContradicts(String rows, String problem) throws IOException {
        createGroups();
        billing(0, "price", "import", write("first.csv", OWN_HEADER
                + "vm,per_unit,EUR,hour,,0.04,,,,,,2026-01-01,North,2026-07-01\n"));
        var text = new StringBuilder(OWN_HEADER);
        for (var row : rows.split(";")) {
            var cells = row.strip().split(",", 2);
            text.append(cells[0]).append(",per_unit,EUR,hour,,1,,,,,,").append(cells[1]).append('\n');
        }
        assertThat(billing(20, "price", "import", write("prices.csv", text.toString())).err()).contains(problem);
        assertThat(billing(0, "price", "list").out().lines()).hasSize(2);
    }

    @Test
    void takesPricesThatFollowEachOtherOrInterruptOneWithoutEnd() throws IOException {
        billing(0, "price", "import", write("prices.csv", OWN_HEADER
                + "vm,per_unit,EUR,hour,,1,,,,,,2026-01-01,,\nvm,per_unit,EUR,hour,,2,,,,,,2026-02-01,,2026-03-01\n"
                + "vm,per_unit,EUR,hour,,3,,,,,,2026-03-01,,2026-04-01\n"));
        assertThat(billing(0, "price", "list").out().lines()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = { "'2026-01-01', NULL", "'2026-02-01', '2026-02-01'" })
    void databaseRefusesTwoPricesInForceAndEndsBeforeTheBeginning(String dates) throws IOException {
        billing(0, "price", "import", write("prices.csv", OWN_HEADER + "vm,per_unit,EUR,hour,,1,,,,,,2026-01-01,,\n"));
        assertThatThrownBy(() -> database.jdbc().sql("""
                INSERT INTO price (sku, currency, valid_from, valid_until, model, unit, tier_scope, rounding, tax_class)
                VALUES ('vm', 'EUR', %s, 'per_unit', 'hour', 'project', 'none', 'standard')
                """.formatted(dates)).update()).isInstanceOf(DataIntegrityViolationException.class);
    }
}
