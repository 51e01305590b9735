package org.billinggroups.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.billinggroups.TestApplication;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.period.BillingPeriod;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/**
 * Somebody with all rights on the database does what would pay: he takes back, hides or disguises what was issued and
 * what happened to it, in several places at once. {@code verify} names it, and what would send, write or give numbers
 * refuses. Single columns are what {@code SealedTablesTest} changes.
 */
class AttackTest {
    private static final String OF_LAST_RUN = " WHERE run_id = (SELECT id FROM invoicing_run WHERE folder = '2026-09/run-1')";
    private static final String OF_LAST_INVOICES = " WHERE invoice_id IN (SELECT id FROM invoice" + OF_LAST_RUN + ")";
    /** The last run never was: its rows are gone, and the next numbers are those that it gave. */
    private static final String LAST_RUN_GONE = Stream.of("issued_invoice", "invoice_line", "invoice_tax", "posting",
            "invoice_state", "invoice_content", "document")
            .map(table -> "DELETE FROM " + table + OF_LAST_INVOICES + ";\n").reduce("", String::concat)
            + Stream.of("document", "invoice", "frozen_group", "frozen_membership", "frozen_usage_file", "frozen_price")
                    .map(table -> "DELETE FROM " + table + OF_LAST_RUN + ";\n").reduce("", String::concat)
            + """
                    DELETE FROM invoicing_run WHERE folder = '2026-09/run-1';
                    UPDATE number_series SET last_number = 2 WHERE series LIKE 'INV%'""";
    private static final String DELIVERIES_GONE = "DELETE FROM delivery_outcome; DELETE FROM delivery_attempt";
    private static final String BOTH = " FROM issued_invoice WHERE number IN ('INV-2026-000003', 'INV-2026-000004'))";
    private static final String DOCUMENTS_SWAPPED = "UPDATE document SET invoice_id = (SELECT sum(invoice_id)" + BOTH
            + " - invoice_id WHERE invoice_id IN (SELECT invoice_id" + BOTH;
    /** The chain ends before the last run, and its head says so. */
    private static final String CHAIN_CUT = """
            CREATE TEMPORARY TABLE cut ON COMMIT DROP AS SELECT min(position) AS position FROM seal
                WHERE subject = '2026-09/run-1';
            DELETE FROM seal_leaf WHERE position >= (SELECT position FROM cut);
            DELETE FROM seal WHERE position >= (SELECT position FROM cut);
            UPDATE seal_head SET position = s.position, link = s.link FROM seal s
                WHERE s.position = (SELECT max(position) FROM seal)""";
    private static final String OTHER_ACCOUNT = CHAIN_CUT + """
            ; UPDATE invoicing_run SET seller = seller || '{"name": "Thief Oy", "iban": "FI2112345600000785"}'
                WHERE folder = '2026-09/run-1'""";

    @TempDir
    private static Path folder;

    private static MailedCompany company;
    private static TestDatabase attacked;
    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void publishes() throws IOException {
        company = MailedCompany.publish(folder);
        attacked = company.database().copy();
        // Triggers and foreign keys do nothing from now on.
        attacked.asAdministrator("ALTER DATABASE " + attacked.name() + " SET session_replication_role = replica");
        var owner = attacked.owner();
        context = TestApplication.on(attacked, "spring.datasource.username=" + owner.username(),
                "spring.datasource.password=" + owner.password());
    }

    @AfterAll
    static void close() {
        context.close();
        attacked.close();
        company.close();
    }

