package org.billinggroups.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.database.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large statement: each entry pays its own invoice, or cannot be matched. */
class LargeStatementTest {
    private static final LargeStatement LARGE = new LargeStatement(Integer.getInteger("statement.entries", 20_000));

    @TempDir
    private Path folder;

    @Test
    void isMatchedAsASet() throws IOException {
        try (var database = TestDatabase.create()) {
            for (var command : LargeStatement.issueOne(folder)) {
                var ended = CommandInProcess.run(database, command.toArray(String[]::new));
                assertThat(ended.exitCode()).as(ended.err()).isZero();
            }
            database.asAdministrator(LARGE.multiply());
            var statement = LARGE.write(folder);
            var ended = CommandInProcess.run(database, "payment", "import", statement.toString());
            assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(3);
            assertThat(ended.out()).contains(LARGE.imported());
            assertThat(database.jdbc().sql("""
                    SELECT count(*) || ' ' || sum(p.amount) || ' ' || count(DISTINCT p.invoice_id) FROM payment p
                    JOIN statement_entry e ON e.id = p.entry_id AND e.amount = p.amount
                    JOIN issued_invoice n ON n.invoice_id = p.invoice_id AND strpos(e.remittance, n.number) > 0
                    """).query(String.class).single())
                    .isEqualTo(LARGE.matched() + " " + LARGE.matched() + ".00 " + LARGE.matched());
            var again = Files.writeString(folder.resolve("again.xml"), Files.readString(statement) + "<!-- later -->");
            assertThat(CommandInProcess.run(database, "payment", "import", again.toString()).out())
                    .contains("0 new entries, 0 matched, 0 unmatched, " + LARGE.entries() + " known already");
        }
    }
}
