package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.billinggroups.BillingApplication;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({ "0, --help", "0, run --help", "0, --version", "0, generate-completion", "2, run --bogus",
            "2, run 2026-13",
            "0, status --help", "0, status -V", "0, help status", "2, nothing", "2, nothing status",
            "2, status import", "2, group", "2, group status", "2, run 2026-10 2026-11", "2, import",
            "2, run --issue-date tomorrow" })
    void readsTheCommandLineWithoutADatabase(int exitCode, String line) {
        var arguments = (line + " --data-dir " + folder.resolve("data")).split(" ");
        assertThat(Program.run(BillingApplication.class, arguments)).isEqualTo(exitCode);
        assertThat(folder.resolve("data")).doesNotExist();
    }
}
