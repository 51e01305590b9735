package org.billinggroups.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.billinggroups.chaos.KillPoints.Fault;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.job.BillingProcess;
import org.billinggroups.job.FolderContent;
import org.billinggroups.job.SmallCompany;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets import and invoicing meet faults at random points and instants, again and again until they get through, and
 * compares with what an undisturbed process makes: byte for byte, and every record billed once. {@code -Dkills=N} sets
 * how many faults, {@code -Dseed=N} which ones, {@code -Dinvoices=N} how many invoices, {@code -Dstops=N} how many
 * signals.
 */
class ChaosIT {
    private static final int KILLS = Integer.getInteger("kills", 10);
    private static final long SEED = Long.getLong("seed", 1);
    private static final int GROUPS = Integer.getInteger("invoices", 20);
    private static final int STOPS = Integer.getInteger("stops", 3);
    private static final Pattern READS = Pattern.compile("^(before|after) select ", Pattern.CASE_INSENSITIVE);
    private static final Path REPORT = Path.of("target", "chaos", "report.json");

    @TempDir
    private static Path folder;

    private static SmallCompany company;
    private static TestDatabase empty;
    private static TestDatabase imported;
    private static Map<String, String> undisturbed;
    private static List<String> pointsOfImport;
    private static List<String> pointsOfRun;
    private static int millisOfRun;

    private final Random random = new Random(SEED);
    private final ChaosReport report = new ChaosReport(SEED);

    @BeforeAll
    static void runsUndisturbed() throws IOException {
        company = SmallCompany.write(folder.resolve("input"), GROUPS);
        empty = TestDatabase.create();
        succeed(empty, "apply", company.apply().toString(), "--yes");
        succeed(empty, "price", "import", company.prices().toString());
        imported = empty.copy();
        pointsOfImport = points(imported, importing());
        try (var database = imported.copy()) {
            var out = folder.resolve("undisturbed");
            var start = Instant.now();
            pointsOfRun = points(database, running(out));
            millisOfRun = (int) Duration.between(start, Instant.now()).toMillis();
            undisturbed = FolderContent.of(out);
        }
        assertThat(undisturbed).hasSize(2 * GROUPS + 3);
    }

    @Test
    void leavesNoTraceOfAnyFault() throws Exception {
        for (int round = 0; report.faults() < KILLS; round++) {
            if (round % 4 == 3) {
                disturbImport();
            } else {
                disturbRun(folder.resolve("round-" + round));
            }
        }
        report.write(REPORT);
        assertThat(report.differences()).as("see %s", REPORT).isEmpty();
    }

    @Test
    void stopsWellAtAnyInstant() throws Exception {
        for (int stops = 0; stops < STOPS;) {
            var out = folder.resolve("stops-" + stops);
            try (var database = imported.copy()) {
                int code = 4;
                while (code == 4 && stops < STOPS) {
                    var process = BillingProcess.start(database.environment(), running(out));
                    Thread.sleep(500L + random.nextInt(millisOfRun));
                    var asked = Instant.now();
                    process.signal(random.nextBoolean() ? "TERM" : "INT");
                    var ended = process.await();
                    code = ended.beforeTheProgram() ? 4 : ended.exitCode();
                    stops++;
                    assertThat(code).as(ended.err()).isIn(0, 4);
                    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
                    assertThat(
                            database.jdbc().sql("SELECT DISTINCT status FROM batch_job_execution").query(String.class)
                                    .list())
                            .isSubsetOf("COMPLETED", "STOPPED", "STARTED");
                }
                succeed(database, running(out));
                assertThat(FolderContent.of(out)).isEqualTo(undisturbed);
            }
        }
    }

    private void disturbImport() throws Exception {
        try (var database = empty.copy()) {
            while (report.faults() < KILLS && !endsAfterAFault(database, Fault.KILL, pointsOfImport, importing())) {
                assertThat(database.jdbc().sql("SELECT count(*) FROM usage_record").query(Long.class).single())
                        .as("nothing of the file, or all of it").isIn(0L, 40L * GROUPS);
            }
            succeed(database, importing());
            report.compare("records after import", 40L * GROUPS, database.jdbc()
                    .sql("SELECT count(*) FROM usage_record").query(Long.class).single());
            report.compare("accepted rows", 40L * GROUPS, database.jdbc()
                    .sql("SELECT sum(accepted_rows)::bigint FROM usage_file").query(Long.class).single());
        }
    }

    private void disturbRun(Path out) throws Exception {
        try (var database = imported.copy()) {
            boolean ended = false;
            while (report.faults() < KILLS && !ended) {
                ended = switch (random.nextInt(8)) {
                    case 0, 1 -> endsBeforeAnInstant(database, running(out));
                    case 2 -> endsWithLittleMemory(database, running(out));
                    case 3 -> endsWithoutABackend(database, running(out));
                    default -> endsAfterAFault(database, fault(), pointsOfRun, running(out));
                };
            }
            succeed(database, running(out));
            report.compareFiles(undisturbed, FolderContent.of(out));
            var verified = BillingProcess.run(database.environment(), "verify");
            report.compare("verification\n" + verified.out(), 0, verified.exitCode());
        }
    }

