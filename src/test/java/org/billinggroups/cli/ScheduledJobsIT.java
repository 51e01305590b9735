package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.job.BillingProcess;
import org.billinggroups.job.SmallCompany;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * The shipped crontab and CronJob, as they are, on the manual's database of two users: after its owner has migrated it,
 * and with nothing in the environment but what stands in them and what cron itself gives. Only addresses and folders are
 * replaced.
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
        var refused = cron();
        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(20);
        assertThat(refused.output()).startsWith("billing: the database is not set up")
                .contains("run 'billing status' as the owner").doesNotContain("\tat ");
        prepare();
        assertInvoiced(cron(), folder.resolve("data/out"));
    }

    @Test
    void cronJobInvoices() throws Exception {
        prepare();
        assertInvoiced(cronJob(), folder.resolve("data/out"));
    }

    private static void assertInvoiced(Ended ended, Path out) throws IOException {
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        try (var files = Files.walk(out)) {
            assertThat(files.filter(file -> file.toString().endsWith(".pdf"))).hasSize(2);
        }
    }

    /** As the manual says: the owner migrates by looking at the status, then people do their part. */
    private void prepare() throws IOException {
        var company = SmallCompany.write(folder.resolve("input"), 2);
        for (var command : List.of(List.of("status"), List.of("apply", company.apply().toString(), "--yes"),
                List.of("price", "import", company.prices().toString()),
                List.of("import", company.usage().toString()))) {
            var ended = BillingProcess.run(database.environment(), command.toArray(String[]::new));
            assertThat(ended.exitCode()).as(ended.err()).isZero();
        }
    }

    private Ended cron() throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of("SHELL", "/bin/sh", "PATH", "/usr/bin:/bin",
                "LOGNAME", "billing", "JAVA_HOME", System.getProperty("java.home")));
        var secrets = Files.writeString(folder.resolve("env"),
                "export SPRING_DATASOURCE_PASSWORD=" + database.application().password() + "\n");
        String command = "";
        for (var line : Files.readAllLines(Path.of("jobs/cron/billing-groups"))) {
            if (line.startsWith("#")) {
                continue;
            }
            var text = line.replace("jdbc:postgresql://db.example.com/billing", database.jdbcUrl());
            if (text.matches("[A-Z_]+=.*")) {
                environment.put(text.substring(0, text.indexOf('=')), text.substring(text.indexOf('=') + 1));
            } else {
                command = text.split("\\s+", 7)[6];
            }
        }
        command = command.replace("/etc/billing-groups/env", quoted(secrets))
                .replace("/opt/billing-groups/jobs/billing", quoted(root.resolve("jobs/billing")))
                .replace("/var/lib/billing-groups", quoted(folder.resolve("data")));
        return run(environment, List.of("/bin/sh", "-c", command));
    }

    private static String quoted(Path path) {
        return "'" + path + "'";
    }

    private Ended cronJob() throws Exception {
        Map<String, Object> yaml = new Yaml().load(Files.readString(Path.of("jobs/kubernetes/cronjob.yaml")));
        var pod = map(map(map(map(map(yaml.get("spec")).get("jobTemplate")).get("spec")).get("template")).get("spec"));
        var container = map(((List<?>) pod.get("containers")).getFirst());
        Map<String, String> environment = new LinkedHashMap<>(Map.of("BILLING_DATA_DIR", folder + "/data",
                "LC_ALL", "C.UTF-8"));
        for (var entry : (List<?>) container.get("env")) {
            var name = (String) map(entry).get("name");
            environment.put(name, switch (name) {
                case "SPRING_DATASOURCE_URL" -> database.jdbcUrl();
                case "SPRING_DATASOURCE_USERNAME" -> database.application().username();
                case "SPRING_DATASOURCE_PASSWORD" -> database.application().password();
                default -> (String) map(entry).get("value");
            });
        }
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java",
                "-XX:MaxRAMPercentage=70", "-jar", Path.of("target/billing-groups.jar").toAbsolutePath().toString()));
        for (var argument : (List<?>) container.get("args")) {
            command.add(((String) argument).replace("/data/out", folder + "/data/out"));
        }
        return run(environment, command);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object yaml) {
        return (Map<String, Object>) yaml;
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
