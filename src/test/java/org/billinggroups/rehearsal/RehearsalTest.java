package org.billinggroups.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.cli.CommandInProcess.Ended;
import org.billinggroups.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A company with late usage, corrections, credits, a commitment, support, prices that change within a month, several
 * currencies and a group that is parked: three months are issued, a fourth is not.
 */
class RehearsalTest {
    private static final String HEADER = """
            sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
            """;
    private static final String RANGE = "2026-07..2026-09";
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private static Path folder;

    /** The company before its first invoice, and after its last. */
    private static TestDatabase fresh;
    private static TestDatabase database;

    @BeforeAll
    static void invoicesThreeMonths() throws IOException {
        fresh = TestDatabase.create();
        billing(fresh, 0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: North, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI,
                         discount_percent: 10, support_percent: 5, commitment: {amount: 150.00}}
                      - {name: South, currency: USD, company: C, address_lines: [A], city: B, country_code: FI}
                      - {name: East, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI,
                         extra_charges: [{description: Fee, amount: 3.00, from: 2026-07}], price_adjustments: [
                           {service: Compute, percent: 20, from: 2026-08}],
                         commitment: {amount: 60.00, from: 2026-07, until: 2026-09, settled: at-end}}
                      - {name: Parked, currency: EUR}
                      - {name: "=Evil <b>", currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}
                    projects: [{id: web, billing_group: North}, {id: api, billing_group: North},
                               {id: db, billing_group: South}, {id: vm, billing_group: East},
                               {id: new, billing_group: Parked}, {id: x, billing_group: "=Evil <b>"}]
                """));
        billing(fresh, 0, "price", "import", write("prices.csv", HEADER + """
                gb,graduated,EUR,GB,100,1,,,,billing_group,,2026-01-01
                gb,graduated,EUR,GB,,0.5,,,,billing_group,,2026-01-01
                vm,per_unit,EUR,hour,,1,,,,,interval:1,2026-01-01
                vm,per_unit,EUR,hour,,1.2,,,,,interval:1,2026-08-11
                s3-*,per_unit,EUR,GB,,0.1,,,,,,2026-01-01
                """));
        billing(fresh, 0, "rate", "import", write("rates.csv",
                "Date,USD,\n2026-07-31,1.05,\n2026-08-31,1.1,\n2026-09-30,1.2,\n"));
        billing(fresh, 0, "credit", "add", "East", "--kind", "promotional", "--amount", "12");
        usage(fresh, "july", "web gb 80 2026-07-05", "api gb 40 2026-07-06", "db vm 7.5 2026-07-06",
                "vm vm 4.2 2026-07-07", "vm s3-ia 30 2026-07-08", "new vm 1 2026-07-09", "x vm 1 2026-07-09");
        database = fresh.copy();
        issue(database);
    }

    @AfterAll
    static void drop() {
        fresh.close();
        database.close();
    }

    /** What happens in three months; what is billed late, credited and reissued is the same whatever the prices. */
    private static void issue(TestDatabase in) throws IOException {
        run(in, "2026-07", "2026-08-02");
        usage(in, "august", "web gb 30 2026-07-07", "web gb 200 2026-08-05", "db vm 3.5 2026-08-12",
                "vm vm 9.9 2026-08-10", "vm vm 8.8 2026-08-12", "db vm 1 2026-07-20", "x vm 1 2026-08-09");
        run(in, "2026-08", "2026-09-02");
        billing(in, 0, "invoice", "credit-note", number(in, "East", "2026-08"), "--reason", "Wrong address",
                "--reissue",
                "--issue-date", "2026-09-03");
        run(in, "2026-08", "2026-09-03");
        usage(in, "september", "api gb -20 2026-07-08", "web gb 10 2026-09-01", "vm vm 5 2026-08-15",
                "vm vm 2 2026-09-15", "db vm 2 2026-09-15");
        run(in, "2026-09", "2026-10-02");
    }

    private static void run(TestDatabase in, String period, String date) {
        billing(in, period.equals("2026-07") ? 3 : 0, "run", period, "--without-usage", "--issue-date",
                date, "--out", folder.resolve("out-" + in.name()).toString());
    }

    private static String number(TestDatabase in, String group, String period) {
        return in.jdbc().sql("""
                SELECT n.number FROM standing_invoice n JOIN billing_group g ON g.id = n.group_id
                WHERE g.name = ? AND n.period = to_date(?, 'YYYY-MM')
                """).params(group, period).query(String.class).single();
    }

    /** Imports rows such as {@code web gb 80 2026-08-05}. */
    private static void usage(TestDatabase in, String name, String... rows) throws IOException {
        var text = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (int i = 0; i < rows.length; i++) {
            var cells = rows[i].split(" ");
            text.append("%s-%d,%s,%s,%s,%s,%s,%sT00:00:00Z,%sT00:30:00Z%n".formatted(name, i, cells[0],
                    cells[1].equals("vm") ? "Compute" : "Storage", cells[1], cells[2],
                    cells[1].equals("vm") ? "hour" : "GB", cells[3], cells[3]));
        }
        billing(in, 0, "import", write(name + ".csv", text.toString()));
    }

    private static String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static Ended billing(TestDatabase in, int code, String... arguments) {
        var ended = CommandInProcess.run(in, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err()).isEqualTo(code);
        return ended;
    }

    private static JsonNode rehearse(int code, String... options) {
        List<String> arguments = new ArrayList<>(List.of("rehearse", "--json"));
        arguments.addAll(List.of(options));
        return JSON.readTree(billing(database, code, arguments.toArray(String[]::new)).out());
    }

    /** By group, period and currency. */
    private static Map<String, BigDecimal> amounts(JsonNode result, String field) {
        Map<String, BigDecimal> amounts = new TreeMap<>();
        result.path("groups").forEach(group -> {
            if (!group.path(field).isNull()) {
                amounts.put(group.path("billing_group").path("name").asString() + " " + group.path("period").asString()
                        + " " + group.path("currency").asString(), new BigDecimal(group.path(field).asString()));
            }
        });
        return amounts;
    }

    /** What stands of the invoices. */
    private static Map<String, BigDecimal> issued(TestDatabase in) {
        Map<String, BigDecimal> amounts = new TreeMap<>();
        in.jdbc().sql("""
                SELECT g.name || ' ' || to_char(n.period, 'YYYY-MM') || ' ' || n.currency, sum(i.net_total)
                FROM standing_invoice n JOIN invoice i ON i.id = n.invoice_id JOIN billing_group g ON g.id = n.group_id
                GROUP BY 1
                """).query(rs -> {
            amounts.put(rs.getString(1), rs.getBigDecimal(2));
        });
        return amounts;
    }

    @Test
    void withNothingLaidOverEveryInvoiceComesOutAgainAndNothingChanges() {
        var before = database.content();
        var result = rehearse(0, RANGE);
        assertThat(amounts(result, "issued_net")).isEqualTo(issued(database)).hasSize(11);
        assertThat(amounts(result, "rehearsed_net")).isEqualTo(issued(database));
        assertThat(amounts(result, "difference").values()).allMatch(difference -> difference.signum() == 0);
        assertThat(result.path("parked")).allMatch(group -> group.path("as_when_issued").asBoolean()).isNotEmpty();
        assertThat(database.content()).isEqualTo(before);
    }

    /** The same files are imported into a copy, in which everything happens once more. */
    @Test
    void differencesAreThoseOfRunsInACopyOfTheDatabase() throws IOException {
        var prices = write("other-prices.csv", HEADER.strip() + """
                ,billing_group,valid_until
                gb,graduated,EUR,GB,50,2,,,,billing_group,,2026-01-01,,
                gb,graduated,EUR,GB,,0.7,,,,billing_group,,2026-01-01,,
                vm,per_unit,EUR,hour,,0.9,,,,,interval:2,2026-01-01,,
                vm,per_unit,EUR,hour,,1.5,,,,,,2026-08-11,,
                vm,per_unit,USD,hour,,1.1,,,,,interval:3,2026-01-01,South,2026-08-15
                s3-ia,per_unit,EUR,GB,,0.3,,,,,,2026-01-01,,
                """);
        try (var copy = fresh.copy()) {
            billing(copy, 0, "price", "import", prices);
            issue(copy);
            var before = database.content();
            var result = rehearse(0, RANGE, "--prices", prices, "--as-dated");
            assertThat(amounts(result, "issued_net")).isEqualTo(issued(database));
            assertThat(amounts(result, "rehearsed_net")).isEqualTo(issued(copy));
            assertThat(amounts(result, "difference").values()).anyMatch(difference -> difference.signum() != 0);
            assertThat(database.content()).isEqualTo(before);
        }
    }

    @Test
    void termsTaxesAndRatesLaidOverAreThoseOfRunsInACopy() throws IOException {
        var terms = write("terms.yaml", """
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: North, currency: EUR, discount_percent: 25, support_fixed: 4.00, support_percent: 0}
                      - {name: South, discount_percent: 50}
                      - {name: East, currency: EUR, price_adjustments: [{sku: vm, percent: -50}],
                         commitment: {amount: 90.00, from: 2026-07, until: 2026-09, settled: at-end}}
                    projects: [{id: web, billing_group: South}]
                """);
        var rates = write("other-rates.csv",
                "Date,USD,\n2026-07-31,1.5,\n2026-08-31,1.6,\n2026-09-30,1.7,\n");
        var result = rehearse(0, RANGE, "--company", terms, "--rates", rates);
        assertThat(result.path("notes").toString()).contains("1 project(s)", "stay where they were");
        try (var copy = fresh.copy()) {
            billing(copy, 0, "apply", write("same-terms.yaml", Files.readString(Path.of(terms))
                    .replaceFirst("(?m)^ *projects:.*$", "")));
            billing(copy, 0, "rate", "import", rates, "--replace");
            issue(copy);
            assertThat(amounts(result, "rehearsed_net")).isEqualTo(issued(copy));
        }
    }

    /** Next year's list on this year's usage. */
    @Test
    void latestPriceOfAListCountsWhateverItsDates() throws IOException {
        var result = rehearse(0, RANGE, "--prices", write("next-year.csv", HEADER + """
                vm,per_unit,EUR,hour,,1,,,,,interval:1,2027-01-01
                vm,per_unit,EUR,hour,,2.4,,,,,interval:1,2027-06-01
                """));
        assertThat(amounts(result, "difference")).containsEntry("=Evil <b> 2026-07 EUR", new BigDecimal("1.40"))
                .containsEntry("=Evil <b> 2026-08 EUR", new BigDecimal("1.40"));
        assertThat(amounts(rehearse(0, RANGE, "--as-dated", "--prices", folder.resolve("next-year.csv").toString()),
                "difference").values()).allMatch(difference -> difference.signum() == 0);
    }

    @Test
    void tellsGroupsThatWouldBeParked() throws IOException {
        var ended = billing(database, 3, "rehearse", "2026-07", "--prices", write("gb.csv", HEADER + """
                gb,per_unit,EUR,TB,,1,,,,,,2026-01-01
                """));
        assertThat(ended.out()).contains("parked: North, 2026-07: wrong_unit", "parked as when issued: Parked, 2026-07",
                "not rehearsed");
    }

    @Test
    void writesAListAndAPageForPeople() throws IOException {
        var out = folder.resolve("rehearsal");
        var prices = write("vm.csv", HEADER + "vm,per_unit,EUR,hour,,3,,,,,interval:1,2026-01-01\n");
        assertThat(billing(database, 0, "rehearse", RANGE, "--prices", prices, "--out", out.toString()).out())
                .contains(out.resolve("rehearsal.csv").toString());
        assertThat(Files.readString(out.resolve("rehearsal.csv"))).startsWith(
                "billing_group_id,billing_group,account,period,currency,issued_net,rehearsed_net,difference,percent,note\n")
                .contains(",'=Evil <b>,acme,2026-07,EUR,1.00,3.00,2.00,200.0,\n");
        var page = Files.readString(out.resolve("rehearsal.html"));
        assertThat(page).contains("=Evil &lt;b&gt;", "Services, EUR", "Projects, USD", "prices of vm.csv")
                .doesNotContain("<b>", "http", "<script", folder.toString());
        var written = Files.readAllBytes(out.resolve("rehearsal.html"));
        billing(database, 0, "rehearse", RANGE, "--prices", prices, "--out", out.toString());
        assertThat(out.resolve("rehearsal.html")).hasBinaryContent(written);
        try (var files = Files.list(out)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void comparesWithAnotherSystemsInvoices() throws IOException {
        var same = new StringBuilder("billing_group,period,currency,net_total\n");
        issued(database).forEach((key, net) -> {
            var cells = key.split(" (?=2026)| (?=[A-Z]{3}$)");
            same.append("%s,%s,%s,%s%n".formatted(cells[0], cells[1], cells[2], net));
        });
        assertThat(billing(database, 0, "rehearse", RANGE, "--against", write("same.csv", same.toString())).out())
                .contains("difference 0.00");
        var other = same.toString().replaceFirst("(?m)^South,2026-07,USD,.*$", "South,2026-07,USD,1.00")
                .replaceFirst("(?m)^North,2026-07.*\n", "") + "Nobody,2026-07,EUR,5.00\nParked,2026-07,EUR,2.00\n";
        var ended = billing(database, 3, "rehearse", RANGE, "--against", write("other.csv", other));
        assertThat(ended.out()).contains("South", "1.00", "North", "only here", "no such billing group here",
                "parked: incomplete_billing_details");
    }

    @Test
    void refusesBadInputWithItsPlace() throws IOException {
        var before = database.content();
        var against = billing(database, 20, "rehearse", "2026-07", "--against", write("bad.csv", """
                billing_group,period,currency,net_total
                North,2026-08,EUR,1.00
                North,2026-07,EUR,1.001
                North,2026-07,EUR,1.00
                North,2026-07,EUR,2.00
                """), "--out", folder.resolve("nothing").toString());
        assertThat(against.err()).contains("bad.csv:2: period '2026-08': expected a period that is rehearsed",
                "bad.csv:3: net_total '1.001': expected an amount in EUR, such as 1234.00",
                "bad.csv:5: billing_group 'North': expected each group, period and currency once");
        assertThat(billing(database, 20, "rehearse", "2026-07", "--prices", write("bad-prices.csv", HEADER
                + "vm,per_unit,EUR,hour,,x,,,,,,2026-01-01\n")).err()).contains("bad-prices.csv:2: unit_price 'x'");
        assertThat(billing(database, 20, "rehearse", "2026-07", "--company", write("bad.yaml",
                "accounts: [{id: acme, billing_groups: [{name: North, discount_percent: 101}]}]\n")).err())
                .contains("bad.yaml:1: discount_percent '101'");
        assertThat(billing(database, 2, "rehearse", "2026-09..2026-07").err()).contains("the earlier period first");
        assertThat(folder.resolve("nothing")).doesNotExist();
        assertThat(database.content()).isEqualTo(before);
    }

    /** Late usage of an issued month and a month of its own, which no run has looked at. */
    @Test
    void calculatesPeriodsThatAreNotIssuedFromPresentData() throws IOException {
        try (var copy = database.copy()) {
            usage(copy, "october", "x vm 10 2026-10-05", "vm vm 1 2026-08-20");
            var before = copy.content();
            var ended = billing(copy, 0, "rehearse", "2026-08..2026-10", "--json");
            var rehearsed = amounts(JSON.readTree(ended.out()), "rehearsed_net");
            assertThat(rehearsed).containsEntry("=Evil <b> 2026-10 EUR", new BigDecimal("12.00"))
                    .containsKey("East 2026-10 EUR");
            assertThat(copy.content()).isEqualTo(before);
            run(copy, "2026-10", "2026-11-02");
            assertThat(rehearsed).containsEntry("East 2026-10 EUR", issued(copy).get("East 2026-10 EUR"))
                    .containsEntry("North 2026-10 EUR", issued(copy).get("North 2026-10 EUR"));
        }
    }
}