    private Fault fault() {
        var faults = Fault.values();
        return random.nextBoolean() ? faults[random.nextInt(faults.length)] : Fault.KILL;
    }

    /** Whether it ended in spite of the fault. */
    private boolean endsAfterAFault(TestDatabase database, Fault fault, List<String> points,
            String... arguments)
            throws IOException {
        var note = folder.resolve("note");
        Files.deleteIfExists(note);
        var point = point(points);
        int time = time(point, points);
        var ended = BillingProcess.start(database.environment(),
                options("-Dchaos.point=" + point, "-Dchaos.at=" + time, "-Dchaos.fault=" + fault,
                        "-Dchaos.note=" + note, "-Dchaos.out=" + folder),
                List.of(arguments), ChaosApplication.class).await();
        if (Files.exists(note)) {
            report.count(fault + " " + point);
            assertThat(ended.exitCode()).as(fault + " " + point + " for the " + time + "th time\n" + ended.err())
                    .isIn(fault == Fault.KILL ? List.of(137) : List.of(0, 5));
            assertThat(ended.err()).as("sentences, no stack traces").doesNotContain("\tat ");
        } else {
            assertThat(ended.exitCode()).as(ended.err()).isZero();
        }
        return ended.exitCode() == 0;
    }

    /** A point, each as likely as others however often it is passed, but one that only reads is rare. */
    private String point(List<String> points) {
        boolean any = random.nextInt(5) == 0;
        var kinds = points.stream().distinct().filter(kind -> any || !READS.matcher(kind).find()).toList();
        return kinds.get(random.nextInt(kinds.size()));
    }

    /** What a process does first is worth a fault as well as what comes later; after restarts less is left to do. */
    private int time(String point, List<String> points) {
        int passed = Collections.frequency(points, point);
        return 1 + random.nextInt(random.nextBoolean() ? passed : Math.min(passed, 3));
    }

    private boolean endsBeforeAnInstant(TestDatabase database, String... arguments) throws Exception {
        var process = BillingProcess.start(database.environment(), arguments);
        Thread.sleep(800L + random.nextInt(millisOfRun));
        boolean ended = !process.isAlive();
        process.kill();
        if (!ended) {
            report.count("KILL at an instant");
        }
        return ended;
    }

    /** The server ends one of the sessions that the process has, as an administrator does. */
    private boolean endsWithoutABackend(TestDatabase database, String... arguments) throws Exception {
        var process = BillingProcess.start(database.environment(), arguments);
        Thread.sleep(800L + random.nextInt(millisOfRun));
        var sessions = database.jdbc().sql("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user
                ORDER BY hashtext(pid::text) LIMIT 1
                """).query(Boolean.class).list();
        if (!sessions.isEmpty()) {
            report.count("BACKEND at an instant");
        }
        var ended = process.await();
        assertThat(ended.exitCode()).as(ended.err()).isIn(0, 5);
        assertThat(ended.err()).as("sentences, no stack traces").doesNotContain("\tat ");
        return ended.exitCode() == 0;
    }

    private boolean endsWithLittleMemory(TestDatabase database, String... arguments) {
        int megabytes = 18 + random.nextInt(16);
        var ended = BillingProcess.start(database.environment(),
                List.of("-Xmx" + megabytes + "m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), List.of(arguments))
                .await();
        report.count("MEMORY " + (ended.exitCode() == 0 ? "was enough" : "ran out"));
        assertThat(ended.exitCode()).as("with " + megabytes + " MB\n" + ended.err()).isIn(0, 5);
        assertThat(ended.err()).as("sentences, no stack traces").doesNotContain("\tat ");
        return ended.exitCode() == 0;
    }

    private static List<String> points(TestDatabase database, String... arguments) throws IOException {
        var note = folder.resolve("count");
        var ended = BillingProcess.start(database.environment(), options("-Dchaos.note=" + note), List.of(arguments),
                ChaosApplication.class).await();
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return Files.readAllLines(note);
    }

    private static List<String> options(String... more) {
        var options = new ArrayList<>(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        options.addAll(List.of(more));
        return options;
    }

    private static String[] importing() {
        return new String[]{ "import", company.usage().toString() };
    }

    private static String[] running(Path out) {
        return new String[]{ "run", "2026-10", "--issue-date", "2026-11-02", "--out", out.toString(), "--quiet" };
    }

    private static void succeed(TestDatabase database, String... arguments) {
        var ended = BillingProcess.run(database.environment(), arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err()).isZero();
    }
}
