package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the invoicing job does besides its work: park, refuse, catch up, pause, discard. */
class RunTest extends CommandTest {
    private static final String HEADER = "usage_id,project,service,sku,quantity,unit,started_at,ended_at\n";

    @BeforeEach
    void createCompany() {
        var company = SmallCompany.write(folder, 3);
        billing(0, "apply", company.apply().toString(), "--yes");
        billing(0, "price", "import", company.prices().toString());
    }

    @Test
    void parksGroupWithoutPriceAndInvoicesJustItOnceMended() throws IOException {
        importUsage("a,project-0,Compute,vm,1,hour", "b,project-2,Compute,new-thing,1,hour",
                "c,project-4,Compute,vm,1,hour");
        var first = billing(3, "run", "2026-10", "--issue-date", "2026-11-02", "--out", folder.toString());
        assertThat(first.out()).contains("2 invoices issued", "no price for SKU new-thing");
        assertThat(billing(0, "status", "2026-10").out()).contains("parked in 2026-10: Group 1", "no_price");
        var price = Files.writeString(folder.resolve("more.csv"),
                Files.readAllLines(folder.resolve("prices.csv")).getFirst()
                        + "\nnew-thing,per_unit,EUR,hour,,2,,,,,,2026-01-01\n");
        billing(0, "price", "import", price.toString());
        assertThat(billing(0, "run", "--issue-date", "2026-11-03", "--out", folder.toString()).out())
                .contains("1 invoice issued", "run-2");
        assertThat(billing(0, "run").out()).contains("nothing to invoice");
        billing(0, "verify");
        assertThat(database.jdbc().sql("SELECT string_agg(number, ' ' ORDER BY number) FROM issued_invoice")
                .query(String.class)
                .single()).isEqualTo("INV-2026-000001 INV-2026-000002 INV-2026-000003");
    }

    /** More invoices for each processor than are rendered in one transaction. */
    @Test
    void rendersEachOfManyInvoicesOnce() {
        int groups = 60 * Runtime.getRuntime().availableProcessors();
        var company = SmallCompany.write(folder.resolve("many"), groups);
        billing(0, "apply", company.apply().toString(), "--yes");
        billing(0, "import", company.usage().toString());
        billing(0, "run", "2026-10", "--issue-date", "2026-11-02", "--out", folder.toString());
        billing(0, "verify");
        assertThat(folder.resolve("2026-10/run-1/invoices").toFile().list()).hasSize(2 * groups);
        assertThat(database.jdbc().sql("""
                SELECT count(*) FROM document WHERE kind IN ('invoice_pdf', 'invoice_lines')
                """).query(Integer.class).single()).isEqualTo(2 * groups);
    }

    @Test
    void tellsAWrongUnitFromAMissingPrice() throws IOException {
        importUsage("a,project-0,Compute,vm,1,day");
        assertThat(billing(3, "run", "2026-10", "--out", folder.toString()).out())
                .contains("wrong_unit: SKU vm is priced per hour, but project project-0 used it in day");
        assertThatThrownBy(() -> database.jdbc().sql("UPDATE frozen_group SET currency = 'USD'").update()).rootCause()
                .hasMessageContaining("is refused");
    }

    @Test
    void tellsWhatIsWrongWithAFileThatCannotBeRead() {
        for (var command : new String[]{ "apply", "import", "price import", "rate import" }) {
            assertThat(billing(20, (command + " nope.csv").split(" ")).err())
                    .contains("nope.csv: there is no such file");
            assertThat(billing(20, (command + " src").split(" ")).err()).contains("src: is a folder, not a file");
        }
        assertThat(billing(0, "help").out()).contains("Commands:");
    }

