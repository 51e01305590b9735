package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On which days documents are issued, and that what is refused changes nothing. */
class IssueDateTest extends CommandTest {
    private static final String HEADER = "usage_id,project,service,sku,quantity,unit,started_at,ended_at\n";

    @BeforeEach
    void createCompany() throws IOException {
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: North, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}
                    projects: [{id: web, billing_group: North}]
                """));
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                vm,per_unit,EUR,hour,,1,,,,,,2026-01-01
                """));
        importUsage("web", "2026-09");
    }

    @AfterEach
    void clearSettings() {
        System.clearProperty("billing.approval");
    }

    private void importUsage(String project, String period) throws IOException {
        billing(0, "import", write(project + period + ".csv", HEADER
                + "%s,%s,S,vm,5,hour,%s-05T00:00:00Z,%s-05T05:00:00Z\n".formatted(project, project, period, period)));
    }

    private String run(int exitCode, String... arguments) {
        var all = new String[arguments.length + 3];
        all[0] = "run";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--out";
        all[arguments.length + 2] = folder.resolve("out").toString();
        var ended = billing(exitCode, all);
        return ended.out() + ended.err();
    }

    private List<String> issued() {
        return database.jdbc()
                .sql("SELECT concat_ws(' ', number, issue_date, due_date - issue_date) FROM issued_invoice "
                        + "ORDER BY journal_entry")
                .query(String.class).list();
    }

    @Test
    void asksTwiceForADateAfterWhichNothingElseCouldBeIssued() throws IOException {
        assertThat(run(20, "2026-09", "--issue-date", "2062-10-05")).contains("more than 31 days from today",
                "'billing run 2026-09 --issue-date 2062-10-05 --allow-issue-date'");
        assertThat(run(20, "2026-09", "--issue-date", "2026-09-29")).contains("before 2026-09-30, the last day");
        assertThat(database.jdbc().sql("SELECT count(*) FROM invoicing_run").query(Long.class).single()).isZero();
        run(0, "2026-09", "--issue-date", "2062-10-05", "--allow-issue-date");
        importUsage("web", "2026-10");
        assertThat(run(20, "2026-10", "--issue-date", "2026-11-05")).contains("is before 2062-10-05",
                "'billing run 2026-10 --issue-date 2062-10-05'");
        run(0);
        assertThat(issued()).containsExactly("INV-2062-000001 2062-10-05 14", "INV-2062-000002 2062-10-05 14");
        String[] note = { "invoice", "credit-note", "INV-2062-000001", "--reason", "x", "--issue-date" };
        for (var day : List.of("2063-01-01", "2026-11-05")) {
            var arguments = List.of(note[0], note[1], note[2], note[3], note[4], note[5], day);
            assertThat(billing(20, arguments.toArray(String[]::new)).err()).contains("issue date " + day);
        }
        billing(0, "invoice", "credit-note", "INV-2062-000001", "--reason", "x");
        assertThat(issued()).contains("CN-2062-000001 2062-10-05 0");
        billing(0, "verify");
    }

    @Test
    void keepsDraftsAndApprovalsIfWhatIsToReplaceThemIsRefused() throws IOException {
        System.setProperty("billing.approval", "required");
        run(6, "2026-09", "--issue-date", "2026-10-02");
        billing(0, "invoice", "approve", "--all");
        run(20, "2026-09", "--discard-drafts", "--issue-date", "2062-10-05");
        run(20, "2026-09", "--discard-drafts", "--issue-date", "2026-09-01");
        var file = write("file", "in the way");
        billing(20, "run", "2026-09", "--discard-drafts", "--out", file);
        importUsage("nobody", "2026-09");
        assertThat(run(20, "2026-09", "--discard-drafts")).contains("unknown project(s): nobody",
                "'billing run 2026-09 --exclude-unknown-projects'");
        assertThat(billing(0, "status").out()).contains("unfinished").doesNotContain("discarded");
        run(0, "2026-09", "--issue-date", "2026-10-02");
        assertThat(issued()).containsExactly("INV-2026-000001 2026-10-02 14");
        assertThat(billing(20, "invoice", "credit-note", "INV-2026-000001", "--reason", "x", "--reissue").err())
                .contains("unknown project(s): nobody");
        assertThat(issued()).hasSize(1);
    }

    @Test
    void issuesDraftsThatWaitedOnTheLastDateOfTheirSeries() throws IOException {
        System.setProperty("billing.approval", "required");
        run(6, "2026-09", "--issue-date", "2026-10-02");
        System.clearProperty("billing.approval");
        importUsage("web", "2026-10");
        assertThat(run(6)).contains("2026-09: 1 of 1 draft", "2026-10: 1 invoice issued");
        run(0, "2026-10", "--issue-date", "2026-11-02");
        billing(0, "invoice", "approve", "--all");
        var last = database.jdbc().sql("SELECT max(issue_date)::text FROM issued_invoice").query(String.class).single();
        assertThat(run(0, "2026-09", "--issue-date", "2026-10-02"))
                .contains("1 invoice issued", "issued on " + last + " instead of 2026-10-02");
        assertThat(issued()).containsExactly("INV-2026-000001 " + last + " 14", "INV-2026-000002 " + last + " 14");
        assertThat(billing(0, "status", "2026-09").out()).contains("issue date " + last);
        billing(0, "verify");
        assertThat(run(0, "2026-09")).contains("nothing to invoice in 2026-09: it is finished");
    }
}
