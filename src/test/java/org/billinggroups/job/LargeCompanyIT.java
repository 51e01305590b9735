package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.billinggroups.database.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A company of 10,000 projects in 2,000 groups, which takes little memory to declare, and still less to change one thing
 * in. Neither the file as a tree nor the rows that are not named would fit; one look through all groups for each of them
 * would take minutes.
 */
@TestMethodOrder(OrderAnnotation.class)
class LargeCompanyIT {
    private static final int PROJECTS = 10_000;
    private static final int GROUPS = 2_000;

    @TempDir
    private static Path folder;

    private static TestDatabase database;
    private static Path company;

    @BeforeAll
    static void declare() throws IOException {
        database = TestDatabase.create();
        company = folder.resolve("company.yaml");
        try (var out = Files.newBufferedWriter(company)) {
            out.write("""
                    seller: {id: main, name: Seller, city: Helsinki, country_code: FI}
                    accounts:
                      - id: acme
                        billing_groups:
                    """);
            for (int i = 0; i < GROUPS; i++) {
                out.write("      - {name: Group %d, currency: EUR, company: Acme %1$d, address_lines: [Street %1$d], "
                        .formatted(i) + "city: Bonn, zip_code: '00100', country_code: DE, discount_percent: 2}\n");
            }
            out.write("    projects:\n");
            for (int i = 0; i < PROJECTS; i++) {
                out.write("      - id: project-%d\n        name: Project number %1$d\n        billing_group: Group %d\n"
                        .formatted(i, i % GROUPS) + "        tags:\n");
                for (int tag = 0; tag < 8; tag++) {
                    out.write("          billing:tag-%d-of-cost-centre: value %d of %d\n".formatted(tag, tag, i));
                }
            }
        }
    }

    private static BillingProcess.Ended billing(String heap, String... arguments) {
        var ended = BillingProcess.start(database.environment(), List.of("-Xmx" + heap, "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"), List.of(arguments)).await();
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return ended;
    }

    @Test
    @Order(1)
    void isAppliedWithin96Megabytes() {
        assertThat(billing("96m", "apply", company.toString(), "--yes").err())
                .contains(2 + GROUPS + 2 * PROJECTS + " changes applied");
    }

    @Test
    @Order(2)
    void isExportedAsAFileThatChangesNothing() throws IOException {
        var exported = Files.writeString(folder.resolve("exported.yaml"), billing("96m", "export").out());
        assertThat(billing("96m", "apply", exported.toString(), "--yes").out()).contains("nothing to change");
    }

    @Test
    @Order(3)
    void hasOneOfItsGroupsEditedWithin64Megabytes() {
        assertThat(billing("64m", "group", "edit", "Group 77", "--city", "Ulm").err()).contains("'Bonn' -> 'Ulm'");
        assertThat(billing("64m", "group", "show", "Group 77").out()).containsPattern("city +Ulm")
                .contains(IntStream.range(0, PROJECTS / GROUPS).mapToObj(i -> "project-" + (77 + i * GROUPS)).toList());
    }
}
