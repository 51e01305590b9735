package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Imports that were wrong: voided, or replaced by what the source delivers again. */
class UsageCorrectionTest extends CommandTest {
    private static final String HEADER = "usage_id,project,service,sku,quantity,unit,started_at,ended_at\n";

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
                      - {name: South, currency: EUR, company: C, address_lines: [A], city: B}
                    projects: [{id: web, billing_group: North}, {id: db, billing_group: South}]
                """));
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                vm,per_unit,EUR,hour,,1,,,,,,2026-01-01
                """));
    }

    private static String row(String id, String project, int hours, String day) {
        return "%s,%s,S,vm,%d,hour,%sT00:00:00Z,%sT01:00:00Z\n".formatted(id, project, hours, day, day);
    }

    private static String crossing(String id, String project, int hours, String from, String to) {
        return "%s,%s,S,vm,%d,hour,%sT00:00:00Z,%sT00:00:00Z\n".formatted(id, project, hours, from, to);
    }

    private List<String> records() {
        return database.jdbc().sql("SELECT usage_id || ' ' || trim_scale(quantity) FROM usage_record ORDER BY 1")
                .query(String.class).list();
    }

    private void run(int exitCode, String period) {
        billing(exitCode, "run", period, "--issue-date", "2026-11-02", "--out", folder.resolve("out").toString());
    }

    @Test
    void voidsAnImportOfWhichNothingIsBilledSoThatItCanBeImportedAgain() throws IOException {
        var file = write("a.csv", HEADER + row("a", "web", 1, "2026-08-01") + row("b", "web", 2, "2026-09-01"));
        billing(0, "import", file);
        assertThat(billing(2, "usage", "void", file).err()).contains("- void", "Give --yes");
        billing(0, "usage", "void", file, "--yes");
        assertThat(records()).isEmpty();
        assertThat(billing(0, "usage", "files").out()).contains("voided");
        assertThat(billing(0, "import", file).out()).contains("2 rows: 2 accepted");
        assertThat(records()).containsExactly("a 1", "b 2");
        run(0, "2026-08");
        assertThat(billing(20, "usage", "void", "a.csv", "--yes").err()).contains("there is no imported file");
        assertThat(billing(20, "usage", "void", file, "--yes").err()).contains("usage of it is billed in 2026-08");
        assertThat(billing(0, "usage", "show", file).out()).contains("2026-08  web      1        yes",
                "2026-09  web      1        no");
        billing(0, "verify");
    }

    @Test
    void saysThatTheListOfImportedFilesWasChanged() throws IOException {
        var file = write("a.csv", HEADER + row("a", "web", 1, "2026-08-01"));
        billing(0, "import", file);
        database.asAdministrator("SET session_replication_role = replica;"
                + " UPDATE usage_file SET sha256 = repeat('0', 64)");
        assertThat(billing(20, "import", file).err()).contains("a.csv was imported before", "billing verify")
                .doesNotContain("job instance");
    }

    @Test
    void tellsWhoHadTheSameRows() throws IOException {
        var first = write("first.csv", HEADER + row("a", "web", 1, "2026-08-01"));
        var second = write("second.csv", HEADER + row("a", "web", 1, "2026-08-01") + row("b", "web", 2, "2026-08-01"));
        billing(0, "import", first, second);
        assertThat(billing(3, "usage", "void", first, "--yes").err())
                .contains("second.csv' had 1 of the same rows, which were left out as duplicates");
        assertThat(records()).containsExactly("b 2");
    }

    @Test
    void replacesTheUnbilledRecordsOfASource() throws IOException {
        billing(0, "import", "--source", "cloud", write("1.csv", HEADER + row("w", "web", 1, "2026-08-01")
                + row("d", "db", 1, "2026-08-01") + row("s", "web", 1, "2026-09-01")));
        billing(0, "import", write("other.csv", HEADER + row("o", "db", 9, "2026-08-05")));
        run(3, "2026-08");
        // Of August, North is billed and South is parked; September is not covered by the new files.
        billing(0, "import", "--source", "cloud", "--replace", write("2a.csv", HEADER + row("w", "web", 1, "2026-08-01")
                + row("d", "db", 5, "2026-08-01")), write("2b.csv", HEADER + row("e", "db", 6, "2026-08-02")));
        assertThat(records()).containsExactly("d 5", "e 6", "o 9", "s 1", "w 1");
        billing(0, "group", "edit", "South", "--country-code", "FI");
        run(0, "2026-08");
        billing(0, "verify");
        assertThat(database.jdbc().sql("SELECT sum(net_total) FROM invoice").query(String.class).single())
                .isEqualTo("21.00");
        assertThat(billing(2, "import", "--replace", "x.csv").err()).contains("--replace needs --source");
    }

    @Test
    void replacesRecordsOfThePeriodInWhichTheyStarted() throws IOException {
        billing(0, "import", "--source", "cloud", write("1.csv", HEADER
                + crossing("before", "web", 2, "2026-08-31", "2026-09-02")
                + crossing("gone", "web", 2, "2026-09-30", "2026-10-02")
                + row("after", "web", 3, "2026-10-05")));
        billing(0, "import", "--source", "cloud", "--replace", write("2.csv", HEADER
                + crossing("new", "web", 4, "2026-09-30", "2026-10-02")));
        assertThat(records()).containsExactly("after 3", "before 1", "before 1", "new 2", "new 2");
        run(0, "2026-10");
        billing(0, "verify");
        assertThat(database.jdbc().sql("SELECT sum(net_total) FROM invoice").query(String.class).single())
                .isEqualTo("5.00");
    }

    @Test
    void keepsARecordOfWhichALaterPartIsBilledButNotForOtherPeriodsOfItsFile() throws IOException {
        billing(0, "import", "--source", "cloud", write("1.csv", HEADER
                + row("august", "web", 1, "2026-08-05")
                + crossing("billed", "web", 2, "2026-08-31", "2026-09-02")
                + crossing("not", "web", 2, "2026-09-30", "2026-10-02")));
        run(0, "2026-08");
        billing(0, "import", "--source", "cloud", "--replace", write("2.csv", HEADER
                + row("august", "web", 1, "2026-08-05")
                + crossing("not", "web", 4, "2026-09-30", "2026-10-02")));
        assertThat(records()).containsExactly("august 1", "billed 1", "billed 1", "not 2", "not 2");
    }

    @Test
    void replacesNothingThatAnUnfinishedRunLooksAt() throws IOException {
        billing(0, "import", "--source", "cloud", write("1.csv", HEADER
                + crossing("a", "web", 2, "2026-08-31", "2026-09-02") + row("b", "web", 1, "2026-10-01")));
        billing(0, "run", "2026-09", "--without-usage", "--until", "draft", "--out", folder.toString());
        assertThat(billing(20, "import", "--source", "cloud", "--replace",
                write("2.csv", HEADER + row("c", "web", 1, "2026-08-01"))).err())
                .contains("unfinished run that looks at period 2026-09");
        billing(0, "import", "--source", "cloud", "--replace",
                write("3.csv", HEADER + row("d", "web", 1, "2026-10-02")));
        assertThat(records()).containsExactly("a 1", "a 1", "d 1");
    }

    @Test
    void namesTheRunThatLooksAtLateUsage() throws IOException {
        billing(0, "import", write("1.csv", HEADER + row("a", "web", 1, "2026-08-01")));
        billing(0, "run", "2026-08", "--out", folder.toString());
        var late = write("late.csv", HEADER + row("late", "web", 1, "2026-08-02"));
        billing(0, "import", late);
        billing(0, "run", "2026-09", "--without-usage", "--until", "draft", "--out", folder.toString());
        assertThat(billing(20, "usage", "void", late, "--yes").err()).contains(
                "looks at period 2026-08: finish it with 'billing run 2026-09'",
                "'billing run 2026-09 --discard-drafts'");
    }

    @Test
    void replacesAllOrNothing() throws IOException {
        billing(0, "import", "--source", "cloud", write("1.csv", HEADER + row("a", "web", 1, "2026-08-01")));
        var good = write("good.csv", HEADER + row("a", "web", 7, "2026-08-01"));
        var bad = write("bad.csv", HEADER + row("b", "web", 1, "2026-08-01").replace(",1,", ",x,"));
        assertThat(billing(20, "import", "--source", "cloud", "--replace", good, bad).err())
                .contains("1 of 1 rows are bad");
        assertThat(records()).containsExactly("a 1");
        billing(0, "run", "2026-08", "--until", "draft", "--out", folder.toString());
        assertThat(billing(20, "import", "--source", "cloud", "--replace", good).err())
                .contains("part of an unfinished run that looks at period 2026-08");
        assertThat(billing(20, "usage", "void", folder.resolve("1.csv").toString(), "--yes").err())
                .contains("unfinished run");
        assertThat(records()).containsExactly("a 1");
    }

    @Test
    void deliversFilesAgainUnchangedBesideChangedOnes() throws IOException {
        var same = write("same.csv", HEADER + row("a", "web", 1, "2026-08-01"));
        billing(0, "import", "--source", "cloud", same, write("old.csv", HEADER + row("b", "web", 1, "2026-08-02")));
        billing(0, "import", "--source", "cloud", "--replace", same,
                write("new.csv", HEADER + row("b", "web", 3, "2026-08-02")));
        assertThat(records()).containsExactly("a 1", "b 3");
        var old = folder.resolve("old.csv").toString();
        assertThat(billing(20, "import", "--source", "cloud", "--replace", old).err())
                .contains("2026-08: takes back 2 records, 2 days, 1 sub account; instead come 1 record, 1 day");
        assertThat(records()).containsExactly("a 1", "b 3");
        assertThat(billing(0, "import", "--source", "cloud", "--replace", "--yes", old).out()).contains("1 accepted");
        assertThat(records()).containsExactly("b 1");
    }
}
