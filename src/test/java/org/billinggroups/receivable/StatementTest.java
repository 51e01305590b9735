package org.billinggroups.receivable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
        var ended = billing(3, "payment", "import", csv("2026-10-05,100,EUR,,One,Invoice INV-2026-000001,A1",
                "2026-10-05,30,EUR,,Two,inv 2026/000002 part,A2", "2026-10-05,100.01,EUR,,One,INV2026000003,A3",
                "2026-10-06,150,EUR,,Both,INV-2026-000005 INV-2026-000006,A4",
                "2026-10-06,50,EUR,,Nobody,thanks,A5"));
        assertThat(entries()).containsExactly("100 100", "30 30",
                "100.01 0 it is more than the EUR 100.00 that are open of INV-2026-000003", "150 150",
                "50 0 it has no reference of ours and names no invoice of ours");
        assertThat(open()).isEqualTo("2:20 3:100 4:50");
        assertThat(ended.out()).contains("5 new entries, 3 matched, 2 unmatched");
        billing(0, "verify");
    }
}
