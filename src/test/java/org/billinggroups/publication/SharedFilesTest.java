package org.billinggroups.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.billinggroups.cli.CommandTest;
import org.billinggroups.job.SmallCompany;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedFilesTest extends CommandTest {
    private static final String GROUP = "billing.files.group";

    @AfterEach
    void clearSettings() {
        System.clearProperty(GROUP);
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void letsAGroupReadWhatIsPublished() throws IOException {
        var company = SmallCompany.write(folder.resolve("input"), 1);
        billing(0, "apply", company.apply().toString(), "--yes");
        billing(0, "price", "import", company.prices().toString());
        billing(0, "import", company.usage().toString());
        var out = folder.resolve("out");
        System.setProperty(GROUP, "no such group");
        assertThat(billing(20, "run", "2026-10", "--issue-date", "2026-11-02", "--out", out.toString()).err())
                .contains("setting billing.files.group 'no such group': there is no such group");
        assertThat(database.jdbc().sql("SELECT count(*) FROM invoicing_run").query(Long.class).single()).isZero();
        System.setProperty(GROUP, Files.getFileAttributeView(folder, PosixFileAttributeView.class).readAttributes()
                .group().getName());
        billing(0, "run", "2026-10", "--issue-date", "2026-11-02", "--out", out.toString());
        billing(0, "invoice", "credit-note", "INV-2026-000001", "--reason", "Wrong");
        var ledger = out.resolve("2026-10/run-1/ledger.csv");
        Files.delete(ledger);
        billing(0, "render", "2026-10");
        try (var paths = Files.walk(out)) {
            assertThat(paths).contains(ledger, out.resolve("corrections/CN-2026-000001"))
                    .allSatisfy(path -> assertThat(permissions(path)).as(path.toString())
                            .isEqualTo(Files.isDirectory(path) ? "rwxr-x---" : "rw-r-----"));
        }
        billing(0, "verify");
    }
}
