package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.billinggroups.TestApplication;
import org.billinggroups.audit.CheckedParts;
import org.billinggroups.audit.CheckedParts.Whole;
import org.billinggroups.cli.CommandTest;
import org.billinggroups.ledger.LedgerCsv;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.publication.Publishing;
import org.billinggroups.run.ApprovalRule;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.MembershipRule;
import org.billinggroups.run.MissingUsage;
import org.billinggroups.run.RunRequest;
import org.billinggroups.run.SmallAmounts;
import org.billinggroups.run.TotalRules;
import org.billinggroups.usage.UsageIndex;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.test.JobOperatorTestUtils;
import org.springframework.batch.test.MetaDataInstanceFactory;
import org.springframework.batch.test.StepScopeTestUtils;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionOperations;

/** The job as Spring Batch sees it: its steps, partitions, stops and restarts. */
class InvoicePeriodJobTest extends CommandTest {
    private static final int BUCKETS = 3;

    private int buckets = BUCKETS;
    private ConfigurableApplicationContext context;
    private SellerLock.Held lock;

    @BeforeEach
    void startsWithACompanyThatHasUsage() {
        var company = load(6);
        billing(0, "price", "import", company.prices().toString());
        context = TestApplication.on(database);
        lock = context.getBean(SellerLock.class).acquire("main");
    }

    private SmallCompany load(int groups) {
        var company = SmallCompany.write(folder.resolve("of-" + groups), groups);
        billing(0, "apply", company.apply().toString(), "--yes");
        billing(0, "import", company.usage().toString());
        return company;
    }

    @AfterEach
    void stop() {
        lock.close();
        context.close();
    }

    private RunRequest request() {
        return new RunRequest(InvoicingRun.Kind.INVOICING, "main", BillingPeriod.parse("2026-10"), 1,
                LocalDate.of(2026, 11, 2), Path.of(folder.toString(), "out"), MembershipRule.PERIOD_END, false, buckets,
                new TotalRules(SmallAmounts.parse("", CurrencyUnit.EUR), false, false), false, ApprovalRule.NONE,
                new MissingUsage.Consent(false, Set.of(), true));
    }

    /** Starts the job, which is the same one each time, and lets it stop before a step. */
    private JobExecution start(String stopBefore) throws Exception {
        var job = new JobOperatorTestUtils(context.getBean(JobOperator.class), context.getBean(JobRepository.class));
        job.setJob(context.getBean("invoicePeriod", Job.class));
        var parameters = RunParameters.of(request(), stopBefore, 0);
        context.getBean(JobRequests.class).put(parameters, request());
        return job.startJob(parameters);
    }

    private long issued() {
        return database.jdbc().sql("SELECT count(*) FROM issued_invoice").query(Long.class).single();
    }

    private static List<String> steps(JobExecution execution) {
        return execution.getStepExecutions().stream().map(StepExecution::getStepName)
                .filter(name -> !name.contains(":")).toList();
    }

