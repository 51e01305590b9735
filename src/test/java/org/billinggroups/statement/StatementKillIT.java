package org.billinggroups.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.job.BillingProcess;
import org.billinggroups.job.TableLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import that is killed with -9 has brought all of its file or nothing, and the next one brings the rest. */
class StatementKillIT {
    private static final int ENTRIES = 2_000;
    /** A process lives for about a second. */
    private static final int LATEST_KILL_MILLIS = 2_000;
    private static final int KILLS = 8;

    @TempDir
    private static Path folder;

    private static TestDatabase company;
    private TestDatabase database;

    /** One invoice of 100,000 EUR. */
    @BeforeAll
    static void issuesAnInvoice() throws IOException {
        company = TestDatabase.create();
        for (var command : LargeStatement.issueOne(folder, "100000")) {
            StatementTest.run(company, 0, command.toArray(String[]::new));
        }
    }

    @AfterAll
    static void dropCompany() {
        company.close();
    }

    @BeforeEach
    void copyCompany() {
        database = company.copy();
    }

    @AfterEach
    void dropCopy() {
        database.close();
    }

    private static String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** Entries of one euro each; the last of all is more than is open. */
    private static String statement(String name, int first, int last) throws IOException {
        return write(name, IntStream.rangeClosed(first, last).mapToObj(i -> "2026-10-05," + (i == ENTRIES ? 99_000 : 1)
                + ",EUR,,One,INV-2026-000001,R" + i + "\n").collect(
                        Collectors.joining("", "booked_on,amount,currency,reference,remitter,remittance,entry_id\n",
                                "")));
    }

    private String[] importing(String file) {
        return new String[]{ "payment", "import", "--on-account", file };
    }

    @Test
    void bringsNothingWhereverItWrites() throws Exception {
        var file = statement("all.csv", 1, ENTRIES);
        for (var table : new String[]{ "statement_file", "statement_entry", "payment", "credit", "on_account",
                "seal" }) {
            try (var lock = new TableLock(database, table, "SHARE")) {
                var process = BillingProcess.start(database.environment(), importing(file));
                lock.awaitWaiter();
                process.kill();
            }
            assertThat(count("statement_file") + count("statement_entry") + count("payment") + count("on_account"))
                    .as(table).isZero();
        }
        bringsTheRest(file);
    }

    @Test
    void bringsAllOrNothingWheneverItIsKilled() throws Exception {
        var overlapping = statement("first.csv", 1, ENTRIES * 2 / 3);
        var file = statement("second.csv", ENTRIES / 3, ENTRIES);
        var random = new Random(26);
        for (int kill = 0; kill < KILLS; kill++) {
            long before = count("statement_entry");
            var process = BillingProcess.start(database.environment(), importing(kill % 2 == 0 ? overlapping : file));
            Thread.sleep(random.nextInt(LATEST_KILL_MILLIS));
            process.kill();
            // At once: the server may be about to commit for the process that is gone.
            var brought = database.jdbc().sql("""
                    SELECT (SELECT count(*) FROM statement_entry) AS entries, (SELECT count(*) FROM payment) AS payments
                    """).query((rs, row) -> List.of(rs.getLong("entries"), rs.getLong("payments"))).single();
            assertThat(brought.getFirst()).isEqualTo(brought.getLast()).isIn(before, (long) ENTRIES * 2 / 3,
                    (long) ENTRIES - ENTRIES / 3 + 1, (long) ENTRIES);
        }
        StatementTest.run(database, 0, importing(overlapping));
        bringsTheRest(file);
    }

    private void bringsTheRest(String file) {
        StatementTest.run(database, 0, importing(file));
        assertThat(count("statement_entry")).isEqualTo(ENTRIES);
        assertThat(count("payment")).isEqualTo(ENTRIES);
        assertThat(database.jdbc().sql("""
                SELECT (SELECT trim_scale(sum(open)) FROM invoice_balance) || ' '
                    || (SELECT trim_scale(sum(amount)) FROM on_account)
                """).query(String.class).single()).isEqualTo("0 " + (99_000 - (100_000 - (ENTRIES - 1))));
        StatementTest.run(database, 0, "verify");
    }

    private long count(String table) {
        return database.jdbc().sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }
}
