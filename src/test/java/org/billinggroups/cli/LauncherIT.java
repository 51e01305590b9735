package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.billinggroups.job.BillingProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code jobs/billing} prepares quick starts once, tells nobody but the person at the terminal, and works without. */
class LauncherIT {
    private static final Path ARCHIVE = Path.of("target", "start", System.getProperty("java.version") + ".archive");

    private static final Path LAUNCHER = Path.of("jobs", "billing");

    private record Ended(String out, String err) {}

    private static Ended launch(String... arguments) throws IOException, InterruptedException {
        return launch(LAUNCHER, arguments);
    }

    private static Ended launch(Path launcher, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out + err).isZero();
        return new Ended(out, err);
    }

    @Test
    void startsFromAnArchiveThatItMakesOnceForEachBuild() throws IOException, InterruptedException {
        BillingProcess.run(Map.of(), "--version");
        assertThat(ARCHIVE).isNotEmptyFile();
        var prepared = Files.getLastModifiedTime(ARCHIVE);
        var ended = launch("--version");
        assertThat(ended.out()).startsWith("billing-groups ");
        assertThat(ended.err()).as("nothing of the preparation").isEmpty();
        assertThat(Files.getLastModifiedTime(ARCHIVE)).isEqualTo(prepared);
        assertThat(Path.of("target", "start.trial")).doesNotExist();
    }

    /** In an installation of its own: other tests start from the archive of the build meanwhile. */
    @Test
    void startsWithoutAnArchiveThatFits(@TempDir Path installation) throws IOException, InterruptedException {
        launch("--version");
        var lib = Files.createDirectory(installation.resolve("lib"));
        var copied = new ProcessBuilder("cp", "-a", "target/billing-groups.jar", "target/start", lib.toString())
                .start();
        assertThat(copied.waitFor()).isZero();
        var launcher = Files.createDirectory(installation.resolve("jobs")).resolve("billing");
        Files.copy(LAUNCHER, launcher, StandardCopyOption.COPY_ATTRIBUTES);
        var archive = lib.resolve("start").resolve(ARCHIVE.getFileName());
        assertThat(archive).isNotEmptyFile();
        Files.writeString(archive, "none");
        var ended = launch(launcher, "--version");
        assertThat(ended.out()).startsWith("billing-groups ");
        assertThat(ended.err()).isEmpty();
        assertThat(archive).as("not made again").hasContent("none");
    }

    /** As cron and systemd start it: no HOME, no LANG, another folder, and names that are not ASCII. */
    @Test
    void worksWithoutAnEnvironmentAndInFoldersOfAnyName(@TempDir Path temporary) throws Exception {
        launch("--version");
        var data = temporary.resolve("B\u00fcro d\u2019\u00e9t\u00e9/data");
        var builder = new ProcessBuilder(Path.of("jobs", "billing").toAbsolutePath().toString(), "--data-dir",
                data.toString(), "status").directory(temporary.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(data.resolve("postgresql")).isDirectory();
    }

    @Test
    void saysThatJavaDoesNotStart() throws Exception {
        launch("--version");
        var builder = new ProcessBuilder(Path.of("jobs", "billing").toAbsolutePath().toString(), "--version")
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", "-Bogus");
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(20);
        assertThat(said).startsWith("billing: Java does not start").contains("-Bogus").hasLineCount(1);
    }

    /** Whoever may not build uses what is there, if anything is; root may write everywhere, so it is another user. */
    @Test
    void usesAReadOnlyCheckoutWhoseSourcesAreNewerAsItIs(@TempDir Path checkout) throws Exception {
        var target = Files.createDirectories(checkout.resolve("target"));
        Files.createDirectories(checkout.resolve("src/main"));
        Files.createDirectory(checkout.resolve("jobs"));
        var launcher = Files.copy(Path.of("jobs/billing"), checkout.resolve("jobs/billing"));
        Files.createFile(checkout.resolve("pom.xml"));
        for (var path : List.of(checkout, target, launcher.getParent(), launcher)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-xr-xr-x"));
        }
        try {
            assertThat(asOrdinaryUser(20, launcher)).hasLineCount(1).contains("is not built", "build it as its owner");
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            var jar = Files.copy(Path.of("target/billing-groups.jar"), target.resolve("billing-groups.jar"));
            Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("r--r--r--"));
            Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
            assertThat(asOrdinaryUser(0, launcher)).startsWith("billing: the sources are newer than the program")
                    .contains("used as it is\nbilling-groups ");
        } finally {
            for (var path : List.of(checkout, target, launcher.getParent())) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static String asOrdinaryUser(int exitCode, Path launcher) throws Exception {
        List<String> command = new ArrayList<>(System.getProperty("user.name").equals("root")
                ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
                : List.of());
        command.addAll(List.of(launcher.toString(), "--version"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(exitCode);
        return said;
    }

    /** Its archive needs more memory than this; another collector than the one it was made with is no obstacle. */
    @ParameterizedTest
    @ValueSource(strings = { "-Xmx12m -Xms2m", "-XX:+UseG1GC" })
    void doesWithoutItsArchiveWhereThatCannotBeUsed(String options) throws Exception {
        launch("--version");
        var builder = new ProcessBuilder(Path.of("jobs", "billing").toAbsolutePath().toString(), "--version")
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", options);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).startsWith("billing-groups ");
    }
}