    @Test
    void stopsBeforeTheStepThatIsNamedAndGoesOnFromThere() throws Exception {
        var stopped = start("issueInvoices");
        assertThat(stopped.getStatus()).isEqualTo(BatchStatus.STOPPED);
        assertThat(steps(stopped)).startsWith("freezeInputs", "draftInvoices", "checkDrafts", "awaitApproval")
                .doesNotContain("renderDocuments");
        assertThat(issued()).isZero();

        var ended = start("");
        assertThat(ended.getStatus()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(ended.getJobInstanceId()).isEqualTo(stopped.getJobInstanceId());
        assertThat(steps(ended)).containsExactly("issueInvoices", "renderDocuments", "postLedger", "checkDocuments",
                "reconcile",
                "publish");
        assertThat(issued()).isEqualTo(6);
    }

    @Test
    void dealsEachBucketThatWasFrozenToAPartitionOfItsOwn() throws Exception {
        start("draftInvoices");
        var manager = MetaDataInstanceFactory.createStepExecution(RunParameters.of(request(), "", 0));
        var partitions = StepScopeTestUtils.doInStepScope(manager,
                () -> Objects.requireNonNull(context.getBean(Partitioner.class)).partition(1));
        assertThat(partitions.keySet()).containsExactlyInAnyOrderElementsOf(database.jdbc()
                .sql("SELECT DISTINCT bucket::text FROM frozen_group").query(String.class).list());
        assertThat(partitions).hasSize(BUCKETS);
    }

    private List<StepExecution> checks(JobExecution execution) {
        return execution.getStepExecutions().stream().filter(step -> step.getStepName().startsWith("checkDocumentsB"))
                .toList();
    }

    @Test
    void checksEachBucketAndTheUsageOnceMoreAfterARestart() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(checks(start("reconcile"))).hasSize(BUCKETS + Whole.values().length)
                    .allSatisfy(check -> assertThat(check.getExecutionContext().containsKey("right")).isTrue());
        }
    }

    @Test
    void joinsTheLedgerOfItsPartsOrReadsThePostingsWhereAPartIsNotWhole() throws Exception {
        start("checkDocuments");
        var run = context.getBean(InvoicingRuns.class).issued().getFirst();
        var ledger = context.getBean(LedgerCsv.class);
        var parts = IntStream.range(0, BUCKETS).mapToObj(bucket -> run.partsFolder().resolve("ledger-" + bucket))
                .toList();
        assertThat(parts).allSatisfy(part -> assertThat(part).isNotEmptyFile());
        var file = run.buildFolder().resolve(LedgerCsv.FILE);
        inTransaction(() -> ledger.write(run, run.buildFolder()));
        var expected = Files.readString(file);

        inTransaction(() -> ledger.join(run));
        assertThat(file).hasContent(expected);
        for (var content : List.of("", "no proof at all, but much longer than one")) {
            Files.writeString(parts.getFirst(), content);
            inTransaction(() -> ledger.join(run));
            assertThat(file).hasContent(expected);
        }
        start("");
        assertThat(run.publishedFolder().resolve(LedgerCsv.FILE)).hasContent(expected);
    }

    private void inTransaction(ThrowingRunnable work) {
        context.getBean(TransactionOperations.class).executeWithoutResult(status -> assertThatCode(work::run)
                .doesNotThrowAnyException());
    }

    @FunctionalInterface
    private interface ThrowingRunnable {
        void run() throws IOException;
    }

    @Test
    void dropsIndexesThatRunsLeftWhichDied() throws Exception {
        var index = "SELECT to_regclass('usage_record_2026_10_project') IS NOT NULL";
        database.asAdministrator("DO $$ BEGIN PERFORM index_usage_partition('2026-10-01'); END $$");
        assertThat(database.jdbc().sql(index).query(Boolean.class).single()).isTrue();
        context.getBean(UsageIndex.class).prepare(BillingPeriod.parse("2026-11"), 1);
        assertThat(database.jdbc().sql(index).query(Boolean.class).single()).isFalse();
        database.asAdministrator("DO $$ BEGIN PERFORM index_usage_partition('2026-10-01'); END $$");
        start("draftInvoices");
        assertThat(database.jdbc().sql(index).query(Boolean.class).single()).isFalse();
    }

    @Test
    void findsWhatChangedAfterItsBucketWasChecked() throws Exception {
        start("reconcile");
        var publishing = context.getBean(Publishing.class);
        var run = context.getBean(InvoicingRuns.class).issued().getFirst();
        var stamps = new TreeMap<Integer, String>();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            stamps.put(bucket, publishing.check(run, bucket).orElseThrow());
        }
        var file = run.buildFolder().resolve("invoices/INV-2026-000002.csv");
        var content = Files.readString(file);
        Files.writeString(file, content.replace('1', '2'));
        assertThat(file).hasSize(content.length());

        context.getBean(TransactionOperations.class).executeWithoutResult(status -> assertThatCode(
                () -> publishing.reconcile(run, new CheckedParts(stamps, Set.of(Whole.values()))))
                .doesNotThrowAnyException());
        assertThat(file).hasContent(content);
    }

    @Test
    void vouchesForNoBucketWhoseFiguresAreWrong() throws Exception {
        start("reconcile");
        var run = context.getBean(InvoicingRuns.class).issued().getFirst();
        database.asAdministrator("""
                SET session_replication_role = replica;
                DELETE FROM posting WHERE position = 1 AND invoice_id = (
                    SELECT invoice_id FROM issued_invoice WHERE number = 'INV-2026-000002')
                """);
        var right = IntStream.range(0, BUCKETS).filter(bucket -> isRight(run, bucket)).count();
        assertThat(right).isEqualTo(BUCKETS - 1);
        assertThat(start("").getAllFailureExceptions()).singleElement().asString()
                .contains("invoice INV-2026-000002: due ");
    }

    private boolean isRight(InvoicingRun run, int bucket) {
        try {
            return context.getBean(Publishing.class).check(run, bucket).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> indexesOfUsage() {
        return database.jdbc().sql("SELECT indexname FROM pg_indexes WHERE tablename = 'usage_record_2026_10' "
                + "AND indexname NOT LIKE '%pkey'").query(String.class).list();
    }

    @Test
    void indexesUsageForManyBucketsUntilTheyAreDrafted() throws Exception {
        load(16);
        buckets = 16;
        start("draftInvoices");
        assertThat(indexesOfUsage()).containsExactly("usage_record_2026_10_project");
        start("checkDrafts");
        assertThat(indexesOfUsage()).isEmpty();
    }

    @Test
    void readsUsageWithoutIndexForFewBuckets() throws Exception {
        start("draftInvoices");
        assertThat(indexesOfUsage()).isEmpty();
    }

    @Test
    void draftsWithoutIndexWhileAnImportHoldsTheUsage() throws Exception {
        load(16);
        buckets = 16;
        try (var lock = new TableLock(database, "usage_record_2026_10", "ROW EXCLUSIVE")) {
            assertThat(start("issueInvoices").getStatus()).isEqualTo(BatchStatus.STOPPED);
            assertThat(indexesOfUsage()).isEmpty();
        }
        assertThat(start("").getStatus()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(issued()).isEqualTo(16);
    }
}
