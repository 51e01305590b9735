package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.cli.CommandTest;
import org.billinggroups.database.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same usage of a period in one delivery or in several, over the months: what is billed for the period is the same. */
class LateDeliveriesTest extends CommandTest {
    private static final String COMPANY = """
            seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI, vat_id: FI20774740}
            tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2020-01-01}, {country_code: DE, rate: 19, valid_from: 2020-01-01}]
            accounts:
              - id: acme
                billing_groups:
                  - {name: A, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI, discount_percent: 12.5,
                     support_percent: 10, support_minimum: 9.99, commitment: {amount: 150, currency: EUR, from: 2026-06}}
                  - {name: B, currency: EUR, company: C, address_lines: [A], city: B, country_code: DE, support_fixed: 5,
                     extra_charges: [{description: Line, amount: 3.33, from: 2026-06}]}
                  - {name: C, currency: USD, company: C, address_lines: [A], city: B, country_code: FI,
                     support_percent: 7.5, commitment: {amount: 60, currency: USD, from: 2026-06, until: 2026-07}}
                projects: [{id: a1, billing_group: A}, {id: a2, billing_group: A}, {id: b1, billing_group: B},
                           {id: b2, billing_group: B}, {id: c1, billing_group: C}, {id: c2, billing_group: C}]
            """;
    private static final String PRICES = """
            sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
            pool,graduated,EUR,h,50,0.333,1.25,,,billing_group,,2026-01-01
            pool,graduated,EUR,h,,%s,,,,billing_group,,2026-01-01
            pack,package,EUR,h,,2.5,,7,3,,,2026-01-01
            """;
    private static final List<String> PROJECTS = List.of("a1", "a2", "b1", "b2", "c1", "c2");

    @ParameterizedTest
    @ValueSource(longs = { 1, 2 })
    void billTheSameForThePeriod(long seed) throws IOException {
        var random = new Random(seed);
        List<List<String>> deliveries = new ArrayList<>();
        for (int delivery = 0; delivery < 4; delivery++) {
            deliveries.add(rows(random, delivery));
        }
        try (var atOnce = TestDatabase.create()) {
            prepare(atOnce);
            importRows(atOnce, "all", deliveries.stream().flatMap(List::stream).toList());
            invoice(atOnce, "once", "2026-07", "2026-08-02");
            var expected = billed(atOnce);
            assertThat(expected).hasSize(3);

            prepare(database);
            for (int delivery = 0; delivery < deliveries.size(); delivery++) {
                importRows(database, "part-" + delivery, deliveries.get(delivery));
                invoice(database, "parts", "2026-%02d".formatted(7 + delivery), "2026-%02d-02".formatted(8 + delivery));
                change(delivery);
            }
            assertThat(billed(database)).isEqualTo(expected);
        }
    }

    /** What is agreed, priced and true later does not matter to the past. */
    private void change(int delivery) throws IOException {
        billing(0, "price", "import", write("prices.csv", PRICES.formatted("0.9" + delivery)));
        billing(0, "group", "edit", "A", "--discount-percent", Integer.toString(delivery), "--country-code",
                delivery % 2 == 0 ? "DE" : "FI");
        billing(0, "group", "edit", "B", "--discount-percent", Integer.toString(delivery));
    }

    private void prepare(TestDatabase in) throws IOException {
        run(in, "apply", write("company.yaml", COMPANY), "--yes");
        run(in, "price", "import", write("prices.csv", PRICES.formatted("0.1")));
        run(in, "rate", "import", write("rates.csv", "Date,USD,\n2026-10-30,1.3,\n2026-09-30,1.25,\n2026-08-31,1.2,\n"
                + "2026-07-31,1.1,\n"));
    }

    /** Usage of July, up and down, and some of the month in which it arrives, so that there is something to charge. */
    private static List<String> rows(Random random, int delivery) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < 12; row++) {
            var project = PROJECTS.get(random.nextInt(PROJECTS.size()));
            int least = delivery == 0 ? 5 : -5;
            rows.add("u%d-%d,%s,S,%s,%d,h,2026-07-%02dT00:00:00Z,2026-07-%02dT01:00:00Z".formatted(delivery, row,
                    project,
                    row < 6 ? "pool" : "pack", least + random.nextInt(40), 1 + row, 1 + row));
        }
        return rows;
    }

    private void importRows(TestDatabase in, String name, List<String> rows) throws IOException {
        run(in, "import", write(name + ".csv", "usage_id,project,service,sku,quantity,unit,started_at,ended_at\n"
                + String.join("\n", rows) + "\n"));
    }

    private void invoice(TestDatabase in, String out, String period, String date) {
        run(in, "run", period, "--issue-date", date, "--out", folder.resolve(out).toString(),
                "--credit-negative-totals", "--without-usage");
        run(in, "verify");
    }

    private static void run(TestDatabase in, String... arguments) {
        var ended = CommandInProcess.run(in, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + ended.out() + ended.err()).isZero();
    }

    /** What was billed for July by group, with its records. */
    private static List<String> billed(TestDatabase in) {
        return in.jdbc().sql("""
                SELECT f.name || ' ' || sum(l.amount) || ' ' || sum(l.record_count) FROM issued_invoice n
                JOIN invoice_customer f USING (invoice_id) JOIN invoice_line l USING (invoice_id)
                WHERE l.period = '2026-07-01' GROUP BY f.name ORDER BY 1
                """).query(String.class).list();
    }
}
