package org.billinggroups.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.database.TestDatabase;

/** A company whose invoices have all kinds of lines: all price models, late usage, credits, currencies and taxes. */
final class ProvenCompany {
    private static final String COMPANY = """
            seller: {id: main, name: Pohjola Cloud Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
              vat_id: FI01120389}
            tax_rates:
              - {country_code: FI, rate: 24, valid_from: 2020-01-01}
              - {country_code: FI, rate: 25.5, valid_from: 2026-09-01}
              - {country_code: FI, tax_class: reduced, rate: 10, valid_from: 2020-01-01}
              - {country_code: DE, rate: 19, valid_from: 2020-01-01}
              - {country_code: DE, tax_class: reduced, rate: 7, valid_from: 2020-01-01}
            accounts:
              - id: acme
                billing_groups:
                  - {name: North, currency: EUR, company: 'C "North" \\ (1)', address_lines: [A, B], city: Espoo,
                     country_code: FI, discount_percent: 7.5, support_percent: 3.25, support_minimum: 20.00,
                     price_adjustments: [{percent: 12.5}, {sku: 'vm*', percent: -3.3},
                       {sku: disk, service: Storage, percent: -50, from: 2026-09}],
                     extra_charges: [{description: 'Fee, "monthly"', amount: 9.99, from: 2026-08},
                       {description: Refund, amount: -1.01, from: 2026-09, until: 2026-09}],
                     commitment: {amount: 5000.00, currency: EUR, from: 2026-09}}
                  - {name: Dollar, currency: USD, company: D, address_lines: [A], city: Berlin, country_code: DE,
                     vat_id: DE123456788, support_fixed: 15.00}
                  - {name: Yen, currency: JPY, company: Y, address_lines: [A], city: Tokyo, country_code: JP}
                  - {name: Consumer, currency: SEK, company: S, address_lines: [A], city: Bonn, country_code: DE}
                  - {name: Exempt, currency: EUR, company: E, address_lines: [A], city: Vaasa, country_code: FI,
                     tax_exempt: 'Embassy, Article 151'}
                  - {name: Islands, currency: EUR, company: I, address_lines: [A], city: Las Palmas, country_code: ES,
                     tax_territory: canary-islands}
                  - {name: Term, currency: EUR, company: T, address_lines: [A], city: Turku, country_code: FI,
                     commitment: {amount: 400, currency: EUR, from: 2026-08, until: 2026-09, settled: at-end}}
                  - {name: Share, currency: EUR, company: P, address_lines: [A], city: Lahti, country_code: FI,
                     support_percent: 5}
                  - {name: Small, currency: EUR, company: M, address_lines: [A], city: Oulu, country_code: FI}
                projects:
            """;
    private static final String PROJECTS = """
                  - {id: web, billing_group: North, tags: {billing:cost-centre: '4711', note: x}}
                  - {id: 'a,"b"', billing_group: North}
                  - {id: db, billing_group: North}
                  - {id: d, billing_group: Dollar}
                  - {id: y, billing_group: Yen}
                  - {id: s, billing_group: Consumer}
                  - {id: e, billing_group: Exempt}
                  - {id: i, billing_group: Islands}
                  - {id: t, billing_group: Term}
                  - {id: h, billing_group: Share}
                  - {id: m, billing_group: Small}
            """;
    private static final String PRICES = """
            sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from,tax_class,billing_group,valid_until
            vm,per_unit,EUR,hour,,0.0531,,,,,interval:1,2026-01-01,,,
            vm,per_unit,EUR,hour,,0.0499,,,,,interval:3,2026-08-17,,,
            vm,per_unit,EUR,hour,,0.045,,,,,interval:0.25,2026-01-01,,North,2026-08-11
            vm-*,per_unit,EUR,hour,,0.2,,,,,,2026-01-01,,,
            vm-gpu*,per_unit,USD,hour,,0.7,,,,,line:10,2026-01-01,,,
            egress,graduated,EUR,GB,100,0,,,,billing_group,,2026-01-01,,,
            egress,graduated,EUR,GB,1000,0.0833,2.5,,,billing_group,,2026-01-01,,,
            egress,graduated,EUR,GB,,0.0711,1,,,billing_group,,2026-01-01,,,
            disk,volume,EUR,GB,50,0.1,,,,,line:0.5,2026-01-01,reduced,,
            disk,volume,EUR,GB,,0.08,4,,,,line:0.5,2026-01-01,reduced,,
            calls,package,EUR,call,,0.4,,1000,250,billing_group,,2026-01-01,,,
            seats,stairstep,EUR,seat,5,,10,,,,,2026-01-01,,,
            seats,stairstep,EUR,seat,,,33.33,,,,,2026-01-01,,,
            """;
    private static final String HEADER = "usage_id,project,service,sku,quantity,unit,started_at,ended_at,amount,"
            + "currency,category,description\n";
    private static final String[] PROJECT_IDS = { "web", "\"a,\"\"b\"\"\"", "db", "d", "y", "s", "e", "i", "t" };
    private static final String[][] SKUS = { { "Compute", "vm", "hour" }, { "Compute", "vm-x", "hour" },
            { "Compute", "vm-gpu-1", "hour" }, { "Network", "egress", "GB" }, { "Storage", "disk", "GB" },
            { "API", "calls", "call" }, { "API", "seats", "seat" } };