    @Test
    void refusesAnOutputFolderThatOthersCouldTurnElsewhere() throws IOException {
        importUsage("a,project-0,Compute,vm,1,hour");
        var link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("real")));
        assertThat(billing(20, "run", "2026-10", "--out", link.toString()).err()).contains("is a symbolic link");
        var foreign = Path.of("/tmp");
        if (System.getProperty("user.name").equals("root")) {
            foreign = Files.createDirectory(folder.resolve("foreign"));
            Files.setOwner(foreign, foreign.getFileSystem().getUserPrincipalLookupService()
                    .lookupPrincipalByName("nobody"));
        }
        assertThat(billing(20, "run", "2026-10", "--out", foreign.toString()).err()).contains("belongs to");
        assertThat(database.jdbc().sql("SELECT count(*) FROM invoicing_run").query(Long.class).single()).isZero();
    }

    @Test
    void refusesUnknownProjectsUnlessTheyAreExcluded() throws IOException {
        importUsage("a,project-0,Compute,vm,1,hour", "b,nobody,Compute,vm,1,hour");
        assertThat(billing(20, "run", "2026-10").err()).contains("1 unknown project(s): nobody");
        assertThat(database.jdbc().sql("SELECT count(*) FROM invoicing_run").query(Long.class).single()).isZero();
        billing(0, "run", "2026-10", "--exclude-unknown-projects", "--out", folder.toString());
        assertThat(billing(0, "status").out()).contains("2026-10  2              1       1         0        1");
    }

    @Test
    void catchesUpAllEndedPeriodsInOrder() throws IOException {
        assertThat(billing(0, "apply", folder.resolve("company.yaml").toString(), "--yes").out())
                .contains("nothing to change");
        importUsage("b,project-0,Compute,vm,1,hour,2026-09-01T00:00:00Z,2026-09-01T01:00:00Z",
                "a,project-0,Compute,vm,1,hour,2026-08-01T00:00:00Z,2026-08-01T01:00:00Z",
                "c,project-0,Compute,vm,1,hour,2199-01-01T00:00:00Z,2199-01-01T01:00:00Z");
        var out = billing(0, "run", "--out", folder.toString()).out();
        assertThat(out.indexOf("2026-08: 1 invoice")).isBetween(0, out.indexOf("2026-09: 1 invoice"));
        assertThat(billing(20, "run", "2199-01").err()).contains("has not ended yet");
    }

    @Test
    void pausesAfterDraftsAndGoesOnOrStartsAfresh() throws IOException {
        importUsage("a,project-0,Compute,vm,1,hour");
        assertThat(billing(0, "run", "2026-10", "--issue-date", "2026-11-02", "--until", "draft").out())
                .contains("1 draft made");
        assertThat(billing(20, "run", "2026-10", "--issue-date", "2026-11-03").err()).contains("issue date 2026-11-02");
        assertThat(billing(20, "run", "2026-10", "--out", folder.resolve("x").toString()).err()).contains("--out");
        billing(0, "run", "2026-10", "--issue-date", "2026-11-04", "--discard-drafts", "--until", "issue", "--out",
                folder.toString());
        assertThat(folder.resolve("2026-10")).doesNotExist();
        billing(0, "run", "2026-10");
        assertThat(folder.resolve("2026-10/run-1/invoices/INV-2026-000001.pdf")).exists();
        assertThat(database.jdbc().sql("SELECT issue_date::text FROM issued_invoice").query(String.class).single())
                .isEqualTo("2026-11-04");
    }

    @Test
    void keepsTheBillingDetailsThatWereFrozenWhenTheRunStarted() throws IOException {
        importUsage("a,project-0,Compute,vm,100,hour");
        billing(0, "run", "2026-10", "--until", "draft", "--out", folder.toString());
        billing(0, "group", "edit", "Group 0", "--company", "Renamed Ltd", "--discount-percent", "50");
        assertThat(billing(20, "group", "assign", "Group 1", "project-0", "--from", "2026-10-01", "--yes").err())
                .contains("period 2026-10 is invoiced or being invoiced");
        billing(0, "run", "2026-10", "--out", folder.toString());
        assertThat(Files.readString(folder.resolve("2026-10/run-1/invoices/INV-2026-000001.csv")))
                .contains(",5.00,4.75,");
        assertThat(database.jdbc().sql("SELECT fields ->> 'company' FROM frozen_group").query(String.class).single())
                .isEqualTo("Acme 0");
        assertThat(billing(0, "group", "show", "Group 0").out()).contains("Renamed Ltd");
    }

    @Test
    void neverIssuesBeforeTheLastDateOfTheSeries() throws IOException {
        importUsage("a,project-0,Compute,vm,1,hour");
        billing(0, "run", "2026-10", "--issue-date", "2026-11-10", "--out", folder.toString());
        importUsage("b,project-2,Compute,vm,1,hour");
        assertThat(billing(20, "run", "2026-10", "--issue-date", "2026-11-09", "--out", folder.toString()).err())
                .contains("issue date 2026-11-09 is before 2026-11-10");
        var file = Files.writeString(folder.resolve("file"), "in the way");
        assertThat(billing(20, "run", "2026-10", "--out", file.toString()).err()).contains("cannot be used");
        assertThat(billing(0, "status").out()).contains("1     usage waits");
        billing(0, "run", "2026-10", "--issue-date", "2026-11-10", "--out", folder.toString());
        billing(0, "verify");
    }

    @Test
    void databaseRefusesToChangeWhatIsIssued() throws IOException {
        importUsage("a,project-0,Compute,vm,1,hour");
        billing(0, "run", "2026-10", "--out", folder.toString());
        for (var statement : new String[]{ "UPDATE invoice SET total = 0", "DELETE FROM invoice_line",
                "DELETE FROM invoice",
                "UPDATE issued_invoice SET number = 'X'", "DELETE FROM issued_invoice", "DELETE FROM posting",
                "UPDATE posting SET debit = 1 WHERE debit IS NOT NULL", "DELETE FROM invoice_state",
                "TRUNCATE posting CASCADE" }) {
            assertThatThrownBy(() -> database.jdbc().sql(statement).update()).as(statement).rootCause()
                    .hasMessageMatching("(?s).*(refused|permission denied).*");
        }
    }

    private void importUsage(String... rows) throws IOException {
        var text = new StringBuilder(HEADER);
        for (var row : rows) {
            text.append(row).append(row.split(",").length == 6 ? ",2026-10-01T00:00:00Z,2026-10-01T01:00:00Z\n" : "\n");
        }
        billing(0, "import", Files.writeString(folder.resolve("usage.csv"), text).toString());
    }

}
