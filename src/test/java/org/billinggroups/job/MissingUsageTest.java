package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That late or forgotten imports do not become invoices without usage. */
class MissingUsageTest extends CommandTest {
    private static final String SOURCES = "billing.usage.sources";
    private static final String MISSING_USAGE = "billing.review.missing-usage";
    private static final String MEMBERSHIP = "billing.membership";
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
                      - {name: North, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI,
                         commitment: {amount: 100.00, currency: EUR}}
                      - {name: South, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI,
                         commitment: {amount: 100.00, currency: EUR}}
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
        List.of(SOURCES, MISSING_USAGE, MEMBERSHIP).forEach(System::clearProperty);
    }

    private String usage(String period, String... projects) throws IOException {
        var text = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (var project : projects) {
            text.append("u%d-%s,%s,S,vm,5,hour,%s-05T00:00:00Z,%s-05T05:00:00Z\n".formatted(++files, project, project,
                    period, period));
        }
        return write("usage-" + files + ".csv", text.toString());
    }

    private void importUsage(String period, String... projects) throws IOException {
        billing(0, "import", usage(period, projects));
    }

    private String run(int exitCode, String... arguments) {
        var all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--out", folder.resolve("out").toString()));
        var ended = billing(exitCode, all.toArray(String[]::new));
        return ended.out() + ended.err();
    }

    private List<String> invoices(String period) {
        return database.jdbc().sql("""
                SELECT g.name || ' ' || i.net_total FROM standing_invoice n JOIN invoice i ON i.id = n.invoice_id
                JOIN billing_group g ON g.id = n.group_id WHERE n.period = ?::date ORDER BY 1
                """).param(period + "-01").query(String.class).list();
    }

    @Test
    void refusesAPeriodWithoutUsageAfterPeriodsThatHadSome() throws IOException {
        importUsage("2026-06", "web", "db");
        run(0, "2026-06");
        assertThat(run(20, "2026-09")).contains("period 2026-09 has no usage, and 2026-06 had some",
                "'billing run 2026-09 --without-usage'");
        assertThat(invoices("2026-09")).isEmpty();
        run(0, "2026-10");
        assertThat(invoices("2026-10")).as("the fourth period after").containsExactly("North 100.00", "South 100.00");
        run(20, "2026-09", "--until", "draft");
        assertThat(database.jdbc().sql("SELECT count(*) FROM invoicing_run WHERE period = '2026-09-01'")
                .query(Long.class).single()).isZero();
        billing(0, "group", "edit", "South", "--company", "");
        run(3, "2026-09", "--without-usage");
        billing(0, "group", "edit", "South", "--company", "D");
        assertThat(run(0, "2026-09")).as("that was said of the period").contains("1 invoice issued");
        assertThat(invoices("2026-09")).containsExactly("North 100.00", "South 100.00");
        billing(0, "verify");
    }

    @Test
    void parksGroupsWhoseUsageDidNotCome() throws IOException {
        importUsage("2026-08", "web", "db");
        run(0, "2026-08");
        importUsage("2026-09", "web");
        assertThat(run(3, "2026-09", "--until", "draft")).contains("parked: South", "suspicious_change: no usage in "
                + "2026-09, after 1 record in 2026-08", "'billing run 2026-09 --allow-missing-usage ");
        assertThat(billing(0, "invoice", "review").out()).contains("parked: South");
        assertThat(run(20, "2026-09", "--allow-missing-usage", "South")).contains("has parked", "--discard-drafts'");
        run(3, "2026-09");
        assertThat(invoices("2026-09")).containsExactly("North 100.00");
        assertThat(billing(0, "status").out()).contains("parked in 2026-09: South");
        importUsage("2026-10", "web");
        assertThat(run(3, "2026-10")).as("nobody has answered for September").contains("parked: South",
                "1 record in 2026-08");
        run(0, "2026-09", "--allow-missing-usage", "South", "--until", "draft");
        assertThat(billing(0, "invoice", "review").out()).contains("no usage, unlike before");
        run(0, "2026-09");
        assertThat(invoices("2026-09")).containsExactly("North 100.00", "South 100.00");
        run(0, "2026-10");
        assertThat(invoices("2026-10")).containsExactly("North 100.00", "South 100.00");
        billing(0, "verify");
    }

    @Test
    void missesNoUsageThatWentElsewhereOrIsNotExpected() throws IOException {
        importUsage("2026-08", "web", "db");
        run(0, "2026-08");
        billing(0, "group", "assign", "West", "db", "--from", "2026-09-01", "--yes");
        importUsage("2026-09", "web", "db");
        run(0, "2026-09");
        assertThat(invoices("2026-09")).containsExactly("North 100.00", "South 100.00", "West 5.00");
        System.setProperty(MEMBERSHIP, "by-usage-time");
        billing(0, "project", "delete", "db", "--yes");
        importUsage("2026-10", "web");
        System.setProperty(MISSING_USAGE, "maybe");
        run(20, "2026-10");
        System.setProperty(MISSING_USAGE, "allow");
        run(0, "2026-10");
        assertThat(invoices("2026-10")).containsExactly("North 100.00", "South 100.00");
        billing(0, "verify");
    }

    @Test
    void waitsUntilEachSourceHasDelivered() throws IOException {
        System.setProperty(SOURCES, "aws, metering");
        importUsage("2026-09", "web", "db");
        assertThat(run(6, "2026-09")).contains("2026-09: waits for usage of aws, metering",
                "'billing import --source aws --complete 2026-09'");
        assertThat(billing(0, "status").out()).contains("2026-09 waits for usage of aws, metering");
        assertThat(billing(0, "status", "--json").out()).contains("\"waiting for usage\"",
                "billing import --source aws --complete 2026-09");
        assertThat(billing(20, "import", "--source", "asw", "--complete", "2026-09").err()).contains("aws, metering");
        billing(2, "import", "--complete", "2026-09");
        billing(2, "import");
        billing(2, "import", "--source", "aws");
        billing(20, "import", write("bad.csv", "x"), "--source", "aws", "--complete", "2026-09");
        billing(0, "import", usage("2026-09", "web"), "--source", "aws", "--complete", "2026-09");
        assertThat(run(6, "2026-09")).contains("waits for usage of metering");
        assertThat(billing(0, "import", "--source", "metering", "--complete", "2026-09").out())
                .contains("metering: usage of 2026-09 is complete");
        run(0, "2026-09");
        assertThat(invoices("2026-09")).containsExactly("North 100.00", "South 100.00");
        assertThat(run(6)).contains("waits for usage of aws, metering");
        billing(0, "status");
    }
}
