package org.billinggroups.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;

/**
 * Input files of any size, the same for the same numbers: every project uses ten SKUs in October 2026, and belongs to
 * one of the groups.
 */
record BenchData(Path folder, int rows, int projects, int groups) {
    /** The period of all usage. */
    static final String PERIOD = "2026-10";
    /** The one before. */
    static final String PERIOD_BEFORE = "2026-09";

    private static final int SKUS = 10;
    private static final String PRICE_COLUMNS = "sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,"
            + "free_units,tier_scope,quantity_rounding,valid_from";

    Path company() {
        return folder.resolve("company.yaml");
    }

    Path prices() {
        return folder.resolve("prices.csv");
    }

    Path usage() {
        return folder.resolve("usage.csv");
    }

    /** Usage of the month before, which only {@link #writeUsageBefore} writes. */
    Path usageBefore() {
        return folder.resolve("usage-before.csv");
    }

    void write() throws IOException {
        Files.createDirectories(folder);
        writeCompany();
        writePrices();
        writeUsage();
    }

    private void writeCompany() throws IOException {
        try (var out = Files.newBufferedWriter(company())) {
            out.write("""
                    seller: {id: main, name: Bench Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                      vat_id: FI01120389}
                    tax_rates:
                      - {country_code: FI, rate: 25.5, valid_from: 2024-09-01}
                    accounts:
                      - id: bench
                        billing_groups:
                    """);
            for (int group = 0; group < groups; group++) {
                out.write("      - {id: " + groupId(group) + ", name: Group " + group
                        + ", currency: EUR, company: Buyer " + group
                        + ", address_lines: [Tie 2], city: Espoo, country_code: FI, discount_percent: 5}\n");
            }
            out.write("    projects:\n");
            for (int project = 0; project < projects; project++) {
                out.write("      - {id: project-" + project + ", billing_group: " + groupId(project % groups) + "}\n");
            }
        }
    }

    private static UUID groupId(int group) {
        return new UUID(0x4000L, 0x8000000000000000L + group);
    }

    private void writePrices() throws IOException {
        try (var out = Files.newBufferedWriter(prices())) {
            out.write(PRICE_COLUMNS + "\n");
            writePrices(out, "");
        }
    }

    private static void writePrices(Writer out, String more) throws IOException {
        for (int sku = 0; sku < SKUS - 1; sku++) {
            out.write("sku-" + sku + ",per_unit,EUR,hour,,0.0" + (sku + 1) + ",,,,," + (sku == 0 ? "interval:1" : "")
                    + ",2026-01-01" + more + "\n");
        }
        out.write("sku-9,graduated,EUR,hour,100,0,,,,billing_group,,2026-01-01" + more + "\n");
        out.write("sku-9,graduated,EUR,hour,,0.08,,,,billing_group,,2026-01-01" + more + "\n");
    }

    /** A price list with prices of each group, as many as there are for everyone. */
    Path writeOwnPrices() throws IOException {
        var file = folder.resolve("own-prices.csv");
        try (var out = Files.newBufferedWriter(file)) {
            out.write(PRICE_COLUMNS + ",billing_group\n");
            for (int group = 0; group < groups; group++) {
                writePrices(out, "," + groupId(group));
            }
        }
        return file;
    }

    /** A company file with an adjustment of each group, which each of its lines takes. */
    Path writeAdjustments() throws IOException {
        var file = folder.resolve("adjustments.yaml");
        try (var out = Files.newBufferedWriter(file)) {
            out.write("accounts:\n  - id: bench\n    billing_groups:\n");
            for (int group = 0; group < groups; group++) {
                out.write("      - {id: " + groupId(group) + ", price_adjustments: [{percent: -10}]}\n");
            }
        }
        return file;
    }

    private void writeUsage() throws IOException {
        var random = new Random(20_261_001);
        try (var out = Files.newBufferedWriter(usage())) {
            out.write("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
            var text = new StringBuilder();
            for (int row = 0; row < rows; row++) {
                int sku = row / projects % SKUS;
                int day = 1 + row / projects / SKUS % 30;
                int hour = random.nextInt(23);
                padded(text.append("usage-"), row, 9).append(",project-").append(row % projects);
                text.append(",Service ").append(sku % 4).append(",sku-").append(sku).append(',');
                padded(text.append(random.nextInt(100)).append('.'), random.nextInt(1000), 3).append(",hour,");
                time(text, day, hour).append(',');
                time(text, day, hour + 1).append('\n');
                flush(text, out);
            }
        }
    }

    /** The first rows of the usage once more, as if they were of the month before. */
    void writeUsageBefore(int count) throws IOException {
        try (var in = Files.newBufferedReader(usage()); var out = Files.newBufferedWriter(usageBefore())) {
            out.write(in.readLine() + "\n");
            for (int row = 0; row < count; row++) {
                out.write(in.readLine().replace(PERIOD, PERIOD_BEFORE).replace("usage-", "before-") + "\n");
            }
        }
    }

    private static StringBuilder time(StringBuilder text, int day, int hour) {
        padded(text.append(PERIOD).append('-'), day, 2).append('T');
        return padded(text, hour, 2).append(":00:00Z");
    }

    private static StringBuilder padded(StringBuilder text, int number, int digits) {
        var plain = Integer.toString(number);
        return text.repeat('0', digits - plain.length()).append(plain);
    }

    private static void flush(StringBuilder text, Writer out) throws IOException {
        out.append(text);
        text.setLength(0);
    }
}
