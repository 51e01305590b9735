package org.billinggroups.metrics;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.billinggroups.job.ExitCode;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/**
 * What monitoring is told of one command: a file of its own, written when it starts and when it ends, and one with the
 * state that it leaves behind. Nothing of the kind is loaded unless a folder for it is set.
 */
public final class CommandMetrics {
    private static final String SUFFIX = ".prom";
    private static final String COMMAND = "command";
    private static final String KIND = "kind";

    private final Path folder;
    private final String command;
    private final Clock clock;
    private final Instant start;
    private final Map<String, Duration> steps = new ConcurrentHashMap<>();
    private final Optional<BigDecimal> earlierSuccess;
    private final Optional<BigDecimal> earlierCode;
    private int connections;

    private CommandMetrics(Path folder, String command, Clock clock) throws IOException {
        this.folder = folder;
        this.command = command;
        this.clock = clock;
        start = clock.instant();
        var earlier = Files.exists(file()) ? Files.readString(file()) : "";
        earlierSuccess = earlier(Metric.LAST_SUCCESS, earlier);
        earlierCode = earlier(Metric.EXIT_CODE, earlier);
    }

    /**
     * The metrics of a command that starts now, where the settings want any.
     *
     * @param command its words, such as {@code price import}
     * @throws IOException if there is an earlier file that cannot be read
     */
    public static Optional<CommandMetrics> of(Environment environment, String command, Clock clock)
            throws IOException {
        var folder = Binder.get(environment).bindOrCreate("billing.metrics", MetricsSettings.class).dir();
        return folder.isEmpty()
                ? Optional.empty()
                : Optional.of(new CommandMetrics(Path.of(folder), command, clock));
    }

    private Path file() {
        return folder.resolve("billing_" + command.replace(' ', '_') + SUFFIX);
    }

    /** What the command's last file says. One that somebody else has written says nothing. */
    private Optional<BigDecimal> earlier(Metric metric, String text) {
        var line = Pattern.compile("^" + metric.written() + "\\{command=\"" + Pattern.quote(command)
                + "\"\\} ([0-9]{1,20}(?:\\.[0-9]{1,20})?(?:E[0-9]{1,2})?)$", Pattern.MULTILINE).matcher(text);
        return line.find() ? Optional.of(new BigDecimal(line.group(1))) : Optional.empty();
    }

    /** Says that it runs; how it ended before stays, so that alerts about that do too. */
    public void started() throws IOException {
        write(Optional.empty());
    }

    /** Notes how long a step took. */
    public void stepEnded(String step, long millis) {
        steps.put(step, Duration.ofMillis(millis));
    }

    /** Writes the state that the command leaves behind, while its beans are still there. */
    public void writeState(ApplicationContext context) throws IOException {
        var state = context.getBean(BillingState.class);
        var file = new MetricFile();
        state.addTo(file);
        connections = state.connections();
        file.write(folder.resolve("billing" + SUFFIX));
    }

    /** Says how it ended. */
    public void ended(int exitCode) throws IOException {
        write(Optional.of(exitCode));
    }

    private void write(Optional<Integer> exitCode) throws IOException {
        var file = new MetricFile();
        var now = clock.instant();
        file.add(Metric.RUNNING, exitCode.isPresent() ? 0 : 1, COMMAND, command);
        file.add(Metric.START, start.getEpochSecond(), COMMAND, command);
        exitCode.<Number>map(code -> code).or(() -> earlierCode)
                .ifPresent(code -> file.add(Metric.EXIT_CODE, code, COMMAND, command));
        exitCode.filter(CommandMetrics::isSuccess).<Number>map(code -> now.getEpochSecond()).or(() -> earlierSuccess)
                .ifPresent(success -> file.add(Metric.LAST_SUCCESS, success, COMMAND, command));
        if (exitCode.isPresent()) {
            file.add(Metric.DURATION, seconds(Duration.between(start, now)), COMMAND, command);
            file.add(Metric.HEAP, mostHeap(), COMMAND, command, KIND, "peak");
            file.add(Metric.HEAP, Runtime.getRuntime().maxMemory(), COMMAND, command, KIND, "max");
            file.add(Metric.CONNECTIONS, connections, COMMAND, command);
            steps.forEach((step, time) -> file.add(Metric.STEP_SECONDS, seconds(time), COMMAND, command, "step", step));
        }
        file.write(file());
    }

    private static boolean isSuccess(int code) {
        return code == ExitCode.DONE.code() || code == ExitCode.ATTENTION.code();
    }

    private static BigDecimal seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3);
    }

    private static long mostHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }
}
