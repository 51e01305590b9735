package org.billinggroups.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.job.BillingProcess;
import org.billinggroups.job.SmallCompany;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Metrics and alerts as Prometheus sees them. Needs the packages prometheus and prometheus-node-exporter. */
@Tag("external")
class PrometheusIT {
    private static final Path MONITORING = Path.of("jobs", "monitoring").toAbsolutePath();
    private static final int SECONDS_TO_START = 30;

    private final List<Process> servers = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stopServers() throws Exception {
        for (var server : servers) {
            server.destroy();
            server.waitFor();
        }
    }

    @Test
    void promtoolAcceptsTheAlertsAndTheirTests() throws Exception {
        promtool("check", "rules", MONITORING.resolve("alerts.yml").toString());
        promtool("test", "rules", MONITORING.resolve("alerts-test.yml").toString());
    }

    /** From the files of a run that parks a group, through node_exporter, to an alert. */
    @Test
    void prometheusScrapesWhatCommandsWrite() throws Exception {
        var metrics = Files.createDirectory(folder.resolve("metrics"));
        invoice(metrics);
        try (var files = Files.list(metrics)) {
            for (var file : files.toList()) {
                promtool(List.of("check", "metrics"), file);
            }
        }
        // The exporter is another user on a host that keeps to Debian's services.
        run("chmod", "a+rx", folder.toString());
        var exporter = freePort();
        start("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "prometheus-node-exporter",
                "--collector.disable-defaults", "--collector.textfile", "--collector.textfile.directory=" + metrics,
                "--web.listen-address=127.0.0.1:" + exporter);
        var settings = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [%s]
                scrape_configs: [{job_name: billing, static_configs: [{targets: ['127.0.0.1:%d']}]}]
                """.formatted(MONITORING.resolve("alerts.yml"), exporter));
        var prometheus = freePort();
        start("prometheus", "--config.file=" + settings, "--storage.tsdb.path=" + folder.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + prometheus);

        var url = "http://127.0.0.1:" + prometheus + "/api/v1/query?query=";
        assertThat(value(url, "billing_exit_code{command=\"run\"}")).isEqualTo("3");
        assertThat(value(url, "billing_run_invoices_issued{period=\"2026-10\"}")).isEqualTo("1");
        assertThat(value(url, "billing_parked_groups")).isEqualTo("1");
        assertThat(value(url, "billing_step_seconds{step=\"publish\"} < 600")).isNotNull();
        assertThat(value(url, "node_textfile_scrape_error")).isEqualTo("0");
        assertThat(value(url, "ALERTS{alertname=\"BillingAttention\",alertstate=\"firing\"}")).isEqualTo("1");
    }

    private void invoice(Path metrics) throws IOException {
        var company = SmallCompany.write(folder.resolve("input"), 2);
        // One of two groups has no address, so that nothing can be sent to it.
        var text = Files.readString(company.apply());
        Files.writeString(company.apply(), text.replace("company: Acme 1, address_lines: [Tie 2], city: Espoo, ", ""));
        try (var database = TestDatabase.create()) {
            var environment = new HashMap<>(database.environment());
            environment.put("BILLING_METRICS_DIR", metrics.toString());
            billing(environment, 0, "apply", company.apply().toString(), "--yes");
            billing(environment, 0, "price", "import", company.prices().toString());
            billing(environment, 0, "import", company.usage().toString());
            billing(environment, 3, "run", "2026-10", "--issue-date", "2026-11-02", "--allow-issue-date");
        }
    }

    private void billing(HashMap<String, String> environment, int exitCode, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--data-dir", folder.resolve("data").toString()));
        all.addAll(List.of(arguments));
        var ended = BillingProcess.run(environment, all.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
    }

    /** The value of a query as soon as there is one. */
    private static String value(String url, String query) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url + URLEncoder.encode(query, StandardCharsets.UTF_8)))
                    .build();
            for (int i = 0; i < SECONDS_TO_START * 2; i++) {
                try {
                    var found = result(client.send(request, BodyHandlers.ofString()).body());
                    if (!found.isEmpty()) {
                        return found.get(0).get("value").get(1).asString();
                    }
                } catch (IOException notYet) {
                    // It is starting.
                }
                Thread.sleep(500);
            }
        }
        throw new IOException("Prometheus has no " + query);
    }

    private static JsonNode result(String answer) {
        return JsonMapper.shared().readTree(answer).path("data").path("result");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void start(String... command) throws IOException {
        servers.add(new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve(servers.size() + ".log").toFile()).start());
    }

    private static void promtool(String... arguments) throws Exception {
        promtool(List.of(arguments), Path.of("/dev/null"));
    }

    private static void promtool(List<String> arguments, Path input) throws Exception {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(arguments);
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(input.toFile()).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command) + " < " + input + "\n" + said).isZero();
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }
}
