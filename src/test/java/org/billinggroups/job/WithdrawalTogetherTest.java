package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.billinggroups.TestApplication;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.cli.CommandInProcess.Ended;
import org.billinggroups.cli.CommandTest;
import org.billinggroups.file.Sha256;
import org.billinggroups.usage.ImportBatch;
import org.billinggroups.usage.ImportRequest;
import org.billinggroups.usage.UsageFiles;
import org.billinggroups.usage.UsageImport;
import org.billinggroups.usage.UsageWithdrawal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionOperations;

/** A run that starts while records are taken back looks at what is left of them. */
class WithdrawalTogetherTest extends CommandTest {
    private static final String HEADER = "usage_id,project,service,sku,quantity,unit,started_at,ended_at\n";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** What takes records back, in the transaction that is open. */
    private interface Withdrawal {
        void start(ApplicationContext application) throws Exception;
    }

    @BeforeEach
    void importUsage() throws IOException {
        var company = SmallCompany.write(folder, 1);
        billing(0, "apply", company.apply().toString(), "--yes");
        billing(0, "price", "import", company.prices().toString());
        billing(0, "import", "--source", "cloud", write("a.csv", HEADER + row("2026-09-05", 100)
                + row("2026-10-05", 100)));
    }

    private static String row(String day, int hours) {
        return "u-%s,project-0,Compute,vm,%d,hour,%sT00:00:00Z,%sT01:00:00Z\n".formatted(day, hours, day, day);
    }

    @Test
    void runWaitsForAnImportThatIsVoided() throws Exception {
        var ended = runDuring(application -> application.getBean(UsageWithdrawal.class)
                .voidFile(application.getBean(UsageFiles.class).resolve(folder.resolve("a.csv").toString()), "test"));
        assertThat(ended.out()).contains("no invoice issued");
        billing(0, "verify");
    }

    @Test
    void runWaitsForUsageThatIsReplaced() throws Exception {
        var ended = runDuring(application -> replace(application, write("b.csv", HEADER + row("2026-10-05", 300))));
        assertThat(ended.out()).contains("1 invoice issued");
        assertThat(database.jdbc().sql("SELECT net_total FROM invoice").query(String.class).single())
                .isEqualTo("14.25");
        billing(0, "verify");
    }

    @Test
    void runWaitsForLateUsageThatIsReplaced() throws Exception {
        run("2026-09");
        billing(0, "import", "--source", "cloud", write("late.csv", HEADER
                + row("2026-09-06", 100) + row("2026-09-07", 100)));
        runDuring(application -> replace(application, write("b.csv", HEADER + row("2026-09-06", 300))));
        assertThat(database.jdbc().sql("SELECT sum(amount) FROM invoice_line WHERE line_type = 'prior_period'")
                .query(String.class).single()).isEqualTo("14.25");
        billing(0, "verify");
    }

    private static void replace(ApplicationContext application, String file) throws Exception {
        var path = Path.of(file);
        var request = new ImportRequest(path, file, sha256(path), false, path.resolveSibling("rejects.csv"), null,
                false);
        application.getBean(UsageImport.class).importFiles(
                new ImportBatch(List.of(request), "cloud", ImportBatch.Known.REPLACE_BY_LESS, "test",
                        ImportBatch.command(List.of(request.sha256()))),
                () -> false);
    }

    private static String sha256(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Sha256.of(in);
        }
    }

    private Ended run(String period) {
        var ended = CommandInProcess.run(database, "run", period, "--issue-date", "2026-11-02", "--out",
                folder.resolve("out").toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return ended;
    }

    /** Starts a run after records were taken back, and commits that once the run waits, or has ended without. */
    private Ended runDuring(Withdrawal withdrawal) throws Exception {
        try (var application = TestApplication.on(database); var thread = Executors.newSingleThreadExecutor()) {
            Future<Ended> run = application.getBean(TransactionOperations.class).execute(status -> {
                try {
                    withdrawal.start(application);
                    var started = thread.submit(() -> run("2026-10"));
                    awaitWaiter(started);
                    return started;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            return run.get();
        }
    }

    private void awaitWaiter(Future<?> run) throws InterruptedException {
        var deadline = Instant.now().plus(LONGEST_WAIT);
        while (!run.isDone() && !database.ownerJdbc().sql("""
                SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                    WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted)
                """).query(Boolean.class).single()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(20);
        }
    }
}
