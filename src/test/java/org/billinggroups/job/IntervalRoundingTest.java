package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Usage rows that are rounded one by one before they are summed: {@code quantity_rounding} is {@code interval}. */
class IntervalRoundingTest extends CommandTest {
    private static final String PRICES = """
            sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
            vm,per_unit,EUR,hour,,1,,,,,interval:1,2026-01-01
            vm,per_unit,USD,hour,,1,,,,,interval:10,2026-01-01
            vm,per_unit,EUR,hour,,2,,,,,interval:0.25,2026-10-15
            disk,per_unit,EUR,GB,,1,,,,,,2026-01-01
            """;
    private static final String USAGE = """
            usage_id,project,service,sku,quantity,unit,started_at,ended_at
            a,web,S,vm,1.1,hour,2026-10-01T00:00:00Z,2026-10-01T02:00:00Z
            b,web,S,vm,0.2,hour,2026-10-02T00:00:00Z,2026-10-02T02:00:00Z
            c,web,S,vm,-1.5,hour,2026-10-03T00:00:00Z,2026-10-03T02:00:00Z
            d,web,S,vm,1.1,hour,2026-10-20T00:00:00Z,2026-10-20T02:00:00Z
            e,web,S,disk,1.1,GB,2026-10-20T00:00:00Z,2026-10-20T02:00:00Z
            f,api,S,vm,1.1,hour,2026-10-01T00:00:00Z,2026-10-01T02:00:00Z
            g,api,S,vm,1.1,hour,2026-10-20T00:00:00Z,2026-10-20T02:00:00Z
            h,web,S,vm,3.7,hour,2026-09-30T12:00:00Z,2026-10-01T12:00:00Z
            """;

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
                      - {name: South, currency: USD, company: C, address_lines: [A], city: B, country_code: US}
                    projects: [{id: web, billing_group: North}, {id: api, billing_group: South}]
                """));
    }

    /** Few are compared with each row, more are looked up: what comes out is the same. */
    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2, 40 })
    void roundsEachRowByItsPrice(int others) throws IOException {
        billing(0, "price", "import", write("prices.csv", PRICES + IntStream.range(0, others)
                .mapToObj("other-%d,per_unit,EUR,hour,,1,,,,,interval:1,2026-01-01\n"::formatted)
                .collect(Collectors.joining())));
        billing(0, "import", write("usage.csv", USAGE + IntStream.range(0, others)
                .mapToObj(i -> "o-%d,web,S,other-%d,1.5,hour,2026-10-01T00:00:00Z,2026-10-01T02:00:00Z%n".formatted(i,
                        i))
                .collect(Collectors.joining())));

        billing(0, "run", "2026-10", "--until", "draft");

        assertThat(quantities("vm")).containsExactly(
                // 2 + 1 - 2, and half of the 4 hours that the row from September rounds up to
                "web 2026-10-01 3", "web 2026-10-20 1.25",
                // In US dollars the first price holds all month.
                "api 2026-10-01 20");
        assertThat(quantities("disk")).containsExactly("web 2026-10-20 1.1");
        assertThat(quantities("other")).hasSize(others).allMatch("web 2026-10-01 2"::equals);
    }

    @Test
    void leavesRowsAsTheyAreWhereNoPriceRoundsThem() throws IOException {
        billing(0, "price", "import", write("prices.csv", PRICES.replaceAll("interval:[0-9.]*", "")));
        billing(0, "import", write("usage.csv", USAGE));

        billing(0, "run", "2026-10", "--until", "draft");

        assertThat(quantities("vm")).containsExactly("web 2026-10-01 1.65", "web 2026-10-20 1.1",
                "api 2026-10-01 2.2");
    }

    private List<String> quantities(String sku) {
        return database.jdbc().sql("""
                SELECT project || ' ' || to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') || ' ' || quantity
                FROM invoice_line WHERE sku LIKE ? ORDER BY project DESC, sku, started_at
                """).param(sku + "%").query(String.class).list();
    }
}
