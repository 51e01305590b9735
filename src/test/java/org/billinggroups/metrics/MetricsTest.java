package org.billinggroups.metrics;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.cli.CommandTest;
import org.billinggroups.job.SmallCompany;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** What commands write for monitoring, and that alerts and dashboard ask for nothing else. */
class MetricsTest extends CommandTest {
    private static final Path MONITORING = Path.of("jobs", "monitoring");
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
    private static final Pattern NAME = Pattern.compile("\\bbilling_[a-z_]+\\b");

    private Path metrics;
    private SmallCompany company;

    @BeforeEach
    void wantMetrics() throws IOException {
        metrics = Files.createDirectory(folder.resolve("metrics"));
        System.setProperty("billing.metrics.dir", metrics.toString());
        company = SmallCompany.write(folder.resolve("input"), 2);
    }

    @AfterEach
    void wantNone() {
        System.clearProperty("billing.metrics.dir");
    }

    @Test
    void tellsHowCommandsWentAndWhatTheyLeftBehind() throws IOException {
        begin();
        assertThat(read("billing")).containsEntry("billing_periods_due", new BigDecimal("1.0"))
                .hasEntrySatisfying("billing_periods_due_since_timestamp_seconds",
                        since -> assertThat(since).isEqualByComparingTo("1793491200"))
                .containsEntry("billing_usage_rows{result=\"waiting\"}", new BigDecimal("80.0"))
                .doesNotContainKey("billing_run_invoices_issued{period=\"2026-10\",run=\"1\"}");

        run(0);
        var state = read("billing");
        assertThat(state).containsEntry("billing_periods_due", new BigDecimal("0.0"))
                .containsEntry("billing_run_invoices_issued{period=\"2026-10\",run=\"1\"}", new BigDecimal("2.0"))
                .containsEntry("billing_usage_rows{result=\"billed\"}", new BigDecimal("80.0"))
                .containsEntry("billing_parked_groups", new BigDecimal("0.0"))
                .containsEntry("billing_mails_doubtful", new BigDecimal("0.0"));
        var run = read("billing_run");
        assertThat(run).containsEntry("billing_exit_code{command=\"run\"}", new BigDecimal("0.0"))
                .containsEntry("billing_running{command=\"run\"}", new BigDecimal("0.0"))
                .containsKeys("billing_step_seconds{command=\"run\",step=\"freezeInputs\"}",
                        "billing_step_seconds{command=\"run\",step=\"publish\"}");
        assertThat(read("billing_price_import"))
                .containsKey("billing_last_success_timestamp_seconds{command=\"price import\"}");
        assertThat(names(state, run)).isEqualTo(Stream.of(Metric.values()).map(Metric::written)
                .filter(name -> !name.equals("billing_periods_due_since_timestamp_seconds"))
                .collect(toCollection(TreeSet::new)));
        assertFiles();
    }

    /** Whatever {@code --ok-codes} makes of it; a command that cannot reach its database tells as well. */
    @Test
    void keepsTheLastSuccessWhileLaterCommandsFail() throws IOException {
        begin();
        run(0);
        var success = read("billing_run").get("billing_last_success_timestamp_seconds{command=\"run\"}");
        assertThat(success).isNotNull();
        billing(0, "run", "2031-01", "--ok-codes", "20");
        billing(0, "run", "--dry-run");
        assertThat(read("billing_run")).containsEntry("billing_exit_code{command=\"run\"}", new BigDecimal("20.0"))
                .containsEntry("billing_last_success_timestamp_seconds{command=\"run\"}", success);

        Files.writeString(metrics.resolve("billing_status.prom"), "nonsense\nbilling_exit_code{command=\"run\"} 7\n");
        billing(0, "status");
        assertThat(read("billing_status")).containsEntry("billing_exit_code{command=\"status\"}",
                new BigDecimal("0.0"));
        var state = metrics.resolve("billing.prom");
        var before = Files.getLastModifiedTime(state);
        var lost = CommandInProcess.run(Map.of("spring.datasource.url", "jdbc:postgresql://127.0.0.1:1/none",
                "spring.flyway.enabled", "false"), "status");
        assertThat(lost.exitCode()).as(lost.err()).isEqualTo(5);
        assertThat(read("billing_status")).containsEntry("billing_exit_code{command=\"status\"}",
                new BigDecimal("5.0"));
        assertThat(Files.getLastModifiedTime(state)).isEqualTo(before);
    }

