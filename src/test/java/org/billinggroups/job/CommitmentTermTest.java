package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.billinggroups.document.FocusDataset;
import org.junit.jupiter.api.Test;

/** A commitment over a term counts all of its periods, and is settled once, in the last one. */
class CommitmentTermTest extends ChargesTest {
    private static final String THREE_MONTHS = "{name: One, country_code: FI, "
            + "commitment: {amount: 300, currency: EUR, from: 2026-07, until: 2026-09, settled: at-end}}";

    private List<String> descriptions(String period) {
        return database.jdbc().sql("""
                SELECT l.description || ': ' || l.amount FROM issued_invoice n JOIN invoice_line l USING (invoice_id)
                WHERE n.period = to_date(?, 'YYYY-MM') AND 'commitment_fee' IN (l.line_type, l.settles)
                ORDER BY n.journal_entry, l.line
                """).param(period).query(String.class).list();
    }

    @Test
    void saysWhatIsUsedAndChargesTheShortfallInTheLastPeriod() throws IOException {
        apply(THREE_MONTHS);
        importUsage("p1 60 2026-07-05", "p1 50 2026-08-05", "p1 40 2026-09-05");
        run("2026-07", "2026-08-02");
        run("2026-08", "2026-09-02");
        run("2026-09", "2026-10-02");
        assertThat(descriptions("2026-07"))
                .containsExactly("Commitment of EUR 300.00 (July 2026 – September 2026): EUR 60.00 used: 0.00");
        assertThat(descriptions("2026-08"))
                .containsExactly("Commitment of EUR 300.00 (July 2026 – September 2026): EUR 110.00 used: 0.00");
        assertThat(descriptions("2026-09"))
                .containsExactly("Commitment of EUR 300.00 (July 2026 – September 2026): EUR 150.00 used: 150.00");
        assertThat(billing(0, "invoice", "explain", "INV-2026-000001", "2").out())
                .contains("settled", "with the invoice of 2026-09");
        assertThat(billing(0, "invoice", "explain", "INV-2026-000003", "2").out())
                .contains("EUR 300.00 - EUR 150.00 = EUR 150.00");
    }

    @Test
    void isOnePurchaseForTheWholeTermInFocusFilesAndTheirCreditNotes() throws IOException {
        apply(THREE_MONTHS);
        importUsage("p1 60 2026-07-05", "p1 50 2026-08-05", "p1 40 2026-09-05");
        System.setProperty("billing.focus", "on");
        try {
            run("2026-07", "2026-08-02");
            run("2026-08", "2026-09-02");
            run("2026-09", "2026-10-02");
            billing(0, "invoice", "credit-note", "INV-2026-000003", "--reason", "wrong", "--issue-date", "2026-10-03");
        } finally {
            System.clearProperty("billing.focus");
        }
        assertThat(commitment("2026-09/run-1")).containsExactly("150.00 One-Time 2026-07-01 2026-10-01");
        assertThat(commitment("2026-08/run-1")).containsExactly("0.00 Recurring 2026-08-01 2026-09-01");
        assertThat(commitment("corrections/CN-2026-000001")).containsExactly("-150.00 One-Time 2026-07-01 2026-10-01");
        var file = folder.resolve("out/2026-09/run-1/focus/00000000-0000-0000-0000-000000000001.csv");
        Files.delete(file);
        billing(0, "render", "INV-2026-000003");
        billing(0, "verify");
    }

    private List<String> commitment(String run) throws IOException {
        return FocusDataset.of(folder.resolve("out/" + run + "/focus/00000000-0000-0000-0000-000000000001.csv")).rows()
                .stream().filter(row -> row.get("ServiceName").equals("Commitment"))
                .map(row -> row.get("BilledCost") + " " + row.get("ChargeFrequency") + " "
                        + row.get("ChargePeriodStart").substring(0, 10) + " "
                        + row.get("ChargePeriodEnd").substring(0, 10))
                .toList();
    }

