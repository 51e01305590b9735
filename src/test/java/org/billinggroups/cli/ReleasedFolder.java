package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.billinggroups.run.ProgramVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes the data folder of this release for {@link UpgradeTest}: {@code mvn test -Dtest=ReleasedFolder}. It is
 * committed when the release is made, and never changes afterwards; no other call runs this class.
 */
class ReleasedFolder {
    @TempDir
    private Path folder;
    private Path data;

    @BeforeEach
    void choose() {
        data = folder.resolve("data");
    }

    @Test
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
        Files.move(data.resolve("out").resolve(UpgradeTest.LOST), data.resolve("backup.pdf"));
        DataFolderArchive.write(data, UpgradeTest.RELEASES.resolve(ProgramVersion.release() + ".tar.xz"));
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

    private void run(String... arguments) {
        var inFolder = Stream.concat(Stream.of("--data-dir", data.toString()), Stream.of(arguments))
                .toArray(String[]::new);
        var ended = CommandInProcess.run(Map.of(), inFolder);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err()).isZero();
    }
}
