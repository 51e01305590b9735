package org.billinggroups.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.billinggroups.TestApplication;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.cli.CommandInProcess.Ended;
import org.billinggroups.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bank statements bring is matched once, by references and numbers, and by nothing else. */
class StatementTest {
    static final String IBAN = "FI2112345600000785";

    @TempDir
    private static Path folder;

    private static TestDatabase company;
    private TestDatabase database;

    /** Invoices 1, 3 and 5 of 100 EUR are of group One, 2, 4 and 6 of 50 EUR of group Two; 7 is in USD. */
    @BeforeAll
    static void issuesInvoices() throws IOException {
        company = TestDatabase.create();
        run(company, 0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Street 1], city: Helsinki, country_code: FI,
                         vat_id: FI20774740, iban: %s}
                accounts:
                  - id: acme
                    billing_groups:
                      - {id: 00000000-0000-0000-0000-000000000001, name: One, currency: EUR, company: One Ltd,
                         address_lines: [Road 1], city: Town, country_code: US}
                      - {id: 00000000-0000-0000-0000-000000000002, name: Two, currency: EUR, company: Two Ltd,
                         address_lines: [Road 1], city: Town, country_code: US}
                    projects: [{id: p1, billing_group: One}, {id: p2, billing_group: Two}]
                """.formatted(IBAN)), "--yes");
        for (var month : new String[]{ "07", "08", "09" }) {
            run(company, 0, "import", write(month + ".csv", """
                    usage_id,project,service,sku,quantity,unit,started_at,ended_at,amount,currency
                    a%1$s,p1,S,s,1,hour,2026-%1$s-05T00:00:00Z,2026-%1$s-05T01:00:00Z,100,EUR
                    b%1$s,p2,S,s,1,hour,2026-%1$s-05T00:00:00Z,2026-%1$s-05T01:00:00Z,50,EUR
                    """.formatted(month)));
            run(company, 0, "run", "2026-" + month, "--issue-date", "2026-10-01", "--out",
                    folder.resolve("out").toString());
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

    static Ended run(TestDatabase database, int exitCode, String... arguments) {
        var ended = CommandInProcess.run(database, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err())
                .isEqualTo(exitCode);
        return ended;
    }

    private static String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String csv(String... rows) throws IOException {
        return write("statement" + String.join("|", rows).hashCode() + ".csv",
                "booked_on,amount,currency,reference,remitter,remittance,entry_id\n" + String.join("\n", rows) + "\n");
    }

    private Ended billing(int exitCode, String... arguments) {
        return run(database, exitCode, arguments);
    }

    private String open() {
        return String.join(" ", database.jdbc().sql("""
                SELECT right(n.number, 1) || ':' || trim_scale(b.open) FROM issued_invoice n
                JOIN invoice_balance b USING (invoice_id) WHERE b.open <> 0 ORDER BY n.number
                """).query(String.class).list());
    }

    private List<String> entries() {
        return database.jdbc().sql("""
                SELECT trim_scale(e.amount) || ' ' || trim_scale(b.matched) || coalesce(' ' || e.reason, '')
                FROM statement_entry e JOIN statement_entry_balance b ON b.entry_id = e.id ORDER BY e.id
                """).query(String.class).list();
    }

    @Test
    void matchesByReferenceAndNumber() throws IOException {
        var reference = database.jdbc().sql("SELECT payment_reference FROM issued_invoice WHERE number LIKE '%4'")
                .query(String.class).single();
        var ended = billing(3, "payment", "import", csv("2026-10-05,100,EUR,,One,Invoice INV-2026-000001,A1",
                "2026-10-05,30,EUR,,Two,inv 2026/000002 part,A2", "2026-10-05,100.01,EUR,,One,INV2026000003,A3",
                "2026-10-06,150,EUR,,Both,INV-2026-000005 INV-2026-000006,A4", "2026-10-06,50,EUR,,Nobody,thanks,A5",
                "2026-10-06,50,EUR," + reference + ",Two,INV-2026-000002,A6",
                "2026-10-06,0.01,EUR,,Two," + reference + ",A7",
                "2026-10-06,120,EUR,,,INV-2026-000002 INV-2026-000003,A8",
                "2026-10-06,120.01,EUR,,,INV-2026-000002 INV-2026-000003,A9", "2026-10-06,5,EUR,,,INV-2026-0000010,B1",
                "2026-10-07,-5,EUR,,,Rent,B2"));
        assertThat(entries()).containsExactly("100 100", "30 30",
                "100.01 0 it is more than the EUR 100.00 that are open of INV-2026-000003", "150 150",
                "50 0 it has no reference of ours and names no invoice of ours", "50 50",
                "0.01 0 nothing is open of INV-2026-000004", "120 120",
                "120.01 0 it is not the EUR 0.00 that are open of INV-2026-000002, INV-2026-000003 together",
                "5 0 it has no reference of ours and names no invoice of ours", "-5 0 it names no credit note of ours");
        assertThat(open()).isEmpty();
        assertThat(ended.out()).contains("11 new entries, 5 matched, 6 unmatched");
        billing(0, "verify");
    }

    @Test
    void knowsFilesAndEntries() throws IOException {
        var first = csv("2026-10-05,60,EUR,,One,INV-2026-000001,R1", "2026-10-05,10,EUR,,One,INV-2026-000001,",
                "2026-10-05,10,EUR,,One,INV-2026-000001,");
        billing(0, "payment", "import", first);
        var paid = entries();
        assertThat(billing(0, "payment", "import", first).out()).contains("imported already");
        // Overlapping, cut elsewhere, with a reference that several entries now share, and with more of the same.
        var ended = billing(0, "payment", "import", csv("2026-10-05,10,EUR,,One,INV-2026-000001,NONREF",
                "2026-10-05,60,EUR,,One,INV-2026-000001,R1", "2026-10-05,10,EUR,,One,INV-2026-000001,NOTPROVIDED",
                "2026-10-06,5,EUR,,Two,INV-2026-000002,R1", "2026-10-05,10,EUR,,One,INV-2026-000001,"));
        assertThat(ended.out()).contains("2 new entries, 2 matched, 0 unmatched, 3 known already");
        assertThat(entries()).hasSize(5).startsWith(paid.toArray(String[]::new)).endsWith("5 5", "10 10");
        assertThat(open()).isEqualTo("1:10 2:45 3:100 4:50 5:100 6:50");
        // Other marks in the same amount are other entries.
        assertThat(billing(0, "payment", "import", csv("2026-10-07,1,EUR,,,INV-2026-000003,X",
                "2026-10-07,1,EUR,,,INV-2026-000003,Y")).out()).contains("2 new");
        assertThat(billing(0, "payment", "import", csv("2026-10-07,1,EUR,,,INV-2026-000003,Z")).out())
                .contains("1 new");
        // A mark that several entries share tells them apart from those of another mark.
        for (var mark : new String[]{ "S1", "S2" }) {
            assertThat(billing(0, "payment", "import", csv("2026-10-08,1,EUR,,,INV-2026-000003," + mark,
                    "2026-10-08,2,EUR,,,INV-2026-000003," + mark)).out()).contains("2 new");
        }
    }

    @Test
    void ofTwoProcessesAtOnceEachEntryCountsOnce() throws Exception {
        var rows = IntStream.rangeClosed(1, 40).mapToObj(i -> "2026-10-05,1,EUR,,One,INV-2026-000001,R" + i).toList();
        var files = List.of(csv(rows.subList(0, 30).toArray(String[]::new)),
                csv(rows.subList(10, 40).toArray(String[]::new)), csv(rows.toArray(String[]::new)));
        try (var one = TestApplication.on(database); var other = TestApplication.on(database)) {
            var imports = List.of(one.getBean(StatementImport.class), other.getBean(StatementImport.class));
            var running = IntStream.range(0, 6).mapToObj(i -> CompletableFuture.supplyAsync(
                    () -> imports.get(i % 2).importFile(Path.of(files.get(i / 2)), false, "me"))).toList();
            running.forEach(CompletableFuture::join);
        }
        assertThat(entries()).hasSize(40);
        assertThat(open()).startsWith("1:60 ");
        assertThat(count("statement_file")).isEqualTo(3);
        billing(0, "verify");
    }

    /** The session is ended while the import waits for an invoice that somebody else is paying. */
    @Test
    void ofAnImportThatIsKilledNothingIsKept() throws Exception {
        var file = csv("2026-10-05,60,EUR,,One,INV-2026-000001,R1", "2026-10-05,50,EUR,,One,INV-2026-000002,R2");
        try (var other = TestDatabase.dataSource(database.application()).getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("INSERT INTO payment (invoice_id, amount, paid_on, recorded_at, recorded_by) "
                    + "SELECT invoice_id, 1, issue_date, now(), 'other' FROM issued_invoice WHERE number LIKE '%2'");
            var killed = CompletableFuture.supplyAsync(() -> CommandInProcess.run(database, "payment", "import", file));
            while (database.waiting() == 0) {
                Thread.sleep(20);
            }
            database.asAdministrator("""
                    DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
                        WHERE NOT granted AND datname = current_database(); END $$
                    """);
            assertThat(killed.get().exitCode()).isEqualTo(5);
            other.rollback();
        }
        assertThat(count("statement_file") + count("statement_entry") + count("payment")).isZero();
        billing(0, "payment", "import", file);
        assertThat(open()).startsWith("1:40 3:100 ");
        billing(0, "verify");
    }

    private long count(String table) {
        return database.jdbc().sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }

    @Test
    void refusesAFileAsAWhole() throws IOException {
        assertThat(billing(20, "payment", "import", csv("2026-10-05,60,EUR,,,INV-2026-000001,R1",
                "2026-10-05,60,USD,,,INV-2026-000001,R2", "5.10.2026,60,EUR,,,,", "2026-10-05,1.005,EUR,,,,",
                "2026-10-05,0,EUR,,,,", "2199-10-05,1,EUR,,,,")).err())
                .contains(":3: currency 'USD': expected " + IBAN + " EUR",
                        ":4: booked_on '5.10.2026'", ":5: amount '1.005'", ":6: amount '0'",
                        ":7: booking day '2199-10-05': is in the future");
        assertThat(billing(20, "payment", "import", write("other.csv", "date,amount\n")).err()).contains("booked_on");
        assertThat(billing(20, "payment", "import", folder.resolve("none").toString()).err()).contains("no such file");
        assertThat(count("statement_file") + count("statement_entry") + count("payment")).isZero();
    }

    @Test
    void putsOnAccountWhatIsMoreThanIsOpen() throws IOException {
        billing(0, "payment", "import", "--on-account", csv("2026-10-05,130,EUR,,One,INV-2026-000001,R1"));
        assertThat(open()).startsWith("2:50 ");
        assertThat(billing(0, "credit", "list").out()).contains("prepaid", "EUR 30.00",
                "Payment of 2026-10-05 beyond INV-2026-000001");
        billing(0, "verify");
        billing(0, "payment", "unmatch", "1", "--reason", "Somebody else's");
        assertThat(open()).startsWith("1:100 2:50 ");
        assertThat(billing(0, "payment", "list", "--unmatched").out()).contains("taken back: Somebody else's");
        billing(20, "payment", "unmatch", "1", "--reason", "Again");
        billing(0, "payment", "match", "1", "INV-2026-000001=90", "--on-account");
        assertThat(open()).startsWith("1:10 2:50 ");
        // The next invoice is paid from it.
        run(database, 0, "import", write("10.csv", """
                usage_id,project,service,sku,quantity,unit,started_at,ended_at,amount,currency
                a10,p1,S,s,1,hour,2026-10-05T00:00:00Z,2026-10-05T01:00:00Z,100,EUR
                """));
        billing(0, "run", "2026-10", "--issue-date", "2026-11-01", "--out", folder.resolve("more").toString());
        assertThat(open()).endsWith(" 7:60");
        assertThat(billing(20, "payment", "unmatch", "1", "--reason", "Late").err())
                .contains("invoice INV-2026-000007 was paid from the credit");
        billing(0, "verify");
    }

    @Test
    void paysBackCreditNotesAndReopensWhatWasReturned() throws IOException {
        billing(0, "payment", "import", csv("2026-10-05,100,EUR,,One,INV-2026-000001,R1",
                "2026-10-05,50,EUR,,Two,INV-2026-000002,R2"));
        billing(0, "invoice", "credit-note", "INV-2026-000001", "--reason", "x", "--issue-date", "2026-10-06", "--out",
                folder.resolve("notes").toString());
        assertThat(open()).startsWith("1:-100 3:100 ");
        billing(3, "payment", "import", csv("2026-10-07,-100.01,EUR,,One,CN-2026-000001,R3",
                "2026-10-07,-60,EUR,,One,CN-2026-000001,R4", "2026-10-07,40,EUR,,One,CN-2026-000001,R5"));
        assertThat(entries()).endsWith(
                "-100.01 0 it is not the EUR 100.00 that are due to the customer by CN-2026-000001", "-60 -60",
                "40 0 it names the credit note CN-2026-000001, which is not for paying");
        assertThat(open()).startsWith("1:-40 3:100 ");
        billing(0, "payment", "match", "3", "CN-2026-000001");
        assertThat(open()).startsWith("3:100 ");
        billing(0, "payment", "unmatch", "3", "--reason", "x");
        billing(0, "payment", "unmatch", "4", "--reason", "x");
        assertThat(open()).startsWith("1:-100 3:100 ");
        billing(0, "verify");
        // By hand a debit may also take back what was paid.
        billing(0, "payment", "import", write("reversal.xml", Files.readString(
                Path.of("src/test/resources/statement/camt.053.001.08.xml"))
                .replaceAll("(?s)<Ntry>(?:(?!</Ntry>).)*(A-1|Collections)(?:(?!</Ntry>).)*</Ntry>", "")));
        assertThat(open()).startsWith("1:-100 2:20 3:100 ");
    }

    @Test
    void refusesToMatchMoreThanThereIs() throws IOException {
        billing(3, "payment", "import", csv("2026-10-05,120,EUR,,=One,=1+1\u001b[2J,R1"));
        assertThat(billing(0, "payment", "list").out()).contains("=1+1").doesNotContain("\u001b");
        assertThat(billing(20, "payment", "match", "1", "INV-2026-000001=100.01").err()).contains("do not fit");
        assertThat(billing(20, "payment", "match", "1", "INV-2026-000001=121").err()).contains("only EUR 120.00 of it");
        assertThat(billing(20, "payment", "match", "1", "INV-2026-000009").err()).contains("no issued invoice");
        assertThat(billing(20, "payment", "match", "9", "INV-2026-000001").err()).contains("there is no entry 9");
        assertThat(billing(2, "payment", "match", "1", "INV-2026-000001=x").err()).contains("100.00");
        assertThat(billing(20, "payment", "match", "1", "INV-2026-000001=0").err()).contains("more than 0");
        billing(0, "payment", "match", "1", "INV-2026-000001", "INV-2026-000002");
        assertThat(open()).startsWith("2:30 ");
        assertThat(billing(20, "payment", "match", "1", "INV-2026-000002").err()).contains("nothing of it is left");
        billing(3, "payment", "import", csv("2026-10-06,7,EUR,,One,twice,R2"));
        assertThat(billing(20, "payment", "match", "2", "INV-2026-000001").err()).contains("nothing of it is open");
        billing(0, "payment", "match", "2", "INV-2026-000001", "--on-account");
        assertThat(billing(0, "credit", "list").out()).contains("EUR 7.00");
        assertThat(billing(0, "payment", "list", "--json").out()).contains("\"state\" : \"matched\"",
                "\"booked_on\" : \"2026-10-05\"", "\"remitter\" : \"=One\"", "\"reason\" : null");
        billing(0, "verify");
    }
}
