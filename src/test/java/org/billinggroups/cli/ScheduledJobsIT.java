package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.job.BillingProcess;
import org.billinggroups.job.SmallCompany;
import org.billinggroups.kubernetes.Kustomization;
import org.billinggroups.kubernetes.Pod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped crontab and manifests, as they are, on the manual's database of two users: before and after its owner has
 * migrated it, and with nothing in the environment but what stands in them and what cron or the image gives. Only
 * addresses, folders and passwords are replaced.
 */
class ScheduledJobsIT {
    private final TestDatabase database = TestDatabase.createEmpty();

    @TempDir
    private Path temporary;

    private Path folder;
    private Path root;

    private record Ended(int exitCode, String output) {}

    /** A program that is installed in a folder, and works in one, whose names are not simple. */
    @BeforeEach
    void install() throws IOException {
        BillingProcess.run(Map.of(), "--version");
        folder = Files.createDirectory(temporary.resolve("R\u00e4chnungen und mehr"));
        root = Files.createDirectories(folder.resolve("opt"));
        Files.createDirectory(root.resolve("jobs"));
        Files.copy(Path.of("jobs/billing"), root.resolve("jobs/billing"));
        root.resolve("jobs/billing").toFile().setExecutable(true);
        Files.createSymbolicLink(root.resolve("target"), Path.of("target").toAbsolutePath());
    }

    @AfterEach
    void close() throws IOException {
        Files.delete(root.resolve("target"));
        database.close();
    }

    @Test
    void crontabNamesTheStepThatIsMissingAndInvoicesAfterIt() throws Exception {
        var settings = Files.readString(Path.of("jobs/cron/env"))
                .replace("jdbc:postgresql://db.example.com/billing", database.jdbcUrl())
                .replace("'billing'", "'" + database.application().username() + "'")
                .replace("change-me", database.application().password());
        var refused = cron("run", settings);
        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(20);
        assertThat(refused.output()).startsWith("billing: the database is not set up")
                .contains("run 'billing status' as the owner").doesNotContain("\tat ");
        prepare(database.environment());
        assertInvoiced(cron("run", settings), folder.resolve("data/out"));
        assertDone(cron("verify", settings));
    }

    @Test
    void crontabInvoicesFromTheEmbeddedDatabase() throws Exception {
        prepare(Map.of("BILLING_DATA_DIR", folder.resolve("data").toString()));
        assertInvoiced(cron("run", ""), folder.resolve("data/out"));
        assertDone(cron("verify", ""));
    }

    @Test
    void manifestsNameTheStepThatIsMissingAndDoTheRestAfterIt() throws Exception {
        var refused = job("billing-run", Map.of());
        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(20);
        assertThat(refused.output()).startsWith("{\"@timestamp\":").contains("run 'billing status' as the owner");
        assertDone(job("billing-migrate", Map.of()));
        var company = apply(database.environment());
        assertDone(job("billing-import", Map.of("FILE", company.usage().toString())));
        assertInvoiced(job("billing-run", Map.of()), folder.resolve("data/out"));
        assertDone(job("billing-verify", Map.of()));
        assertThat(folder.resolve("data/billing_run.prom")).content().contains("billing_exit_code{command=\"run\"} 0");
        assertDone(job("billing-send", Map.of("PERIOD", "2026-10")));
        for (var template : List.of("billing-import", "billing-send")) {
            assertThat(job(template, Map.of()).exitCode()).as(template + " without a value").isIn(2, 20);
        }
    }

    private static void assertInvoiced(Ended ended, Path out) throws IOException {
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        try (var files = Files.walk(out)) {
            assertThat(files.filter(file -> file.toString().endsWith(".pdf"))).hasSize(2);
        }
    }

    private static void assertDone(Ended ended) {
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    /** As the manual says: the owner migrates by looking at the status, then people do their part. */
    private void prepare(Map<String, String> environment) throws IOException {
        billing(environment, "status");
        billing(environment, "import", apply(environment).usage().toString());
    }

    private SmallCompany apply(Map<String, String> environment) throws IOException {
        var company = SmallCompany.write(folder.resolve("input"), 2);
        billing(environment, "apply", company.apply().toString(), "--yes");
        billing(environment, "price", "import", company.prices().toString());
        return company;
    }

    private static void billing(Map<String, String> environment, String... command) {
        var ended = BillingProcess.run(environment, command);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    /** As cron runs the crontab's line of a command. */
    private Ended cron(String name, String settings) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of("SHELL", "/bin/sh", "PATH", "/usr/bin:/bin",
                "LOGNAME", "billing", "JAVA_HOME", System.getProperty("java.home")));
        var file = Files.writeString(folder.resolve("env"), settings);
        String command = "";
        for (var line : Files.readAllLines(Path.of("jobs/cron/billing-groups"))) {
            if (line.matches("[A-Z_]+=.*")) {
                environment.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            } else if (line.contains("jobs/billing " + name)) {
                command = line.split("\\s+", 7)[6];
            }
        }
        command = command.replace("/etc/billing-groups/env", quoted(file))
                .replace("/opt/billing-groups/jobs/billing", quoted(root.resolve("jobs/billing")))
                .replace("/var/lib/billing-groups", quoted(folder.resolve("data")));
        return run(environment, List.of("/bin/sh", "-c", command));
    }

    private static String quoted(Path path) {
        return "'" + path + "'";
    }

    /** As Kubernetes runs it in the image, whose settings are the first two. */
    private Ended job(String name, Map<String, String> values) throws Exception {
        var manifests = Kustomization.build("own-database");
        var pod = Pod.of(Kustomization.find(manifests, "CronJob", name));
        Map<String, String> environment = new HashMap<>(Map.of("BILLING_DATA_DIR", folder + "/data",
                "LC_ALL", "C.UTF-8"));
        environment.putAll(pod.environment(manifests, Map.of(
                "billing-database/username", database.application().username(),
                "billing-database/password", database.application().password(),
                "billing-owner/username", database.owner().username(),
                "billing-owner/password", database.owner().password())));
        environment.put("SPRING_DATASOURCE_URL", database.jdbcUrl());
        // In the image the volume is there.
        environment.replace("BILLING_METRICS_DIR", Files.createDirectories(folder.resolve("data")).toString());
        environment.putAll(values);
        List<String> command = new ArrayList<>(BillingProcess.command());
        command.addAll(pod.arguments(environment));
        return run(environment, command);
    }

    private static Ended run(Map<String, String> environment, List<String> command) throws Exception {
        var builder = new ProcessBuilder(command).directory(Path.of("/").toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
