package org.billinggroups.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;

/** Input files of a company with some groups and projects, the same each time. */
public final class SmallCompany {
    private static final int ROWS_PER_PROJECT = 20;

    private final Path folder;
    private final int groups;

    private SmallCompany(Path folder, int groups) {
        this.folder = folder;
        this.groups = groups;
    }

    /** Writes the files into a folder: two projects a group, usage in October 2026. */
    public static SmallCompany write(Path folder, int groups) {
        var company = new SmallCompany(folder, groups);
        try {
            Files.createDirectories(folder);
            Files.writeString(company.apply(), company.applyFile());
            Files.writeString(company.prices(), """
                    sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                    vm,per_unit,EUR,hour,,0.05,,,,,interval:1,2026-01-01
                    egress,graduated,EUR,GB,100,0,,,,billing_group,,2026-01-01
                    egress,graduated,EUR,GB,,0.08,,,,billing_group,,2026-01-01
                    """);
            Files.writeString(company.usage(), company.usageFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return company;
    }

    /** The file to apply. */
    public Path apply() {
        return folder.resolve("company.yaml");
    }

    /** The file to import with {@code price import}. */
    public Path prices() {
        return folder.resolve("prices.csv");
    }

    /** The file to import. */
    public Path usage() {
        return folder.resolve("usage.csv");
    }

    private String applyFile() {
        var text = new StringBuilder("""
                seller: {id: main, name: Pohjola Cloud Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389}
                tax_rates:
                  - {country_code: FI, rate: 25.5, valid_from: 2024-09-01}
                accounts:
                  - id: acme
                    billing_groups:
                """);
        for (int group = 0; group < groups; group++) {
            text.append("""
                          - {id: %s, name: Group %d, currency: EUR, company: Acme %d, address_lines: [Tie 2], city: Espoo, \
                    country_code: FI, discount_percent: 5}
                    """.formatted(groupId(group), group, group));
        }
        text.append("    projects:\n");
        for (int project = 0; project < 2 * groups; project++) {
            text.append("      - {id: project-%d, billing_group: %s}%n".formatted(project, groupId(project / 2)));
        }
        return text.toString().replace("\r", "");
    }

    private static UUID groupId(int group) {
        return new UUID(0x4000L, 0x8000000000000000L + group);
    }

    private String usageFile() {
        var random = new Random(7);
        var text = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (int project = 0; project < 2 * groups; project++) {
            for (int row = 0; row < ROWS_PER_PROJECT; row++) {
                boolean vm = row % 2 == 0;
                text.append("u-%d-%d,project-%d,%s,%s,%s,%s,2026-10-%02dT00:00:00Z,2026-10-%02dT12:00:00Z%n".formatted(
                        project,
                        row, project, vm ? "Compute" : "Network", vm ? "vm" : "egress",
                        Double.toString(random.nextInt(10_000) / 100.0), vm ? "hour" : "GB", row + 1, row + 1));
            }
        }
        return text.toString().replace("\r", "");
    }
}
