package org.billinggroups.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.billinggroups.file.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * A migration that shipped never changes: databases that ran it would differ from new ones, and Flyway would refuse them.
 * What is to change comes with another migration, which is added to this table when it ships.
 */
class ShippedMigrationsTest {
    private static final Path FOLDER = Path.of("src", "main", "resources", "db", "migration");

    /** File and SHA-256, by the release that brought it. */
    private static final List<String> SHIPPED = """
            # 1.0.0
            V100__batch.sql eb29fb46aaa8e3e6d46c59c40f0bd57dc366f045c36e11d5cf20f7d9092b075a
            V101__accounts.sql 85c0286a716276b9e94b30da71010beb716ba386ef0083152c4dc9a4942f1ec4
            V102__usage.sql 34c2ec9a6527f71c84e80b232bd2abd5f57058eac2aa55440a6120b599774bf2
            V103__prices.sql b83fbc942d893ee63ce5ecfd144a0b5a4b87cd5ff37184c2abacaec7a7ba8fff
            V104__runs.sql c8cfc6b0ea95d86b1c09be21c59b088076b9c8b56673dd958c517b62bcff601e
            V105__drafts.sql 1127ff08ad4a04c063e86e005dc0ab22abd744be90fb46b9daeb2df13b474e18
            V106__issued_invoices.sql ce980ed16822266d7439f06d959cda4dcdbc599fccc6ff4dcbd4e20e1cd5cd13
            V107__documents_and_ledger.sql b67fa47e0a9cee0d520a08c616e5d16fde788c37bfdee297580459406dc21f3b
            V108__seals.sql 0fe5ce410bc572481a2a4b21612a8512a24e0f018ac7723417128786452609d9
            V109__access.sql 192d5b409483068adf8858d90357fc35c90277b0f7c51319520a2388e6e634ea
            """.lines().filter(line -> !line.startsWith("#")).toList();

    @ParameterizedTest
    @FieldSource("SHIPPED")
    void staysAsItShipped(String line) throws IOException {
        var words = line.split(" ");
        assertThat(Sha256.of(FOLDER.resolve(words[0]))).as(words[0]).isEqualTo(words[1]);
    }

    @Test
    void comesAfterAllThatShipped() throws IOException {
        try (var files = Files.list(FOLDER)) {
            var names = files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("V"))
                    .sorted(Comparator.comparing(ShippedMigrationsTest::version)).toList();
            assertThat(names).startsWith(SHIPPED.stream().map(line -> line.split(" ")[0]).toArray(String[]::new))
                    .doesNotHaveDuplicates();
            assertThat(names.stream().map(ShippedMigrationsTest::version)).doesNotHaveDuplicates()
                    .allMatch(version -> version >= SchemaVersion.OLDEST);
        }
    }

    private static int version(String name) {
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }
}
