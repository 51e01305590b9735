package org.billinggroups.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.kubernetes.Kustomization;
import org.billinggroups.kubernetes.Pod;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * The image as Kubernetes runs it, with user, memory and environment of the manifests. Needs podman, runc and the image,
 * which .ci/run builds.
 */
@Tag("external")
class ImageIT {
    private static final String IMAGE = "billing-groups";
    private static final double CPU_SECONDS_OF_STATUS = 2;
    private static final Pattern CPU = Pattern.compile("cpu ([0-9.]+) ([0-9.]+)");

    @TempDir
    private static Path data;

    private static TestDatabase database;

    private record Ended(int exitCode, String output) {}

    @BeforeAll
    static void makeFolder() throws Exception {
        database = TestDatabase.createEmpty();
        run(List.of("chown", "10001:10001", data.toString()));
        assertThat(run(List.of("podman", "image", "exists", IMAGE)).exitCode()).as("the image is there").isZero();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void saysWhatItIs() throws Exception {
        var inspected = run(List.of("podman", "image", "inspect", "--format", "{{json .Labels}}", IMAGE));
        var labels = JsonMapper.shared().readTree(inspected.output());
        var version = container(List.of(), "trial", Map.of(), List.of("--version")).output();
        assertThat(version).startsWith("billing-groups "
                + labels.get("org.opencontainers.image.version").asString() + ", commit "
                + labels.get("org.opencontainers.image.revision").asString().substring(0, 7));
        var libraries = container(List.of("--entrypoint", "cat"), "trial", Map.of(), List.of("application.cdx.json"));
        assertThat(JsonMapper.shared().readTree(libraries.output()).get("components")).hasSizeGreaterThan(30);
    }

    /** Stopped in the middle on the way, as when a node is drained. */
    @Test
    void invoicesTheSampleCompany() throws Exception {
        assertDone(pod("migrate"));
        assertDone(command("apply", "/samples/company.yaml", "--yes"));
        assertDone(command("price", "import", "/samples/prices.csv"));
        assertDone(command("import", "/samples/usage/2026-07.csv", "/samples/usage/2026-08.csv.gz",
                "/samples/usage/2026-09.csv"));
        isStopped();
        invoicesWithAWorker();
        for (int month = 8; month <= 9; month++) {
            assertDone(command("run", "2026-0" + month, "--issue-date", "2026-" + (month + 1 > 9 ? "" : "0")
                    + (month + 1) + "-02"));
        }
        assertDone(pod("verify"));
        try (var files = Files.walk(data)) {
            assertThat(files.filter(file -> file.toString().endsWith(".pdf"))).hasSize(15);
        }
        quickEnoughForAnybody();
    }

    /** With nobody to take its parts, a run lasts until it is told to stop. */
    private void isStopped() throws Exception {
        var name = "billing-" + ProcessHandle.current().pid();
        container(List.of("--detach", "--name", name), "own-database", Map.of("BILLING_WORKERS", "remote"),
                List.of("run", "2026-07", "--issue-date", "2026-08-02"));
        var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!run(List.of("podman", "logs", name)).output().contains("no worker") && System.nanoTime() < end) {
            Thread.sleep(200);
        }
        var begin = System.nanoTime();
        run(List.of("podman", "stop", "--time", "30", name));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
        assertThat(run(List.of("podman", "logs", name)).output())
                .contains("stopped on request; the same command continues");
        assertThat(run(List.of("podman", "inspect", "--format", "{{.State.ExitCode}}", name)).output().strip())
                .isEqualTo("4");
        run(List.of("podman", "rm", name));
    }

    /** Both write into the same folder, so that each has to read what the other one wrote. */
    private void invoicesWithAWorker() throws Exception {
        var worker = Pod.of(Kustomization.find(Kustomization.build("workers"), "Deployment", "billing-worker"));
        var name = "worker-" + ProcessHandle.current().pid();
        container(List.of("--detach", "--name", name), "workers", Map.of(), worker.arguments(Map.of()));
        assertDone(container(List.of(), "workers", Map.of(),
                List.of("run", "2026-07", "--issue-date", "2026-08-02")));
        run(List.of("podman", "stop", "--time", "30", name));
        assertThat(run(List.of("podman", "logs", name)).output()).contains("renderDocumentsBucket");
        run(List.of("podman", "rm", name));
    }

    /** As a user that the image does not know. A busy machine needs more time for the same, so the best of three. */
    private void quickEnoughForAnybody() throws Exception {
        var timed = container(List.of("--entrypoint", "bash", "--user", "54321:0"), "own-database", Map.of(),
                List.of("-ec", "TIMEFORMAT='cpu %U %S'; for i in 1 2 3; do time jobs/billing status; done"));
        assertDone(timed);
        var seconds = CPU.matcher(timed.output()).results()
                .mapToDouble(cpu -> Double.parseDouble(cpu.group(1)) + Double.parseDouble(cpu.group(2))).toArray();
        assertThat(seconds).hasSize(3);
        assertThat(DoubleStream.of(seconds).min().orElseThrow()).as("seconds of CPU of 'billing status'")
                .isLessThan(CPU_SECONDS_OF_STATUS);
    }

    @Test
    void embeddedDatabaseIsForTrials() throws Exception {
        assertDone(container(List.of(), "trial", Map.of(), List.of("status")));
    }

    private static void assertDone(Ended ended) {
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    private static Ended command(String... arguments) throws Exception {
        return container(List.of(), "own-database", Map.of(), List.of(arguments));
    }

    private static Ended pod(String component) throws Exception {
        var manifests = Kustomization.build("own-database");
        var pod = Pod.of(Kustomization.find(manifests, "CronJob", "billing-" + component));
        return container(List.of(), "own-database", pod.environment(manifests, secrets()), pod.arguments(Map.of()));
    }

    private static Map<String, String> secrets() {
        return Map.of("billing-database/username", database.application().username(),
                "billing-database/password", database.application().password(),
                "billing-owner/username", database.owner().username(),
                "billing-owner/password", database.owner().password());
    }

    /** Runs it with what the pods of the overlay have, and more environment and options. */
    private static Ended container(List<String> options, String overlay, Map<String, String> environment,
            List<String> arguments) throws Exception {
        var manifests = Kustomization.build(overlay);
        var pod = Pod.of(Kustomization.find(manifests, "CronJob", "billing-run"));
        Map<String, String> all = new TreeMap<>(pod.environment(manifests, secrets()));
        all.putAll(environment);
        all.computeIfPresent("SPRING_DATASOURCE_URL", (name, url) -> database.jdbcUrl());
        List<String> command = new ArrayList<>(List.of("podman", "--runtime", "runc", "run", "--network", "host",
                "--read-only", "--cap-drop", "all", "--security-opt", "no-new-privileges", "--tmpfs", "/tmp:exec",
                "--user", "10001:10001", "--memory", pod.memory().replace("i", "").toLowerCase(Locale.ROOT),
                // The engine's own limits may be higher than whoever tests may set.
                "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=4096:4096",
                "--volume", data + ":/data", "--volume", Path.of("sample-data").toAbsolutePath() + ":/samples:ro"));
        if (!options.contains("--detach")) {
            command.add("--rm");
        }
        all.forEach((name, value) -> command.addAll(List.of("--env", name + "=" + value)));
        return run(Stream.of(command, options, List.of(IMAGE), arguments).flatMap(List::stream).toList());
    }

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
