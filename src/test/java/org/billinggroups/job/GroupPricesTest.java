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

/** Groups with prices of their own, which end in the middle of a period and round rows otherwise than those of others. */
class GroupPricesTest extends CommandTest {
    private static final String HEADER = "sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,"
            + "tier_scope,quantity_rounding,valid_from,billing_group,valid_until\n";
    private static final String PRICES = HEADER + """
            vm,per_unit,EUR,hour,,1,,,,,interval:10,2026-01-01,,
            vm,per_unit,EUR,hour,,0.5,,,,,,2026-01-01,North,2026-10-15
            disk,per_unit,EUR,GB,,1,,,,,,2026-01-01,,
            disk,per_unit,EUR,GB,,3,,,,,interval:1,2026-01-01,North,
            """;
    private static final String USAGE = """
            usage_id,project,service,sku,quantity,unit,started_at,ended_at
            a,web,S,vm,1.1,hour,2026-10-01T00:00:00Z,2026-10-01T02:00:00Z
            b,web,S,vm,1.1,hour,2026-10-20T00:00:00Z,2026-10-20T02:00:00Z
            c,api,S,vm,1.1,hour,2026-10-01T00:00:00Z,2026-10-01T02:00:00Z
            d,api,S,vm,1.1,hour,2026-10-20T00:00:00Z,2026-10-20T02:00:00Z
            e,web,S,disk,1.1,GB,2026-10-01T00:00:00Z,2026-10-01T02:00:00Z
            f,api,S,disk,1.1,GB,2026-10-20T00:00:00Z,2026-10-20T02:00:00Z
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
                      - {id: 00000000-0000-4000-8000-000000000001, name: North, currency: EUR, company: C,
                         address_lines: [A], city: B, country_code: FI}
                      - {id: 00000000-0000-4000-8000-000000000002, name: South, currency: EUR, company: C,
                         address_lines: [A], city: B, country_code: FI}
                    projects: [{id: web, billing_group: North}, {id: api, billing_group: South}]
                """));
    }

    private void importPrices(String text) throws IOException {
        billing(0, "price", "import", write("prices.csv", text));
    }

    private void run(String period, String issueDate) {
        billing(0, "run", period, "--issue-date", issueDate, "--out", folder.resolve("out").toString());
        billing(0, "verify");
    }

    /** The lines of a period's invoices: project, SKU, first day, quantity and amount. */
    private List<String> lines(String period) {
        return database.jdbc().sql("""
                SELECT concat_ws(' ', l.project, l.sku, to_char(l.started_at AT TIME ZONE 'UTC', 'MM-DD'),
                    trim_scale(l.quantity), l.amount)
                FROM issued_invoice n JOIN invoice_line l USING (invoice_id)
                WHERE n.period = to_date(?, 'YYYY-MM') AND l.sku NOT LIKE 'other%'
                ORDER BY n.journal_entry, l.line
                """).param(period).query(String.class).list();
    }

    /** Few roundings are compared with each row, more are looked up: what comes out is the same. */
    @ParameterizedTest
    @ValueSource(ints = { 0, 40 })
    void takesPricesOfTheGroupUntilTheyEnd(int others) throws IOException {
        importPrices(PRICES + IntStream.range(0, others).mapToObj(
                i -> "other-%d,per_unit,EUR,hour,,1,,,,,interval:1,2026-01-01,North,\n".formatted(i))
                .collect(Collectors.joining()));
        billing(0, "import", write("usage.csv", USAGE + IntStream.range(0, others)
                .mapToObj(i -> "o-%d,web,S,other-%d,1.5,hour,2026-10-01T00:00:00Z,2026-10-01T02:00:00Z%n".formatted(i,
                        i))
                .collect(Collectors.joining())));

        run("2026-10", "2026-11-02");

        assertThat(lines("2026-10")).containsExactly(
                "web disk 10-01 2 6.00", "web vm 10-01 1.1 0.55", "web vm 10-20 10 10.00",
                "api disk 10-20 1.1 1.10", "api vm 10-01 20 20.00");
        assertThat(billing(0, "invoice", "explain", "INV-2026-000001").out()).doesNotContain("DIFFERENCE")
                .contains("vm per_unit in EUR per hour, of this billing group, valid from 2026-01-01 until 2026-10-15");
        assertThat(billing(0, "invoice", "explain", "INV-2026-000002").out()).doesNotContain("DIFFERENCE");
        assertThat(database.jdbc().sql("SELECT count(*) FROM frozen_interval_rounding WHERE group_id IS NOT NULL")
                .query(Integer.class).single()).isEqualTo(3 + 2 * others);
    }

    @Test
    void billsLateUsageByThePricesThatTheGroupHadThen() throws IOException {
        importPrices(PRICES.replace("2026-10-15", "2026-09-15"));
        billing(0, "import", write("usage.csv", USAGE.replace("2026-10", "2026-09")));
        run("2026-09", "2026-10-02");
        importPrices(HEADER + "vm,per_unit,EUR,hour,,7,,,,,,2026-01-01,North,2026-09-15\n"
                + "vm,per_unit,EUR,hour,,9,,,,,interval:1,2026-09-01,South,\n");
        billing(0, "import", write("late.csv", """
                usage_id,project,service,sku,quantity,unit,started_at,ended_at
                g,web,S,vm,1.1,hour,2026-09-02T00:00:00Z,2026-09-02T02:00:00Z
                h,api,S,vm,1.1,hour,2026-09-02T00:00:00Z,2026-09-02T02:00:00Z
                i,api,S,vm,1.1,hour,2026-10-02T00:00:00Z,2026-10-02T02:00:00Z
                j,web,S,vm,1.1,hour,2026-10-02T00:00:00Z,2026-10-02T02:00:00Z
                """));

        run("2026-10", "2026-11-02");

        assertThat(lines("2026-10")).containsExactly("web vm 10-02 10 10.00", "web vm 09-01 1.1 0.55",
                "api vm 10-02 2 18.00",
                "api vm 09-01 10 10.00");
    }

    /** As releases before 1.1 did, whose runs the migration marks. */
    @Test
    void verifiesRunsThatPreferredTheMostExactSkuAndBillsTheirLateUsageSo() throws IOException {
        importPrices(
                HEADER + "disk,per_unit,USD,GB,,5,,,,,,2026-01-01,,\ndisk*,per_unit,EUR,GB,,1,,,,,,2026-01-01,,\n");
        billing(0, "rate", "import", write("rates.csv", "Date,USD,\n2026-09-30,1.25,\n"));
        var usage = "usage_id,project,service,sku,quantity,unit,started_at,ended_at\n"
                + "%s,api,S,disk,1,GB,2026-%s-01T00:00:00Z,2026-%2$s-01T02:00:00Z\n";
        billing(0, "import", write("usage.csv", usage.formatted("a", "09")));
        var owner = database.ownerJdbc();
        owner.sql("ALTER TABLE invoicing_run ALTER COLUMN own_currency_first SET DEFAULT false").update();
        run("2026-09", "2026-10-02");
        owner.sql("ALTER TABLE invoicing_run ALTER COLUMN own_currency_first SET DEFAULT true").update();
        billing(0, "import", write("late.csv", usage.formatted("b", "09")));
        billing(0, "import", write("october.csv", usage.formatted("c", "10")));
        run("2026-10", "2026-11-02");
        assertThat(lines("2026-09")).containsExactly("api disk 09-01 1 4.00");
        assertThat(lines("2026-10")).containsExactly("api disk 10-01 1 1.00", "api disk 09-01 1 4.00");
    }

    @Test
    void freezesOnlyPricesOfGroupsThatARunInvoices() throws IOException {
        importPrices(PRICES);
        billing(0, "import", write("usage.csv", USAGE.lines().filter(line -> !line.contains("web"))
                .collect(Collectors.joining("\n", "", "\n"))));
        run("2026-10", "2026-11-02");
        assertThat(database.jdbc().sql("""
                SELECT count(*) FROM frozen_price f JOIN price p ON p.id = f.price_id WHERE p.group_id IS NOT NULL
                """).query(Integer.class).single()).isZero();
    }
}
