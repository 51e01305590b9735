package org.billinggroups.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.billinggroups.cli.CommandTest;
import org.billinggroups.job.SmallCompany;
import org.junit.jupiter.api.Test;

class ProofTest extends CommandTest {
    @Test
    void provesAnInvoice() throws IOException {
        var company = SmallCompany.write(folder.resolve("input"), 3);
        billing(0, "apply", company.apply().toString(), "--yes");
        billing(0, "price", "import", company.prices().toString());
        billing(0, "import", company.usage().toString());
        billing(0, "run", "2026-10", "--issue-date", "2026-11-02", "--out", folder.resolve("out").toString());
        var file = folder.resolve("proof.zip");
        assertThat(billing(0, "prove", "INV-2026-000002", "--out", file.toString()).out()).contains("root ");
        try (var page = new CheckedArchive()) {
            assertThat(page.check(CheckedArchive.files(Files.readAllBytes(file)))).isEqualTo("4 lines, 14 figures");
        }
    }
}