    private static String run(TestDatabase database, int code, String... arguments) {
        var ended = CommandInProcess.run(database, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + ended.out() + ended.err()).isEqualTo(code);
        return ended.out() + ended.err();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '\u0001', value = {
            "a run disguised as an estimate # 2026-09 # UPDATE invoicing_run SET kind = 'estimate' WHERE "
                    + "folder = '2026-09/run-1'; UPDATE invoice_line SET amount = 1 # is sealed, but the database has no",
            "a run moved to another period # 2026-09 # UPDATE invoicing_run SET period = '2026-07-01' WHERE "
                    + "folder = '2026-09/run-1' # belongs to 2026-09, but the database has it in 2026-07",
            "a run moved with its invoices # 2026-09 # UPDATE issued_invoice SET period = '2026-07-01' WHERE "
                    + "period = '2026-09-01'; UPDATE invoicing_run SET period = '2026-07-01', folder = '2026-07/run-1' "
                    + "WHERE folder = '2026-09/run-1' # 2026-09/run-1: is sealed, but the database has no such run",
            "a credit note moved with its number # 2026-08 # UPDATE issued_invoice SET period = '2026-07-01' WHERE "
                    + "number LIKE 'CN%'; UPDATE invoicing_run SET period = '2026-07-01' WHERE kind = 'correction' "
                    + "# corrections/CN-2026-000001: belongs to 2026-08, but the database has it in 2026-07",
            "a run hidden as unfinished # 2026-09 # UPDATE invoicing_run SET finished_at = NULL # not noted as finished",
            "mails never sent # 2026-08 # " + DELIVERIES_GONE + " # delivery 1 of INV-2026-000001: was sealed and is",
            "a payment taken back # 2026-08 # DELETE FROM payment # payment 1 of INV-2026-000001: was sealed and is",
            "a credit taken back # 2026-08 # DELETE FROM credit # credit 1: was sealed and is missing",
            "a decision taken back # 2026-08 # DELETE FROM approval # in 2026-08: was sealed and is missing",
            "a credit note made undone # 2026-08 # DELETE FROM invoice_state WHERE state = 'credited' "
                    + "# credited of INV-2026-000002: was sealed and is missing",
            "a series set back # 2026-08 # UPDATE number_series SET last_number = last_number - 1 WHERE series LIKE 'I%' "
                    + "# of 2026: the last number was 4, but 3 is noted",
            "a series set forward # 2026-08 # UPDATE number_series SET last_number = last_number + 1 WHERE series LIKE "
                    + "'I%' # of 2026: the last number was 4, but 5 is noted",
            "a series forgotten # 2026-08 # DELETE FROM number_series WHERE series LIKE 'I%' # but none is noted",
            "a number more # 2026-08 # INSERT INTO issued_invoice SELECT (jsonb_populate_record(n, '{`invoice_id`: 99, `revision`: 9, "
                    + "`sequence`: 5, `number`: `INV-2026-000005`, `journal_entry`: 99, `payment_reference`: null}')).* FROM issued_invoice n "
                    + "WHERE number = 'INV-2026-000001' # number 5 is issued without a seal",
            "a run sealed a second time # 2026-09 # DROP INDEX sealed_once; SELECT append_seal(1, 'run', "
                    + "'2026-09/run-1', repeat('0', 64), 0, repeat('0', 64)) # was sealed before",
            "a seal of a format that is none # 2026-09 # SELECT append_seal(0, 'earlier', '2026-09/run-1', "
                    + "repeat('0', 64), 0, repeat('0', 64)) # its leaves are not those that were sealed" })
    void findsWhatWasTakenBackOrHidden(String what, String period, String attack, String finding) {
        assertThat(findingsAfter(attack, period)).as(what).anyMatch(found -> found.contains(finding.strip()));
        assertThat(findingsAfter("", period)).as("undisturbed").isEmpty();
    }

    @Test
    void namesWhatCannotEvenBeRead() {
        try (var database = afterAttack(
                "ALTER TABLE invoicing_run DROP CONSTRAINT invoicing_run_membership_rule_check; "
                        + "UPDATE invoicing_run SET membership_rule = 'x' WHERE folder = '2026-09/run-1'")) {
            assertThat(run(database, 21, "verify")).contains("the runs cannot be checked");
        }
    }

    @Test
    void findsThatTheLastRunIsGoneWithItsNumbers() {
        assertThat(findingsAfter(LAST_RUN_GONE, "2026-09")).contains(
                "2026-09/run-1: is sealed, but the database has no such run",
                folder.resolve("out/2026-09/run-1") + ": belongs to no run of this database",
                "series INV-{year}-{number:6} of 2026: numbers 3 to 4 are sealed and missing",
                "series INV-{year}-{number:6} of 2026: the last number was 4, but 2 is noted");
        // Of all that only the folder is left, and the head of the chain that somebody kept.
        assertThat(findingsAfter(LAST_RUN_GONE + ";\n" + CHAIN_CUT, "2026-09"))
                .contains(folder.resolve("out/2026-09/run-1") + ": belongs to no run of this database");
    }

