package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a process that died left of its job's state, the next one goes on from there. */
class RestartTest extends CommandTest {
    @BeforeEach
    void stopsAfterDrafting() throws IOException {
        var company = SmallCompany.write(folder, 1);
        billing(0, "apply", company.apply().toString(), "--yes");
        billing(0, "price", "import", company.prices().toString());
        Files.writeString(company.usage(), """
                usage_id,project,service,sku,quantity,unit,started_at,ended_at
                a,project-0,Compute,vm,1,hour,2026-10-05T00:00:00Z,2026-10-05T01:00:00Z
                """);
        billing(0, "import", company.usage().toString());
        billing(0, "run", "2026-10", "--issue-date", "2026-11-02", "--until", "draft", "--out", folder.toString());
    }

    @ParameterizedTest
    @CsvSource({
            "STARTING, COMPLETED",
            "STARTED, COMPLETED",
            "STARTED, STARTED",
            "STOPPING, STARTED",
            "UNKNOWN, COMPLETED",
            "UNKNOWN, UNKNOWN",
            "FAILED, STARTED",
            "FAILED, UNKNOWN",
            "STOPPED, STARTED" })
    void goesOnFromAnyState(String job, String lastStep) {
        database.jdbc().sql("UPDATE batch_job_execution SET status = ?, exit_code = 'UNKNOWN', "
                + "end_time = CASE WHEN ? IN ('FAILED', 'STOPPED') THEN end_time END WHERE job_execution_id = "
                + "(SELECT max(job_execution_id) FROM batch_job_execution)").params(job, job).update();
        database.jdbc().sql("UPDATE batch_step_execution SET status = ?, exit_code = 'UNKNOWN' WHERE step_execution_id "
                + "= (SELECT max(step_execution_id) FROM batch_step_execution)").param(lastStep).update();
        finishes();
    }

    @Test
    void notesTheEndOfARunInATransactionThatChecksTheLock() {
        database.ownerJdbc().sql("""
                CREATE FUNCTION refuse_unchecked() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NOT EXISTS (SELECT FROM pg_locks WHERE pid = pg_backend_pid()
                            AND relation = 'invoicing_lock'::regclass AND mode = 'RowShareLock') THEN
                        RAISE EXCEPTION 'this transaction has not checked the lock';
                    END IF;
                    RETURN NEW;
                END$$;
                CREATE TRIGGER refuse_unchecked BEFORE UPDATE ON invoicing_run
                    FOR EACH ROW WHEN (NEW.finished_at IS NOT NULL) EXECUTE FUNCTION refuse_unchecked();
                """).update();
        billing(0, "run", "2026-10");
        billing(0, "invoice", "credit-note", "INV-2026-000001", "--reason", "Wrong", "--issue-date", "2026-11-03",
                "--out", folder.toString());
    }

    @Test
    void startsWhereTheProcessDiedBetweenTheJobsNameAndItsFirstExecution() {
        for (var table : new String[]{ "step_execution_context", "step_execution", "job_execution_context",
                "job_execution_params", "job_execution" }) {
            database.jdbc().sql("DELETE FROM batch_" + table).update();
        }
        assertThat(database.jdbc().sql("SELECT count(*) FROM batch_job_instance").query(Long.class).single())
                .isEqualTo(2);
        finishes();
    }

    @Test
    void goesOnWherePartitionsHaveLostTheirContext() {
        for (var table : new String[]{ "batch_job_execution", "batch_step_execution" }) {
            database.jdbc().sql("UPDATE " + table + " SET status = 'STARTED' WHERE job_execution_id = "
                    + "(SELECT max(job_execution_id) FROM batch_job_execution)").update();
        }
        database.jdbc().sql("""
                UPDATE batch_step_execution_context SET short_context = (
                    SELECT c.short_context FROM batch_step_execution_context c JOIN batch_step_execution s
                        USING (step_execution_id) WHERE s.step_name = 'freezeInputs')
                """).update();
        finishes();
    }

    @Test
    void forgetsOnlyTheHistoryOfWhatHasEnded() {
        assertThat(billing(0, "purge").out()).contains("0 executions");
        // The import has ended, the run has not.
        assertThat(billing(0, "purge", "--older-than", "0").out()).contains("1 execution forgotten");
        finishes();
        assertThat(billing(0, "purge", "--older-than", "0").out()).contains("2 executions forgotten");
        assertThat(billing(0, "run").out()).contains("nothing to invoice");
        assertThat(billing(0, "status", "2026-10").out()).contains("attempt 1, run 1: finished");
        billing(0, "import", folder.resolve("usage.csv").toString());
        billing(2, "purge", "--older-than", "-1");
        for (var table : new String[]{ "job_instance", "job_execution", "job_execution_params", "step_execution" }) {
            assertThat(database.jdbc().sql("SELECT count(*) FROM batch_" + table).query(Long.class).single()).isZero();
        }
    }

    @Test
    void failsInOneSentenceWhereALockIsNotGiven() throws Exception {
        var setting = "spring.datasource.hikari.connection-init-sql";
        System.setProperty(setting, "SET lock_timeout = '200ms'");
        try (var lock = new TableLock(database, "issued_invoice")) {
            assertThat(billing(5, "run", "2026-10").err()).contains("lock timeout").doesNotContain("\tat ");
        } finally {
            System.clearProperty(setting);
        }
        finishes();
    }

    private void finishes() {
        billing(0, "run", "2026-10");
        assertThat(folder.resolve("2026-10/run-1/invoices/INV-2026-000001.pdf")).exists();
        billing(0, "verify");
    }
}
