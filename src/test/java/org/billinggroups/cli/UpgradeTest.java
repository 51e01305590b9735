package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.billinggroups.database.EmbeddedPostgres;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.period.ProgramVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The data folder of each release is opened by this program: with an unfinished run, late usage that nobody was billed
 * for, a credit note and a lost file. {@code -Dupgrade=write} writes the one of this release; it is committed when the
 * release is made, and never changes afterwards.
 */
class UpgradeTest {
    private static final Path RELEASES = Path.of("src", "test", "resources", "upgrade");
    private static final String LOST = "2026-08/run-1/invoices/INV-2026-000001.pdf";

    @TempDir
    private Path folder;
    private Path data;

    @BeforeEach
    void choose() {
        data = folder.resolve("data");
    }

    static List<Path> releases() throws IOException {
        try (var files = Files.list(RELEASES)) {
            return files.filter(file -> file.toString().endsWith(".tar.xz")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void goesOnWithWhatAReleaseLeft(Path release) throws IOException {
        DataFolderArchive.unpack(release, data);
        tellWhereItIsNow();
        restoresTheLostFile();
        run("verify");
        run("run", "2026-09");
        run("run", "2026-10", "--issue-date", "2026-11-02", "--without-usage");
        assertThat(run("invoice", "show", "INV-2026-000005", "--json")).as("late usage of August").contains("2026-08");
        run("invoice", "credit-note", "INV-2026-000003", "--reason", "Wrong", "--issue-date", "2026-11-03");
        run("verify");
        assertThat(run("status")).doesNotContain("unfinished");
    }

    /** Runs note where they publish, which is not where the release was. */
    private void tellWhereItIsNow() {
        try (var postgres = EmbeddedPostgres.start(data)) {
            var owner = JdbcClient.create(TestDatabase.dataSource(postgres.owner()));
            var out = data.resolve("out").toAbsolutePath().normalize().toString();
            owner.sql("UPDATE invoicing_run SET output = ?").param(out).update();
            owner.sql("UPDATE batch_job_execution_params SET parameter_value = ? WHERE parameter_name = 'output'")
                    .param(out).update();
        }
    }

    /** With the bytes that were sealed, or not at all: then it comes from a backup. */
    private void restoresTheLostFile() throws IOException {
        var lost = data.resolve("out").resolve(LOST);
        var ended = CommandInProcess.run(Map.of(), arguments("render", "2026-08"));
        if (ended.exitCode() == 20) {
            assertThat(ended.err()).contains("with other bytes", LOST.substring(LOST.indexOf("invoices")));
            assertThat(lost).doesNotExist();
            Files.copy(data.resolve("backup.pdf"), lost);
        } else {
            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(lost).hasSameBinaryContentAs(data.resolve("backup.pdf"));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "upgrade", matches = "write")
    void writesTheDataFolderOfThisRelease() throws IOException {
        run("apply", "--yes", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                         vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {id: 00000000-0000-4000-8000-000000000001, name: North, currency: EUR, company: North Oy,
                         address_lines: [Tie 2], city: Espoo, country_code: FI, discount_percent: 10,
                         support_percent: 5}
                      - {id: 00000000-0000-4000-8000-000000000002, name: South, currency: EUR, company: South GmbH,
                         address_lines: [Weg 3], city: Berlin, country_code: DE, vat_id: DE136695976, language: de}
                    projects: [{id: web, billing_group: 00000000-0000-4000-8000-000000000001},
                               {id: db, billing_group: 00000000-0000-4000-8000-000000000002}]
                """));
        run("price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                vm,per_unit,EUR,hour,,0.05,,,,,interval:1,2026-01-01
                """));
        run("credit", "add", "North", "--kind", "promotional", "--amount", "1.00");
        importUsage("august", "a1,web,100,2026-08-05", "a2,db,200,2026-08-06");
        run("run", "2026-08", "--issue-date", "2026-09-02");
        run("invoice", "credit-note", "INV-2026-000002", "--reason", "Wrong", "--issue-date", "2026-09-03");
        importUsage("september", "s1,web,110,2026-09-05", "s2,db,210,2026-09-06");
        run("run", "2026-09", "--issue-date", "2026-10-02", "--until", "draft");
        importUsage("late", "a3,web,10,2026-08-31");
        Files.move(data.resolve("out").resolve(LOST), data.resolve("backup.pdf"));
        DataFolderArchive.write(data, RELEASES.resolve(ProgramVersion.release() + ".tar.xz"));
    }

    private void importUsage(String name, String... rows) throws IOException {
        var text = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (var row : rows) {
            var cells = row.split(",");
            text.append("%s,%s,Compute,vm,%s,hour,%4$sT00:00:00Z,%4$sT01:00:00Z\n".formatted((Object[]) cells));
        }
        run("import", write(name + ".csv", text.toString()));
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String run(String... arguments) {
        var ended = CommandInProcess.run(Map.of(), arguments(arguments));
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err()).isZero();
        return ended.out();
    }

    private String[] arguments(String... arguments) {
        return Stream.concat(Stream.of("--data-dir", data.toString()), Stream.of(arguments)).toArray(String[]::new);
    }
}
