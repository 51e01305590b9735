package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invoices that come to less than nothing: parked, or issued as credit notes if the run is told to. */
class NegativeTotalTest extends CommandTest {
    @BeforeEach
    void importsACreditThatIsMoreThanTheUsage() throws IOException {
        var company = SmallCompany.write(folder, 2);
        billing(0, "apply", company.apply().toString(), "--yes");
        billing(0, "price", "import", company.prices().toString());
        billing(0, "import", write("usage.csv", """
                usage_id,project,service,sku,quantity,unit,started_at,ended_at,amount,currency,category
                a,project-0,Compute,vm,1,hour,2026-10-05T00:00:00Z,2026-10-05T01:00:00Z,2.00,EUR,usage
                b,project-0,Compute,vm,1,hour,2026-10-05T00:00:00Z,2026-10-05T01:00:00Z,-9.50,EUR,credit
                c,project-2,Compute,vm,1,hour,2026-10-05T00:00:00Z,2026-10-05T01:00:00Z,3.00,EUR,usage
                """));
    }

    @Test
    void parkTheirGroupUnlessTheRunIsToldToIssueCreditNotes() throws IOException {
        assertThat(billing(3, "run", "2026-10", "--issue-date", "2026-11-02", "--out", folder.toString()).out())
                .contains("1 invoice issued", "negative_total", "--credit-negative-totals");
        assertThat(billing(0, "run", "2026-10", "--issue-date", "2026-11-03", "--credit-negative-totals", "--out",
                folder.toString()).out()).contains("1 invoice issued");
        billing(0, "verify");
        assertThat(folder.resolve("2026-10/run-2/invoices/CN-2026-000001.pdf")).exists();
        assertThat(Files.readString(folder.resolve("2026-10/run-2/ledger.csv")))
                .contains("accounts_receivable,,", ",Credit note CN-2026-000001");
        assertThat(billing(0, "invoice", "show", "CN-2026-000001", "--json").out())
                .contains("\"type\" : \"credit_note\"", "\"corrects\" : null", "\"net_total\" : \"-7.13\"");
        assertThat(billing(0, "run").out()).contains("nothing to invoice");
        assertThat(billing(20, "invoice", "credit-note", "CN-2026-000001", "--reason", "x").err())
                .contains("is a credit note");
        var due = database.jdbc().sql("SELECT amount_due FROM invoice WHERE total < 0").query(String.class).single();
        assertThat(billing(20, "invoice", "pay", "CN-2026-000001", "--amount", "-100").err()).contains("paid back");
        assertThat(billing(20, "invoice", "pay", "CN-2026-000001", "--amount", "1").err())
                .contains("nothing of it is open");
        billing(0, "invoice", "pay", "CN-2026-000001", "--amount", due);
        billing(0, "invoice", "pay", "CN-2026-000001", "--amount", due.substring(1));
        billing(0, "invoice", "pay", "CN-2026-000001", "--amount", due);
        assertThat(billing(0, "invoice", "list").out()).containsPattern("CN-2026-000001 +paid");
    }

    @Test
    void keepToWhatTheUnfinishedRunWasTold() {
        billing(3, "run", "2026-10", "--until", "draft", "--out", folder.toString());
        assertThat(billing(20, "run", "2026-10", "--credit-negative-totals").err()).contains("--discard-drafts");
        billing(0, "run", "2026-10", "--credit-negative-totals", "--discard-drafts", "--until", "draft", "--out",
                folder.toString());
        assertThat(billing(0, "invoice", "show", "Group 0", "--period", "2026-10").out()).contains("draft  2026-10");
    }
}
