package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.database.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In whatever order files come, also such that share rows, the invoices are the same, byte for byte. */
class ImportOrderTest {
    private static final List<List<Integer>> ORDERS = List.of(List.of(0, 1, 2), List.of(1, 2, 0), List.of(2, 1, 0));

    @TempDir
    private Path folder;

    @Test
    void doesNotMatter() throws IOException {
        try (var prepared = TestDatabase.create()) {
            run(prepared, "apply", write("company.yaml", """
                    seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                      vat_id: FI01120389}
                    tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                    accounts:
                      - id: acme
                        billing_groups:
                          - {id: 0b9b1f5e-6d0c-4c1e-9d59-2f3a3f7f5b10, name: North, currency: EUR, company: C,
                             address_lines: [A], city: B, country_code: FI, discount_percent: 3.3}
                        projects: [{id: web, billing_group: 0b9b1f5e-6d0c-4c1e-9d59-2f3a3f7f5b10},
                                   {id: api, billing_group: 0b9b1f5e-6d0c-4c1e-9d59-2f3a3f7f5b10}]
                    """));
            run(prepared, "price", "import", write("prices.csv", """
                    sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                    gb,graduated,EUR,GB,100,1,,,,billing_group,,2026-01-01
                    gb,graduated,EUR,GB,,0.517,,,,billing_group,,2026-01-01
                    vm,package,EUR,hour,,1.13,,7,,,interval:1,2026-01-01
                    """));
            var files = writeFiles();
            var outputs = new HashMap<List<Integer>, Map<String, String>>();
            for (var order : ORDERS) {
                try (var database = prepared.copy()) {
                    order.forEach(file -> run(database, "import", files.get(file)));
                    var out = folder.resolve("out-" + order);
                    run(database, "run", "2026-10", "--issue-date", "2026-11-02", "--out", out.toString());
                    outputs.put(order, FolderContent.of(out));
                }
            }
            assertThat(outputs.values()).allSatisfy(output -> assertThat(output).hasSize(5)
                    .isEqualTo(outputs.get(ORDERS.getFirst())));
        }
    }

    /** Three files with 200 rows in all; every fifth row stands in two of them. */
    private List<String> writeFiles() throws IOException {
        var random = new Random(4);
        List<StringBuilder> texts = new ArrayList<>();
        for (int file = 0; file < 3; file++) {
            texts.add(new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n"));
        }
        for (int row = 0; row < 200; row++) {
            var gigabytes = random.nextBoolean();
            var text = "u%d,%s,S,%s,%d.%06d,%s,2026-10-%02dT10:00:00Z,2026-10-%02dT11:%02d:00Z%n".formatted(row,
                    random.nextBoolean() ? "web" : "api", gigabytes ? "gb" : "vm", random.nextInt(5),
                    random.nextInt(1_000_000), gigabytes ? "GB" : "hour", 1 + random.nextInt(30),
                    30, random.nextInt(60));
            int file = random.nextInt(3);
            texts.get(file).append(text);
            if (row % 5 == 0) {
                texts.get((file + 1) % 3).append(text);
            }
        }
        List<String> files = new ArrayList<>();
        for (int file = 0; file < 3; file++) {
            files.add(write("usage-" + file + ".csv", texts.get(file).toString()));
        }
        return files;
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static void run(TestDatabase database, String... arguments) {
        var ended = CommandInProcess.run(database, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + ended.out() + ended.err()).isZero();
    }
}
