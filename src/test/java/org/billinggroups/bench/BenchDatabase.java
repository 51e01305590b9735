package org.billinggroups.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.billinggroups.postgres.DatabaseLogin;
import org.billinggroups.postgres.EmbeddedPostgres;
import org.billinggroups.postgres.PostgresCluster;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * A new server with a new database in a data folder of its own, with the settings that the program gives it, and the
 * program's commands on it. Tables of limits and peers are in a schema of their own.
 */
final class BenchDatabase implements AutoCloseable {
    private static final Path LAUNCHER = Path.of("jobs", "billing").toAbsolutePath();
    private static final Path JAR = Path.of("target", "billing-groups.jar");
    private static final String SCHEMA = "bench";
    private static final double TICKS = 100;
    /** Where in a process's {@code stat}, behind its name, the times begin. */
    private static final int CPU_COLUMN = 11;
    private static final int LONGEST_HOURS = 6;
    private static final String LEFT = "left";

    static {
        try {
            // The build gives the jar a time of long ago; the launcher would take it for older than its sources. Once:
            // what the launcher makes for quick starts would be older than the jar, and made again.
            Files.setLastModifiedTime(JAR, FileTime.from(Clock.systemUTC().instant()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final JdbcClient jdbc;
    private @Nullable Process started;

    BenchDatabase() throws IOException {
        this(newFolder());
    }

    private BenchDatabase(Path folder) throws IOException {
        this.folder = folder;
        postgres = EmbeddedPostgres.start(folder);
        jdbc = as(postgres.owner());
    }

    private static JdbcClient as(DatabaseLogin login) {
        return JdbcClient.create(new DriverManagerDataSource(login.jdbcUrl(), login.username(), login.password()));
    }

    private static Path newFolder() throws IOException {
        var folder = BenchOptions.FOLDER.resolve("data-" + ProcessHandle.current().pid());
        FileSystemUtils.deleteRecursively(folder);
        return folder;
    }

    /** A database with the data that {@link #keep} has kept. */
    static BenchDatabase of(Path kept) throws IOException, InterruptedException {
        var folder = newFolder();
        // Owners and modes count: the server runs as another user where this one is the administrator.
        await(new ProcessBuilder("cp", "-a", kept.toString(), folder.toString()).inheritIO().start(), "cp");
        return new BenchDatabase(folder);
    }

    /** Stops the server and keeps its data in another folder. */
    void keep(Path kept) throws IOException {
        postgres.close();
        FileSystemUtils.deleteRecursively(kept);
        Files.move(folder, kept);
    }

    /** Applies the company and the prices, which is not measured: 100,000 projects in one file take more memory. */
    BenchDatabase load(BenchData data) throws IOException {
        billingWith("-Xmx512m", "apply", data.company().toString(), "--yes");
        billing("price", "import", data.prices().toString());
        jdbc.sql("CREATE SCHEMA " + SCHEMA).update();
        return this;
    }

    String version() {
        return jdbc.sql("SHOW server_version").query(String.class).single();
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    /** Runs statements as the superuser, who may leave the triggers out. */
    void asAdministrator(String sql) {
        as(postgres.administrator()).sql(sql).update();
    }

    /** The owner of the database, whose tables are in the schema of limits and peers if they are not named in full. */
    DatabaseLogin owner() {
        var login = postgres.owner();
        return new DatabaseLogin(login.jdbcUrl() + "?currentSchema=" + SCHEMA + ",public", login.username(),
                login.password());
    }

    /** Starts a command as a user does, with 256 MB of heap whose use is logged, and waits for its end. */
    String billing(String... arguments) throws IOException {
        return billingWith(Heap.OPTION + " " + Heap.logOption(arguments[0]), arguments);
    }

    /** The same without the log, which takes a tenth of a short command's time. */
    String billingUnlogged(String... arguments) throws IOException {
        return billingWith(Heap.OPTION, arguments);
    }

    /** The same in so many buckets. */
    String billingInBuckets(int buckets, String... arguments) throws IOException {
        return billingWith(Heap.OPTION + " -Dbilling.partitions=" + buckets, arguments);
    }

    private String billingWith(String options, String... arguments) throws IOException {
        var out = BenchOptions.FOLDER.resolve("billing.out");
        try {
            await(start(out, options, Map.of(), arguments), "billing " + String.join(" ", arguments));
            return Files.readString(out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The same with settings, and without waiting. */
    Process start(Path out, Map<String, String> settings, String... arguments) throws IOException {
        return start(out, Heap.OPTION, settings, arguments);
    }

    private synchronized Process start(Path out, String options, Map<String, String> settings, String... arguments)
            throws IOException {
        var command = new ArrayList<>(List.of(LAUNCHER.toString(), "--data-dir", folder.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", options);
        builder.environment().putAll(settings);
        var process = builder.start();
        started = process;
        return process;
    }

    /** The command that was started last; the launcher becomes the program. */
    synchronized Optional<Process> started() {
        return Optional.ofNullable(started);
    }

    /** The server's first process. */
    long serverPid() throws IOException {
        var file = PostgresCluster.home(folder.resolve("postgresql")).resolve("data/postmaster.pid");
        try (var lines = Files.lines(file)) {
            return Long.parseLong(lines.findFirst().orElseThrow().strip());
        }
    }

    /** Waits for the end of a process, which has to be a good one. */
    static void await(Process process, String what) throws InterruptedException {
        await(process, what, 0);
    }

    /** The same where another exit code is the good one. */
    static void await(Process process, String what, int code) throws InterruptedException {
        if (!process.waitFor(LONGEST_HOURS, TimeUnit.HOURS) || process.exitValue() != code) {
            process.destroyForcibly();
            throw new IllegalStateException(what + " failed; see " + BenchOptions.FOLDER);
        }
    }

    /** Below which the server keeps its data and runs put their documents. */
    Path folder() {
        return folder;
    }

    /** How long the job that ended last took. */
    double jobSeconds() {
        return jdbc.sql("""
                SELECT extract(epoch FROM end_time - start_time)::float8 FROM batch_job_execution
                ORDER BY job_execution_id DESC LIMIT 1
                """).query(Double.class).single();
    }

    /** The processor time of the server, of the sessions that have ended, and of those that are there. */
    double serverSeconds() throws IOException {
        long pid;
        try (var files = Files.find(folder, 4, (file, attributes) -> file.endsWith("postmaster.pid"))) {
            pid = Long.parseLong(Files.readAllLines(files.findFirst().orElseThrow()).getFirst().strip());
        }
        long ticks = ticks(pid, 4);
        for (var session : ProcessHandle.of(pid).orElseThrow().children().toList()) {
            ticks += ticks(session.pid(), 2);
        }
        return ticks / TICKS;
    }

    /** The processor time of the commands that have ended. */
    static double commandSeconds() throws IOException {
        long self = ProcessHandle.current().pid();
        return (ticks(self, 4) - ticks(self, 2)) / TICKS;
    }

    /** Of a process, or, with four of the counters, also of its children that have ended. */
    private static long ticks(long pid, int counters) throws IOException {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return Arrays.stream(stat.substring(stat.lastIndexOf(')') + 2).split(" ")).skip(CPU_COLUMN).limit(counters)
                    .mapToLong(Long::parseLong).sum();
        } catch (NoSuchFileException e) {
            return 0; // It has just ended.
        }
    }

    /** The steps of all jobs that are dealt to buckets. */
    Set<String> dealtSteps() {
        return Set.copyOf(jdbc.sql("""
                SELECT DISTINCT split_part(step_name, 'Bucket:', 1) FROM batch_step_execution
                WHERE step_name LIKE '%Bucket:%'
                """).query(String.class).list());
    }

    /** How long each step of the job took that ended last, without the partitions of steps. */
    Map<String, Double> stepSeconds() {
        Map<String, Double> steps = new LinkedHashMap<>();
        jdbc.sql("""
                SELECT step_name, extract(epoch FROM end_time - start_time)::float8 AS seconds FROM batch_step_execution
                WHERE job_execution_id = (SELECT max(job_execution_id) FROM batch_job_execution)
                    AND step_name NOT LIKE '%:%'
                ORDER BY step_execution_id
                """).query(row -> {
            steps.put(row.getString("step_name"), row.getDouble("seconds"));
        });
        return steps;
    }

    /** Copies a file into a table, by {@code COPY} and nothing else. */
    long copy(Path file, String sql) throws SQLException, IOException {
        try (var connection = connect(); var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, in);
        }
    }

    /** Writes rows into a file. */
    void copyOut(String sql, Path file) throws SQLException, IOException {
        try (var connection = connect(); var out = Files.newOutputStream(file)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, out);
        }
    }

    private Connection connect() throws SQLException {
        var login = owner();
        return DriverManager.getConnection(login.jdbcUrl(), login.username(), login.password());
    }

    /**
     * Stops the server and leaves its data where they are in nobody's way: some file systems look for long for a place
     * of a new file while many were deleted just before.
     */
    void leave() throws IOException {
        postgres.close();
        Files.move(folder, Files.createTempDirectory(BenchOptions.FOLDER, LEFT).resolve("data"));
    }

    /** Deletes what was left. */
    static void removeLeft() throws IOException {
        try (var left = Files.newDirectoryStream(BenchOptions.FOLDER, LEFT + "*")) {
            for (var folder : left) {
                FileSystemUtils.deleteRecursively(folder);
            }
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        FileSystemUtils.deleteRecursively(folder);
    }
}
