package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.billinggroups.BillingApplication;
import org.billinggroups.database.SchemaVersion;
import org.billinggroups.run.ProgramVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({ "0, --help", "0, run --help", "0, --version", "0, generate-completion", "2, run --bogus",
            "2, run 2026-13",
            "0, status --help", "0, status -V", "0, help status", "2, nothing", "2, nothing status",
            "2, status import", "2, group", "2, group status", "2, run 2026-10 2026-11",
            "2, run --issue-date tomorrow", "2, run --issue-date +999999999-01-01",
            "2, invoice pay N --amount 1e999999999",
            "2, group assign G P --from +999999-01-01T00:00:00Z", "2, invoice pay N --amount 1 --on 0000-01-01",
            "2, credit add --kind prepaid --amount 12345678901234567890" })
    void readsTheCommandLineWithoutADatabase(int exitCode, String line) {
        var arguments = (line + " --data-dir " + folder.resolve("data")).split(" ");
        assertThat(Program.run(BillingApplication.class, arguments)).isEqualTo(exitCode);
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "stauts | Did you mean status", "run --issue-dat | Did you mean --issue-date",
            "price lst | Did you mean list", "group | needs one of: ",
            "status --jsno | Did you mean --json?" })
    void helpsWithTypos(String line, String help) {
        var written = new ByteArrayOutputStream();
        var before = System.err;
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            assertThat(Program.run(BillingApplication.class, line.split(" "))).isEqualTo(2);
        } finally {
            System.setErr(before);
        }
        assertThat(written.toString(StandardCharsets.UTF_8)).contains(help);
    }

    @Test
    void tellsItsReleaseCommitAndSchema() {
        var written = new ByteArrayOutputStream();
        var before = System.out;
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            assertThat(Program.run(BillingApplication.class, new String[]{ "--version" })).isZero();
        } finally {
            System.setOut(before);
        }
        assertThat(written.toString(StandardCharsets.UTF_8)).matches(
                "billing-groups [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?, commit ([0-9a-f]{7,}(-dirty)?|unknown), schema "
                        + SchemaVersion.NEWEST + "\n");
        assertThat(ProgramVersion.current()).startsWith(ProgramVersion.release());
    }

    @ParameterizedTest
    @ValueSource(strings = { "generate-completion", "--help", "--version" })
    void failsIfItsResultCannotBeWritten(String command) {
        var before = System.out;
        System.setOut(new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        }, true, StandardCharsets.UTF_8));
        try {
            assertThat(Program.run(BillingApplication.class, new String[]{ command })).isEqualTo(5);
        } finally {
            System.setOut(before);
        }
    }

    /** As {@code head} does, who has seen enough. */
    @Test
    void takesAReaderWhoIsGoneForOneWhoHasReadEnough() {
        assertThat(written("Broken pipe")).isZero();
        assertThat(written("No space left on device")).isEqualTo(5);
    }

    private static int written(String failure) {
        var before = System.out;
        System.setOut(new PrintStream(new ResultStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(failure);
            }
        }), true, StandardCharsets.UTF_8));
        try {
            return Program.run(BillingApplication.class, new String[]{ "--help" });
        } finally {
            System.setOut(before);
        }
    }
}