    /** A command that was killed still says so; its alert needs no more. */
    @Test
    void saysThatItRunsUntilItHasEnded() throws IOException {
        var status = metrics.resolve("billing_status.prom");
        Files.writeString(status, "billing_exit_code{command=\"status\"} 3.0\n"
                + "billing_last_success_timestamp_seconds{command=\"status\"} 1.7E9\n");
        var environment = new MapPropertySource("settings", Map.of("billing.metrics.dir", metrics.toString()));
        var settings = new StandardEnvironment();
        settings.getPropertySources().addFirst(environment);
        var begun = CommandMetrics.of(settings, "status", Clock.fixed(Instant.ofEpochSecond(7), ZoneOffset.UTC))
                .orElseThrow();
        begun.started();
        assertThat(read("billing_status")).containsOnly(
                Map.entry("billing_running{command=\"status\"}", new BigDecimal("1.0")),
                Map.entry("billing_start_timestamp_seconds{command=\"status\"}", new BigDecimal("7.0")),
                Map.entry("billing_exit_code{command=\"status\"}", new BigDecimal("3.0")),
                Map.entry("billing_last_success_timestamp_seconds{command=\"status\"}", new BigDecimal("1.7E9")));
    }

    @Test
    void failsNoCommandThatCannotTell() throws IOException {
        Files.delete(metrics);
        var ended = billing(0, "apply", company.apply().toString(), "--yes");
        assertThat(ended.err()).containsOnlyOnce("billing.metrics.dir").contains(metrics.toString());
    }

    @Test
    void nobodyAsksForMetricsThatAreNotThere() throws IOException {
        var known = Stream.of(Metric.values()).map(Metric::written).collect(toCollection(TreeSet::new));
        for (var file : new String[]{ "alerts.yml", "dashboard.json" }) {
            var text = Files.readString(MONITORING.resolve(file));
            var asked = NAME.matcher(text).results().map(found -> found.group())
                    .collect(toCollection(TreeSet::new));
            assertThat(asked).as(file).hasSizeGreaterThan(4).isSubsetOf(known);
        }
        var manual = Files.readString(Path.of("src", "docs", "operating.md"));
        assertThat(known).allSatisfy(name -> assertThat(manual).contains("`" + name));
        assertThat(ALERT.matcher(Files.readString(MONITORING.resolve("alerts.yml"))).results()
                .map(found -> found.group(1))).hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(manual).contains("`" + name + "`"));
    }

    private void begin() {
        billing(0, "apply", company.apply().toString(), "--yes");
        billing(0, "price", "import", company.prices().toString());
        billing(0, "import", company.usage().toString());
    }

    private void run(int exitCode) {
        billing(exitCode, "run", "2026-10", "--issue-date", "2026-11-02", "--allow-issue-date", "--out",
                folder.resolve("out").toString());
    }

    private Map<String, BigDecimal> read(String name) throws IOException {
        return MetricText.read(metrics.resolve(name + ".prom"));
    }

    private static TreeSet<String> names(Map<String, BigDecimal> state, Map<String, BigDecimal> command) {
        return Stream.of(state, command).flatMap(file -> file.keySet().stream())
                .map(series -> series.replaceFirst("\\{.*", ""))
                .collect(toCollection(TreeSet::new));
    }

    /** No temporary file is left, and node_exporter's user may read them. */
    private void assertFiles() throws IOException {
        try (var files = Files.list(metrics)) {
            assertThat(files).hasSizeGreaterThan(3).allSatisfy(file -> {
                assertThat(file.toString()).endsWith(".prom");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-r--r--");
            });
        }
    }
}
