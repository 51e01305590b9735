package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.billinggroups.database.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kills the invoicing job with -9 in each of its steps and starts it again: the output is that of an undisturbed run,
 * byte for byte. {@code ChaosIT} kills at random; here, to kill a process at a known place, the test locks a table,
 * waits until the process waits for it, and kills it there.
 */
class CrashIT {
    @TempDir
    private static Path folder;

    private static TestDatabase imported;
    private static Map<String, String> undisturbed;

    @BeforeAll
    static void importsUsageAndRunsUndisturbed() {
        var company = SmallCompany.write(folder.resolve("input"), 40);
        imported = TestDatabase.create();
        var environment = imported.environment();
        succeed(environment, "apply", company.apply().toString(), "--yes");
        succeed(environment, "price", "import", company.prices().toString());
        succeed(environment, "import", company.usage().toString());
        var out = folder.resolve("undisturbed");
        succeed(imported.copy().environment(), run(out));
        undisturbed = FolderContent.of(out);
        assertThat(undisturbed).hasSize(2 * 40 + 3);
    }

    @ParameterizedTest
    @CsvSource({
            "freezeInputs, frozen_usage_file",
            "draftInvoices, invoice_line",
            "issueInvoices, issued_invoice",
            "afterIssuing, invoice_state",
            "renderDocuments, document",
            "postLedger, posting",
            "postLedgerAndReconcile, posting frozen_usage_file" })
    void finishesAfterAKillInAnyStep(String step, String lockedTables) throws Exception {
        try (var database = imported.copy()) {
            var out = folder.resolve(step);
            for (var table : lockedTables.split(" ")) {
                killWhereItNeeds(table, database, out);
            }
            succeed(database.environment(), run(out));
            assertThat(FolderContent.of(out)).isEqualTo(undisturbed);
            succeed(database.environment(), "verify");
        }
    }

    @Test
    void finishesAfterTwoKillsInARow() throws Exception {
        try (var database = imported.copy()) {
            var out = folder.resolve("twice");
            killWhereItNeeds("document", database, out);
            killWhereItNeeds("document", database, out);
            succeed(database.environment(), run(out));
            assertThat(FolderContent.of(out)).isEqualTo(undisturbed);
        }
    }

    @Test
    void importLeavesNothingWhenKilled() throws Exception {
        var company = SmallCompany.write(folder.resolve("other-input"), 41);
        try (var database = imported.copy()) {
            try (var lock = new TableLock(database, "usage_file_sku")) {
                var process = BillingProcess.start(database.environment(), "import", company.usage().toString());
                lock.awaitWaiter();
                process.kill();
            }
            assertThat(database.jdbc().sql("SELECT count(*) FROM usage_file").query(Long.class).single()).isEqualTo(1);
            var again = BillingProcess.run(database.environment(), "import", company.usage().toString());
            assertThat(again.out()).contains("1640 rows: 40 accepted, 1600 duplicate, 0 rejected");
        }
    }

    @Test
    void finishesACreditNoteAfterKills() throws Exception {
        String[] credit = { "invoice", "credit-note", "INV-2026-000003", "--reason", "Wrong price", "--issue-date",
                "2026-11-05" };
        Map<String, String> expected;
        try (var database = imported.copy()) {
            var out = folder.resolve("credited");
            succeed(database.environment(), run(out));
            succeed(database.environment(), credit);
            expected = FolderContent.of(out.resolve("corrections"));
        }
        try (var database = imported.copy()) {
            var out = folder.resolve("credited-after-kills");
            succeed(database.environment(), run(out));
            for (var table : new String[]{ "corrected_line", "posting", "document" }) {
                killWhereItNeeds(table, database, credit);
            }
            assertThat(out.resolve("corrections/CN-2026-000001")).doesNotExist();
            assertThat(BillingProcess.run(database.environment(), "status").out())
                    .contains("credit note CN-2026-000001 has no files yet");
            succeed(database.environment(), "run");
            assertThat(FolderContent.of(out.resolve("corrections"))).isEqualTo(expected);
            succeed(database.environment(), credit);
            succeed(database.environment(), "verify");
            assertThat(FolderContent.of(out.resolve("corrections"))).isEqualTo(expected);
        }
    }

    @Test
    void finishesAReissueAfterKills() throws Exception {
        String[] reissue = { "invoice", "credit-note", "INV-2026-000003", "--reason", "Wrong price", "--issue-date",
                "2026-11-05", "--reissue" };
        String[] issue = { "run", "2026-10", "--out", "", "--quiet" };
        Map<String, String> expected;
        try (var database = imported.copy()) {
            var out = folder.resolve("reissued");
            issue[3] = out.toString();
            succeed(database.environment(), run(out));
            succeed(database.environment(), reissue);
            succeed(database.environment(), issue);
            expected = FolderContent.of(out);
        }
        assertThat(expected).containsKey("2026-10/run-2/invoices/INV-2026-000041.pdf");
        try (var database = imported.copy()) {
            var out = folder.resolve("reissued-after-kills");
            issue[3] = out.toString();
            succeed(database.environment(), run(out));
            for (var table : new String[]{ "superseded_invoice", "document", "frozen_usage_file",
                    "invoice_content" }) {
                killWhereItNeeds(table, database, reissue);
            }
            succeed(database.environment(), reissue);
            succeed(database.environment(), reissue);
            succeed(database.environment(), issue);
            succeed(database.environment(), "verify");
            assertThat(FolderContent.of(out)).isEqualTo(expected);
        }
    }

    private static void killWhereItNeeds(String table, TestDatabase database, Path out) throws Exception {
        killWhereItNeeds(table, database, run(out));
    }

    private static void killWhereItNeeds(String table, TestDatabase database, String... arguments) throws Exception {
        try (var lock = new TableLock(database, table)) {
            var process = BillingProcess.start(database.environment(), arguments);
            lock.awaitWaiter();
            assertThat(process.isAlive()).isTrue();
            process.kill();
        }
    }

    private static String[] run(Path out) {
        return new String[]{ "run", "2026-10", "--issue-date", "2026-11-02", "--out", out.toString(), "--quiet" };
    }

    private static void succeed(Map<String, String> environment, String... arguments) {
        var ended = BillingProcess.run(environment, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err()).isZero();
    }
}
