package org.billinggroups.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.job.BillingProcess;
import org.billinggroups.job.SmallCompany;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** What another user of the machine can see, and what he is told. Needs root, and setpriv of util-linux. */
@Tag("external")
class SecondUserIT {
    private static final String OTHER = "65534";
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static Path folder;
    private static Path data;
    private static Path program;
    private static SmallCompany company;

    private record Ended(int exitCode, String output) {}

    @BeforeAll
    static void invoicesAPeriod() throws IOException {
        folder = Files.createTempDirectory("billing-users");
        data = folder.resolve("data");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        program = Files.copy(Path.of("target", "billing-groups.jar"), folder.resolve("billing-groups.jar"));
        company = SmallCompany.write(folder.resolve("input"), 2);
        mine("apply", company.apply().toString(), "--yes");
        mine("price", "import", company.prices().toString());
        mine("import", company.usage().toString());
        mine("run", "2026-10", "--issue-date", "2026-11-02");
    }

    @AfterAll
    static void removeFolder() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
    }

    @Test
    void readsNeitherDatabaseNorDocuments() throws Exception {
        assertThat(as(OTHER, "cat", "input/usage.csv").exitCode()).as("the folder itself is open").isZero();
        var files = as("0", "find", "data", "-type", "f").output().lines().toList();
        assertThat(files).anyMatch(file -> file.endsWith(".pdf")).anyMatch(file -> file.endsWith("ledger.csv"))
                .anyMatch(file -> file.endsWith("passwords.properties"));
        var all = new ArrayList<>(List.of("cat"));
        all.addAll(files);
        var ended = as(OTHER, all.toArray(String[]::new));
        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.output().lines()).hasSize(files.size()).allMatch(line -> line.endsWith("Permission denied"));
        assertThat(as(OTHER, "ls", "data/out").exitCode()).isNotZero();
        assertThat(as(OTHER, "ls", "data/postgresql").exitCode()).isNotZero();
    }

    @Test
    void isToldThatTheDataFolderIsNotHis() throws Exception {
        var ended = billingAs(OTHER, "status", "--data-dir", data.toString());
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(20);
        assertThat(ended.output()).contains("data").doesNotContain("\tat ");
    }

    /** An auditor with a login of his own, and files of somebody else. */
    @Test
    void verifiesWhatHeMayReadAndNamesTheRest() throws Exception {
        try (var database = TestDatabase.create()) {
            var environment = database.environment();
            var published = folder.resolve("published");
            for (var command : List.of(List.of("apply", company.apply().toString(), "--yes"),
                    List.of("price", "import", company.prices().toString()),
                    List.of("import", company.usage().toString()),
                    List.of("run", "2026-10", "--issue-date", "2026-11-02", "--out", published.toString()))) {
                var ended = BillingProcess.run(environment, command.toArray(String[]::new));
                assertThat(ended.exitCode()).as(ended.err()).isZero();
            }
            var options = new ArrayList<>(List.of("env"));
            environment.forEach((name, value) -> options.add(name + "=" + value));
            options.addAll(List.of(JAVA, "-jar", program.toString(), "verify"));
            var verify = options.toArray(String[]::new);
            var unreadable = as(OTHER, verify);
            assertThat(unreadable.exitCode()).as(unreadable.output()).isEqualTo(20);
            assertThat(unreadable.output()).contains("this user may not read it", "ledger.csv")
                    .doesNotContain("difference");
            var shared = new HashMap<>(environment);
            shared.put("BILLING_FILES_GROUP", "nogroup");
            assertThat(BillingProcess.run(shared, "render", "2026-10").exitCode()).isZero();
            var readable = as(OTHER, verify);
            assertThat(readable.exitCode()).as(readable.output()).isZero();
            as("0", "chmod", "600", published.resolve("2026-10/run-1/ledger.csv").toString());
            as("0", "rm", published.resolve("2026-10/run-1/report.html").toString());
            as("0", "rm", "-r", published.resolve("2026-10/run-1/invoices").toString());
            assertThat(as(OTHER, verify).exitCode()).isEqualTo(21);
        }
    }

    @Test
    void workerWithoutRightsToTheOutputFolderIsToldAndGoesOnWhenHeHasThem() throws Exception {
        var own = Files.createDirectory(folder.resolve("own"));
        as("0", "chown", OTHER, own.toString());
        var options = List.of("--data-dir", own.resolve("data").toString());
        for (var command : List.of(List.of("apply", company.apply().toString(), "--yes"),
                List.of("price", "import", company.prices().toString()),
                List.of("import", company.usage().toString()))) {
            var ended = billingAs(OTHER, with(options, command));
            assertThat(ended.exitCode()).as(ended.output()).isZero();
        }
        var out = Files.createDirectory(folder.resolve("closed"));
        var run = with(options,
                List.of("run", "2026-10", "--issue-date", "2026-11-02", "--out", out.resolve("x").toString()));
        var refused = billingAs(OTHER, run);
        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(20);
        assertThat(refused.output()).contains(out.toString()).doesNotContain("\tat ");
        as("0", "chown", OTHER, out.toString());
        var ended = billingAs(OTHER, run);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    private static String[] with(List<String> options, List<String> command) {
        var all = new ArrayList<>(options);
        all.addAll(command);
        return all.toArray(String[]::new);
    }

    private static void mine(String... arguments) {
        var ended = BillingProcess.run(Map.of(), with(List.of("--data-dir", data.toString()), List.of(arguments)));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    private static Ended billingAs(String user, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(JAVA, "-XX:TieredStopAtLevel=1", "-jar", program.toString()));
        command.addAll(List.of(arguments));
        return as(user, command.toArray(String[]::new));
    }

    private static Ended as(String user, String... command) throws Exception {
        var whole = new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--"));
        whole.addAll(List.of(command));
        var process = new ProcessBuilder(whole).directory(folder.toFile()).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