    @Test
    void givesNoNumberASecondTime() throws IOException {
        try (var database = afterAttack(LAST_RUN_GONE)) {
            var elsewhere = folder.resolve("elsewhere").toString();
            assertThat(run(database, 20, "run", "2026-10", "--issue-date", "2026-11-02", "--out", elsewhere))
                    .contains("no numbers are given, since some would come twice",
                            "the last number was 4, but 2 is noted");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '\u0001', value = {
            "2026-08 # " + DELIVERIES_GONE + " # was sealed and is missing",
            "2026-09 # " + DOCUMENTS_SWAPPED + " # invoice INV-2026-000003: is not what was sealed (document)",
            "2026-09 # UPDATE frozen_group SET fields = fields || '{`billing_emails`: [`thief@x.example`]}' "
                    + "# is not what was sealed (frozen_group)" })
    void mailsNothingAfter(String period, String attack, String finding) {
        try (var database = afterAttack(attack)) {
            int before = company.mails();
            assertThat(run(database, 21, "send", period)).contains(finding.strip());
            assertThat(run(database, 21, "send", period, "--dry-run")).contains(finding.strip());
            assertThat(company.mails()).isEqualTo(before);
        }
    }

    @Test
    void mailsNoFileThatALinkLeadsTo() throws IOException {
        var pdf = folder.resolve("out/2026-09/run-1/invoices/INV-2026-000003.pdf");
        var away = folder.resolve("away.pdf");
        try (var database = company.database().copy()) {
            Files.createSymbolicLink(pdf, Files.move(pdf, away));
            int before = company.mails();
            assertThat(run(database, 21, "send", "2026-09")).contains(pdf + ": is a link, not a file");
            assertThat(company.mails()).isEqualTo(before);
        } finally {
            Files.move(away, pdf, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void writesNoDocumentWithOtherData() throws IOException {
        var pdf = folder.resolve("out/2026-09/run-1/invoices/INV-2026-000003.pdf");
        var bytes = Files.readAllBytes(pdf);
        try (var database = afterAttack(OTHER_ACCOUNT)) {
            Files.delete(pdf);
            assertThat(run(database, 20, "render", "2026-09"))
                    .contains("is not what was sealed, so nothing was written");
            assertThat(pdf).doesNotExist();
            var ubl = folder.resolve("ubl");
            assertThat(run(database, 20, "render", "2026-09", "--ubl", "--out", ubl.toString()))
                    .contains("it is not what was sealed, so nothing was written");
            assertThat(ubl).doesNotExist();
            assertThat(run(database, 21, "verify", "2026-09")).contains("2026-09/run-1 has no seal");
        } finally {
            Files.write(pdf, bytes);
        }
    }

    @Test
    void namesAFolderThatIsLostBeforeItIsPublished() throws IOException {
        try (var database = company.database().copy()) {
            var out = folder.resolve("lost");
            String[] issue = { "run", "2026-10", "--issue-date", "2026-11-02", "--out", out.toString() };
            run(database, 0, Stream.concat(Stream.of(issue), Stream.of("--until", "issue")).toArray(String[]::new));
            FileSystemUtils.deleteRecursively(out);
            assertThat(run(database, 21, "verify", "2026-10")).contains(
                    "2026-10 run 1: has given numbers and is not published; 'billing run 2026-10' continues it");
            run(database, 0, issue);
            run(database, 0, "verify");
        }
    }

    private static TestDatabase afterAttack(String attack) {
        var database = company.database().copy();
        database.asAdministrator("ALTER DATABASE " + database.name() + " SET session_replication_role = replica");
        database.asAdministrator("DO $$BEGIN " + attack.replace('`', '"') + "; END$$");
        database.asAdministrator("ALTER DATABASE " + database.name() + " RESET session_replication_role");
        return database;
    }

    private static List<String> findingsAfter(String attack, String period) {
        var jdbc = context.getBean(JdbcClient.class);
        return Objects.requireNonNull(context.getBean(TransactionTemplate.class).execute(status -> {
            status.setRollbackOnly();
            for (var statement : attack.isBlank() ? new String[0] : attack.replace('`', '"').split(";")) {
                if (statement.strip().startsWith("SELECT")) {
                    jdbc.sql(statement).query().listOfRows();
                } else {
                    int changed = jdbc.sql(statement).update();
                    assertThat(changed > 0 || !statement.contains("UPDATE") && !statement.contains("DELETE"))
                            .as(statement).isTrue();
                }
            }
            List<String> found = new ArrayList<>();
            try {
                var whole = context.getBean(Audit.class).look(Optional.of(BillingPeriod.parse(period)),
                        folder.resolve("out"), (run, findings) -> found.addAll(findings.differences()));
                found.addAll(whole.differences());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return found;
        }));
    }
}
