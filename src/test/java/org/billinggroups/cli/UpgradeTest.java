package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.postgres.EmbeddedPostgres;
import org.billinggroups.proof.CheckedArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The data folder of each release is opened by this program: with an unfinished run, late usage that nobody was billed
 * for, a credit note and a lost file. {@link ReleasedFolder} writes the one of this release.
 */
class UpgradeTest {
    static final Path RELEASES = Path.of("src", "test", "resources", "upgrade");
    static final String LOST = "2026-08/run-1/invoices/INV-2026-000001.pdf";

    @TempDir
    private Path folder;
    private Path data;

    @BeforeEach
    void choose() {
        data = folder.resolve("data");
    }

    static List<Path> releases() throws IOException {
        try (var files = Files.list(RELEASES)) {
            return files.filter(file -> file.toString().endsWith(".tar.xz")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void goesOnWithWhatAReleaseLeft(Path release) throws IOException {
        DataFolderArchive.unpack(release, data);
        tellWhereItIsNow();
        restoresTheLostFile();
        run("verify");
        run("run", "2026-09");
        run("run", "2026-10", "--issue-date", "2026-11-02", "--without-usage");
        assertThat(run("invoice", "show", "INV-2026-000005", "--json")).as("late usage of August").contains("2026-08");
        run("invoice", "credit-note", "INV-2026-000003", "--reason", "Wrong", "--issue-date", "2026-11-03");
        run("verify");
        assertThat(run("status")).doesNotContain("unfinished");
        proves("INV-2026-000001", "INV-2026-000005");
    }

    /** Also what the release has sealed, and late usage of it. */
    private void proves(String... numbers) throws IOException {
        try (var page = new CheckedArchive()) {
            for (var number : numbers) {
                var file = folder.resolve("proof.zip");
                run("prove", number, "--out", file.toString());
                assertThat(page.check(CheckedArchive.files(Files.readAllBytes(file)))).matches("[1-9].* figures");
            }
        }
    }

    /** Runs note where they publish, which is not where the release was. */
    private void tellWhereItIsNow() {
        try (var postgres = EmbeddedPostgres.start(data)) {
            var owner = JdbcClient.create(TestDatabase.dataSource(postgres.owner()));
            var out = data.resolve("out").toAbsolutePath().normalize().toString();
            owner.sql("UPDATE invoicing_run SET output = ?").param(out).update();
            owner.sql("UPDATE batch_job_execution_params SET parameter_value = ? WHERE parameter_name = 'output'")
                    .param(out).update();
        }
    }

    /** With the bytes that were sealed, or not at all: then it comes from a backup. */
    private void restoresTheLostFile() throws IOException {
        var lost = data.resolve("out").resolve(LOST);
        var ended = CommandInProcess.run(Map.of(), arguments("render", "2026-08"));
        if (ended.exitCode() == 20) {
            assertThat(ended.err()).contains("with other bytes", LOST.substring(LOST.indexOf("invoices")));
            assertThat(lost).doesNotExist();
            Files.copy(data.resolve("backup.pdf"), lost);
        } else {
            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(lost).hasSameBinaryContentAs(data.resolve("backup.pdf"));
        }
    }

    private String run(String... arguments) {
        var ended = CommandInProcess.run(Map.of(), arguments(arguments));
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err()).isZero();
        return ended.out();
    }

    private String[] arguments(String... arguments) {
        return Stream.concat(Stream.of("--data-dir", data.toString()), Stream.of(arguments)).toArray(String[]::new);
    }
}