    @Test
    void lateUsageOfTheTermLowersTheFeeAndNeverBelowZero() throws IOException {
        apply(THREE_MONTHS.replace("2026-07", "2026-05").replace("2026-09", "2026-07"));
        importUsage("p1 60 2026-05-05", "p1 40 2026-07-05");
        run("2026-05", "2026-06-02");
        importUsage("p1 10 2026-05-06");
        run("2026-07", "2026-08-02");
        assertThat(lines("2026-07")).containsExactly("One usage_charge p1 40.00 S25.5 2026-07",
                "One commitment_fee Commitment of EUR 300.00 (May 2026 – July 2026) 190.00 S25.5 2026-07",
                "One prior_period p1 10.00 S25.5 2026-05");
        importUsage("p1 30 2026-05-07", "p1 100 2026-08-05");
        run("2026-08", "2026-09-02");
        assertThat(lines("2026-08")).containsExactly("One usage_charge p1 100.00 S25.5 2026-08",
                "One prior_period p1 30.00 S25.5 2026-05",
                "One prior_period Commitment of EUR 300.00 (May 2026 – July 2026) -30.00 S25.5 2026-07");
        assertThat(billing(0, "invoice", "explain", "INV-2026-000003", "3").out())
                .contains("EUR 300.00 - EUR 140.00 = EUR 160.00", "EUR 160.00 - EUR 190.00 = EUR -30.00");
        importUsage("p1 500 2026-07-07", "p1 700 2026-09-05");
        run("2026-09", "2026-10-02");
        assertThat(descriptions("2026-09")).containsExactly(
                "Commitment of EUR 300.00 (May 2026 – July 2026): EUR 640.00 used: -160.00");
        importUsage("p1 5 2026-07-08", "p1 5 2026-10-05");
        run("2026-10", "2026-11-02");
        assertThat(descriptions("2026-10")).isEmpty();
    }

    @Test
    void isSettledInProportionWhereItIsClosedEarly() throws IOException {
        apply("{name: One, country_code: FI, "
                + "commitment: {amount: 1000, currency: EUR, from: 2026-07, until: 2027-06, settled: at-end}}");
        importUsage("p1 60 2026-07-05", "p1 40 2026-08-05");
        run("2026-07", "2026-08-02");
        var closed = "{name: One, country_code: FI, "
                + "commitment: {amount: 1000, currency: EUR, from: 2026-07, until: 2026-08, settled: at-end}}";
        apply(closed);
        run("2026-08", "2026-09-02");
        assertThat(descriptions("2026-08")).containsExactly(
                "Commitment of EUR 166.67 (July 2026 – August 2026): EUR 100.00 used: 66.67");
        assertThat(billing(0, "invoice", "explain", "INV-2026-000002", "2").out()).contains("closed early",
                "EUR 1000.00 from 2026-07 to 2027-06, for the months to 2026-08 = EUR 166.67");
        assertThat(billing(0, "group", "show", "One").out()).contains("agreed_until").contains("2027-06");
        apply(closed);
        assertThat(billing(0, "group", "show", "One").out()).contains("agreed_until");
    }

    @Test
    void cannotEndBeforeWhatIsInvoicedNorVanish() throws IOException {
        apply(THREE_MONTHS);
        importUsage("p1 60 2026-07-05", "p1 50 2026-08-05");
        run("2026-07", "2026-08-02");
        run("2026-08", "2026-09-02");
        assertThat(refusal("commitment: {amount: 300, currency: EUR, from: 2026-07, until: 2026-07, settled: at-end}"))
                .contains("its commitment cannot end with 2026-07: 2026-08 is invoiced");
        assertThat(refusal("commitment: ")).contains("it cannot be taken away, but 'until' can be 2026-08 or later");
        assertThat(refusal("commitment: {amount: 300, currency: EUR, from: 2026-08, until: 2026-09, settled: at-end}"))
                .contains("is under way, since 2026-08 is invoiced");
        assertThat(refusal("commitment: {amount: 300, currency: EUR}")).contains("it cannot be taken away");
    }

    private String refusal(String commitment) throws IOException {
        return billing(20, "apply", write("refused.yaml", """
                accounts:
                  - id: acme
                    billing_groups: [{id: 00000000-0000-0000-0000-000000000001, currency: EUR, %s}]
                """.formatted(commitment)), "--yes").err();
    }

    @Test
    void monthsWithoutUsageHaveNoInvoiceButTheLastOne() throws IOException {
        apply(THREE_MONTHS);
        importUsage("p1 60 2026-07-05");
        run("2026-07", "2026-08-02");
        assertThat(billing(0, "status").out()).doesNotContain("2026-08 is due");
        billing(0, "run", "2026-09", "--issue-date", "2026-10-02", "--without-usage", "--out",
                folder.resolve("out").toString());
        assertThat(descriptions("2026-09")).containsExactly(
                "Commitment of EUR 300.00 (July 2026 – September 2026): EUR 60.00 used: 240.00");
        billing(0, "verify");
    }

    @Test
    void whatIsInvoicedAgainIsSettledAgain() throws IOException {
        apply(THREE_MONTHS);
        importUsage("p1 60 2026-07-05", "p1 40 2026-09-05");
        run("2026-07", "2026-08-02");
        run("2026-09", "2026-10-02");
        billing(0, "invoice", "credit-note", "INV-2026-000002", "--reason", "Wrong", "--issue-date", "2026-10-03",
                "--reissue", "--out", folder.resolve("out").toString());
        run("2026-09", "2026-10-03");
        assertThat(descriptions("2026-09").getLast())
                .isEqualTo("Commitment of EUR 300.00 (July 2026 – September 2026): EUR 100.00 used: 200.00");
    }
}
