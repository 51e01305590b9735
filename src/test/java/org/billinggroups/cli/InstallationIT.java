package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.billinggroups.job.SmallCompany;
import org.billinggroups.run.ProgramVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive that the build makes, installed where there is no Maven, in folders whose names are not simple, and used as
 * the runbook says; with no HOME, no locale, and nothing else in the environment.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstallationIT {
    private static final Path RUNBOOK = Path.of("src/docs/runbook.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
    private static final String ARCHIVE = "billing-groups-" + ProgramVersion.release() + ".tar.gz";

    @TempDir
    private static Path temporary;

    /** Where the folders of the runbook are. */
    private static Path machine;

    private record Ended(int exitCode, String out, String err) {}

    @BeforeAll
    static void makeMachine() throws IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        var strange = Files.createDirectories(temporary.resolve("B\u00fcro d\u2019\u00e9t\u00e9"));
        // The runbook's commands need not quote their folders, but the program finds out where it really is.
        machine = Files.createSymbolicLink(temporary.resolve("machine"), strange);
        for (var folder : List.of("opt", "var/lib/billing-groups", "var/backups", "etc/billing-groups", "usr/local/bin",
                "work")) {
            Files.createDirectories(strange.resolve(folder));
        }
        Files.createFile(machine.resolve("etc/billing-groups/env"));
        SmallCompany.write(machine.resolve("work"), 2);
        Files.copy(Path.of("target", ARCHIVE), machine.resolve("work").resolve(ARCHIVE));
    }

    @AfterAll
    static void keepRights() throws Exception {
        run(List.of(), List.of("chmod", "-R", "u+w", machine.toRealPath().toString()));
    }

    /** The same bytes whenever and by whomever it is built. */
    @Test
    @Order(1)
    void archiveHasWhatAnInstallationNeedsAndNothingOfItsBuilder() throws Exception {
        var listed = run(List.of(), List.of("tar", "--utc", "--full-time", "--numeric-owner", "-tvzf",
                Path.of("target", ARCHIVE).toAbsolutePath().toString())).out();
        assertThat(listed.lines()).hasSizeGreaterThan(30)
                .allSatisfy(line -> assertThat(line).matches(
                        "(drwxr-xr-x|-rw-r--r--|-rwxr-xr-x) 0/0 +\\d+ 2026-01-01 00:00:00 billing-groups-.*"));
        assertThat(listed).contains("/lib/billing-groups.jar", "-rwxr-xr-x", "/jobs/billing\n", "/LICENSE",
                "/application.cdx.json", "/jobs/cron/billing-groups", "/jobs/kubernetes/base/run.yaml",
                "/jobs/systemd/billing-groups-run.service", "/src/docs/runbook.md", "/src/main/resources/db/roles.sql");
    }

    @Test
    @Order(2)
    void runbookCanBeFollowed() throws Exception {
        var script = new StringBuilder("set -euo pipefail\ncd " + machine + "/work\nPATH=" + machine
                + "/usr/local/bin:$PATH\n");
        int blocks = 0;
        var block = BLOCK.matcher(Files.readString(RUNBOOK));
        while (block.find()) {
            for (var line : block.group(1).split("\n")) {
                script.append("echo ").append(quoted("$ " + line)).append(" >&2\n")
                        .append(line.replaceAll("(?<![\\w.])/(?=(?:opt|var|etc|usr)\\b)", machine + "/")).append('\n');
            }
            blocks++;
        }
        assertThat(blocks).isEqualTo(8);
        var file = Files.writeString(machine.resolve("runbook.sh"), script);
        var ended = run(List.of(), List.of("bash", file.toString()));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).startsWith("billing-groups " + ProgramVersion.release());
        assertThat(machine.resolve("work/postings.csv")).isNotEmptyFile();
        try (var files = Files.walk(machine.toRealPath().resolve("var/lib/billing-groups/out"))) {
            assertThat(files.filter(path -> path.toString().endsWith(".pdf"))).hasSize(2);
        }
        try (var files = Files.list(machine.resolve("opt/billing-groups/lib/start"))) {
            assertThat(files.filter(path -> path.toString().endsWith(".archive"))).hasSize(1)
                    .allSatisfy(archive -> assertThat(archive).isNotEmptyFile());
        }
    }

    @Test
    @Order(3)
    void worksForAnOrdinaryUserWhoCannotWriteToIt() throws Exception {
        var root = machine.resolve("opt/billing-groups").toRealPath();
        run(List.of(), List.of("chmod", "-R", "a-w", root.toString()));
        var work = Files.createDirectory(temporary.resolve("anybody"));
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxrwxrwx"));
        var command = List.of("/bin/sh", "-c", "cd \"$1\" && exec \"$2\" $3", "sh", work.toString(),
                machine.resolve("usr/local/bin/billing").toString(), "status");
        var first = run(ordinaryUser(), command);
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.err()).startsWith("billing: embedded database in ./data").hasLineCount(1);
        var second = run(ordinaryUser(), command);
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.err()).isEmpty();
        run(List.of(), List.of("sh", "-c", "chmod u+w \"$1\" && rm -f \"$1\"/*.archive && chmod u-w \"$1\"", "sh",
                root.resolve("lib/start").toString()));
        var refused = run(ordinaryUser(), List.of(root.resolve("jobs/billing").toString(), "--prepare"));
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(20);
        assertThat(refused.err()).contains("quick starts are not prepared").hasLineCount(1);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Root may write everywhere. */
    private static List<String> ordinaryUser() {
        return System.getProperty("user.name").equals("root")
                ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
                : List.of();
    }

    private static Ended run(List<String> user, List<String> command) throws Exception {
        List<String> all = new ArrayList<>(user);
        all.addAll(command);
        var err = Files.createTempFile(temporary, "command", ".err");
        var builder = new ProcessBuilder(all).directory(Path.of("/").toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C", "JAVA_HOME",
                System.getProperty("java.home")));
        var process = builder.start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }
}