    private final TestDatabase database;
    private final Path folder;
    private final Random random = new Random(27);

    private ProvenCompany(TestDatabase database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    /** Invoices three months, of which the first two get late usage. */
    static void invoice(TestDatabase database, Path folder) throws IOException {
        new ProvenCompany(database, folder).invoice();
    }

    private void invoice() throws IOException {
        run("apply", write("company.yaml", COMPANY + PROJECTS.indent(4)), "--yes");
        run("price", "import", write("prices.csv", PRICES));
        run("rate", "import", write("rates.csv", """
                Date,USD,JPY,SEK,GBP,
                2026-10-30,1.1011,171.33,11.0205,0.8711,
                2026-09-30,1.0825,164.25,11.4315,0.84,
                2026-08-31,1.1,160.01,11.5,0.8612,
                """));
        run("credit", "add", "North", "--kind", "promotional", "--amount", "17.77");
        run("credit", "add", "North", "--kind", "prepaid", "--amount", "33.33");
        run("credit", "add", "Dollar", "--kind", "promotional", "--amount", "5", "--currency", "USD");
        System.setProperty("billing.small-amount-threshold", "EUR=1.00");
        try {
            usage("august", "2026-08", 12);
            period("2026-08", "2026-09-02");
            usage("august-late", "2026-08", 3);
            usage("september", "2026-09", 12);
            period("2026-09", "2026-10-02");
            usage("august-later", "2026-08", 2);
            usage("september-late", "2026-09", 2);
            usage("october", "2026-10", 4);
            period("2026-10", "2026-11-02");
        } finally {
            System.clearProperty("billing.small-amount-threshold");
        }
        run("invoice", "credit-note", "INV-2026-000001", "--reason", "Outage", "--issue-date", "2026-11-03");
        run("verify");
    }

    private void period(String period, String issueDate) {
        run("run", period, "--issue-date", issueDate, "--allow-missing-usage", "Small", "--out",
                folder.resolve("out").toString());
    }

    /** Rows for each project and SKU; some cross the end of the month, some arrive with their amounts. */
    private void usage(String name, String month, int rows) throws IOException {
        var text = new StringBuilder(HEADER);
        for (var project : PROJECT_IDS) {
            for (int row = 0; row < rows; row++) {
                var sku = SKUS[random.nextInt(SKUS.length)];
                int day = 1 + random.nextInt(28);
                boolean crosses = random.nextInt(6) == 0;
                text.append("%s-%d-%s,%s,%s,%s,%s,%s,%s-%02dT%02d:00:00Z,%s,,,,%s%n".formatted(name, row,
                        project.replaceAll("[^a-z]", ""), project, sku[0], sku[1],
                        sku[1].equals("seats")
                                ? Integer.toString(1 + random.nextInt(9))
                                : random.nextInt(100) + "." + (1 + random.nextInt(999_999)),
                        sku[2], month, day, random.nextInt(24),
                        crosses
                                ? month.equals("2026-08") ? "2026-09-03T07:11:13.123456Z" : "2026-12-01T00:00:00Z"
                                : month + "-%02dT23:59:59Z".formatted(day),
                        random.nextBoolean() ? "" : "\"big, \"\"small\"\"\""));
            }
            text.append("%s-p-%s,%s,Market,fee,%d,each,%s-05T00:00:00Z,%s-06T00:00:00Z,%d.%03d,GBP,purchase,Licence%n"
                    .formatted(name, project.replaceAll("[^a-z]", ""), project, 1 + random.nextInt(3), month, month,
                            random.nextInt(20), random.nextInt(1000)));
        }
        // Support by a share alone, of a month that late usage brings below zero.
        text.append("share-%1$s,h,API,calls,1,call,%2$s-07T00:00:00Z,%2$s-07T00:00:00Z,%3$d,EUR,,%n".formatted(name,
                month, name.equals("august-late") ? -80 : name.equals("september") ? 200 : 60));
        if (name.equals("august")) {
            text.append("small,m,API,calls,2,call,2026-08-05T00:00:00Z,2026-08-05T00:00:00Z,0.55,EUR,,\n");
        }
        run("import", write(name + ".csv", text.toString()));
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private void run(String... arguments) {
        var ended = CommandInProcess.run(database, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err()).isZero();
    }
}
