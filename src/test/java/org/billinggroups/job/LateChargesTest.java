package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Late usage settles its period as a whole, support and commitment too; where it cannot stand beside what is charged now
 * it has an invoice of its own, for the customer of then.
 */
class LateChargesTest extends ChargesTest {
    private static final String SUPPORT_AND_COMMITMENT = """
            {name: One, country_code: FI, commitment: {amount: 100, currency: EUR, from: 2026-07}}
            {name: Two, country_code: FI, support_percent: 10}
            """;
    @Test
    void settlesCommitmentAndSupportUpAndDownAnyNumberOfTimes() throws IOException {
        apply(SUPPORT_AND_COMMITMENT);
        importUsage("p1 60 2026-07-05", "p2 60 2026-07-05");
        run("2026-07", "2026-08-02");
        assertThat(invoices("2026-07")).containsExactly("One FI EUR 100.00 125.50 125.50",
                "Two FI EUR 66.00 82.83 82.83");
        importUsage("p1 30 2026-07-06", "p2 30 2026-07-06");
        importUsage("p1 120 2026-08-05", "p2 120 2026-08-05");
        run("2026-08", "2026-09-02");
        assertThat(lines("2026-08")).containsExactly("One usage_charge p1 120.00 S25.5 2026-08",
                "One prior_period p1 30.00 S25.5 2026-07", "One prior_period Commitment -30.00 S25.5 2026-07",
                "Two usage_charge p2 120.00 S25.5 2026-08", "Two support_charge Support 12.00 S25.5 2026-08",
                "Two prior_period p2 30.00 S25.5 2026-07", "Two prior_period Support 3.00 S25.5 2026-07");
        assertThat(invoices("2026-08")).containsExactly("One FI EUR 120.00 150.60 150.60",
                "Two FI EUR 165.00 207.08 207.08");

        // Beyond the minimum, and then back below it; the terms of today do not matter.
        billing(0, "group", "edit", "One", "--discount-percent", "50");
        billing(0, "group", "edit", "Two", "--support-percent", "40");
        importUsage("p1 25 2026-07-07", "p2 -80 2026-07-07", "p1 300 2026-09-05", "p2 300 2026-09-05");
        run("2026-09", "2026-10-02");
        assertThat(lines("2026-09")).containsExactly("One usage_charge p1 150.00 S25.5 2026-09",
                "One prior_period p1 25.00 S25.5 2026-07", "One prior_period Commitment -10.00 S25.5 2026-07",
                "Two usage_charge p2 300.00 S25.5 2026-09", "Two support_charge Support 120.00 S25.5 2026-09",
                "Two prior_period p2 -80.00 S25.5 2026-07", "Two prior_period Support -8.00 S25.5 2026-07");
        importUsage("p1 -75 2026-07-08", "p2 -10 2026-07-08", "p1 300 2026-10-05", "p2 300 2026-10-05");
        run("2026-10", "2026-11-02");
        assertThat(lines("2026-10")).contains("One prior_period p1 -75.00 S25.5 2026-07",
                "One prior_period Commitment 60.00 S25.5 2026-07", "Two prior_period p2 -10.00 S25.5 2026-07",
                "Two prior_period Support -1.00 S25.5 2026-07");
        assertThat(billing(0, "invoice", "explain", "INV-2026-000003", "3").out()).containsSubsequence(
                "prior_period", "EUR -30.00", "Commitment", "EUR 10.00 for the whole of 2026-07",
                "EUR 40.00 for 2026-07",
                "EUR 10.00 - EUR 40.00 = EUR -30.00");
        assertThat(billing(0, "invoice", "explain", "INV-2026-000005", "3").out())
                .contains("EUR 0.00 - EUR 10.00 = EUR -10.00");
        assertThat(Files.readString(folder.resolve("out/2026-09/run-1/ledger.csv")))
                .contains("revenue:prior_period,8.00,,EUR,S25.5", "revenue:prior_period,10.00,,EUR,S25.5");
    }

    /** What was sent to the country of then is that country's tax, whatever the present one takes. */
    @Test
    void sendsLateUsageOfAnotherCountryAlone() throws IOException {
        apply("""
                {name: One, country_code: DE}
                {name: Two, country_code: DE}
                {name: Three, country_code: DE, vat_id: DE136695976}
                {name: Four, country_code: FI, vat_id: FI20774740}
                """);
        importUsage("p1 100 2026-07-05", "p2 100 2026-07-05", "p3 100 2026-07-05", "p4 100 2026-07-05");
        run("2026-07", "2026-08-02");
        apply("""
                {name: One, country_code: FR}
                {name: Two, country_code: CY}
                {name: Three, country_code: US, vat_id: }
                {name: Four, country_code: CH, vat_id: , billing_emails: [new@example.com]}
                """);
        importUsage("p1 30 2026-07-06", "p2 30 2026-07-06", "p3 30 2026-07-06", "p4 30 2026-07-06");
        importUsage("p1 100 2026-08-05", "p2 100 2026-08-05", "p3 100 2026-08-05", "p4 100 2026-08-05");
        run("2026-08", "2026-09-02");
        assertThat(invoices("2026-08")).containsExactly("One FR EUR 100.00 120.00 120.00",
                "One DE EUR 30.00 35.70 35.70", "Two CY EUR 100.00 119.00 119.00", "Two DE EUR 30.00 35.70 35.70",
                "Three US EUR 100.00 100.00 100.00", "Three DE DE136695976 EUR 30.00 30.00 30.00",
                "Four CH EUR 100.00 100.00 100.00", "Four FI FI20774740 EUR 30.00 37.65 37.65");
        assertThat(database.jdbc().sql("""
                SELECT n.number || ' ' || (f.fields ->> 'company') || ' ' || (f.fields -> 'billing_emails') || ' '
                    || string_agg(DISTINCT p.tax_code, ',' ORDER BY p.tax_code)
                FROM issued_invoice n JOIN invoice_customer f USING (invoice_id) JOIN posting p USING (invoice_id)
                WHERE n.period = '2026-08-01' GROUP BY n.number, f.fields ORDER BY n.number
                """).query(String.class).list()).contains("INV-2026-000007 Two Ltd [] S19-CY",
                "INV-2026-000008 Two Ltd [] S19-DE", "INV-2026-000011 Four Ltd [\"new@example.com\"] O",
                "INV-2026-000012 Four Ltd [\"new@example.com\"] S25.5");
        assertThat(folder.resolve("out/2026-08/run-1/invoices")).isDirectoryContaining("glob:**/INV-2026-000012.pdf");

        // A credit note names whom its invoice names, and late usage of both countries is told apart for ever.
        billing(0, "invoice", "credit-note", "INV-2026-000008", "--reason", "wrong", "--issue-date", "2026-09-03");
        assertThat(database.jdbc().sql("""
                SELECT f.fields ->> 'country_code' FROM issued_invoice n JOIN invoice_customer f USING (invoice_id)
                WHERE n.revision IS NULL
                """).query(String.class).list()).containsExactly("DE");
        importUsage("p2 5 2026-07-07", "p2 7 2026-08-07", "p2 1 2026-09-07");
        run("2026-09", "2026-10-02");
        assertThat(invoices("2026-09")).containsExactly("Two CY EUR 8.00 9.52 9.52", "Two DE EUR 5.00 5.95 5.95");
        assertThat(lines("2026-09")).containsExactly("Two usage_charge p2 1.00 S19 2026-09",
                "Two prior_period p2 7.00 S19 2026-08", "Two prior_period p2 5.00 S19 2026-07");
    }

    /** What may not stand beside the taxes of now stands alone, and its customer is replaced with the others. */
    @Test
    void keepsTaxesApartThatMayNotStandTogether() throws IOException {
        apply("{name: One, country_code: US, tax_exempt: Embassy}");
        importUsage("p1 100 2026-07-05");
        run("2026-07", "2026-08-02");
        apply("{name: One, country_code: US, tax_exempt: }");
        importUsage("p1 30 2026-07-06", "p1 10 2026-08-05");
        run("2026-08", "2026-09-02");
        assertThat(lines("2026-08")).containsExactly("One usage_charge p1 10.00 O0 2026-08",
                "One prior_period p1 30.00 E0 2026-07");

        assertThat(billing(20, "invoice", "credit-note", "INV-2026-000002", "--reason", "x", "--reissue").err())
                .contains("INV-2026-000003 was issued for the same group and period",
                        "first 'billing invoice credit-note INV-2026-000003 --reason");
        billing(0, "invoice", "credit-note", "INV-2026-000003", "--reason", "x", "--issue-date", "2026-09-03");
        billing(0, "invoice", "credit-note", "INV-2026-000002", "--reason", "x", "--issue-date", "2026-09-03",
                "--reopen");
        importUsage("p1 1 2026-08-06");
        run("2026-08", "2026-09-04");
        assertThat(invoices("2026-08")).contains("One US EUR 11.00 11.00 11.00", "One US EUR 30.00 30.00 30.00");
        assertThat(billing(0, "status").out()).doesNotContain("reopened", "waits");
    }

    /** Several late periods at once, a minimum of support, fixed charges, and usage that costs nothing. */
    @Test
    void settlesSeveralPeriodsAtOnce() throws IOException {
        apply("""
                {name: One, country_code: FI, support_percent: 10, support_minimum: 20.50}
                {name: Two, country_code: FI, support_fixed: 5, extra_charges: [{description: Line, amount: 3, period: 2026-08}]}
                {name: Three, country_code: FI, commitment: {amount: 40, currency: EUR, from: 2026-07}, extra_charges: [{description: Setup, amount: 12.50, from: 2026-07}]}
                """);
        importUsage("p1 100 2026-07-05", "p1 300 2026-08-05", "p2 10 2026-07-05", "p3 0 2026-08-05 free");
        run("2026-07", "2026-08-02");
        run("2026-08", "2026-09-02", "--without-usage");
        assertThat(lines("2026-07")).contains("One support_charge Support 20.50 S25.5 2026-07",
                "Three commitment_fee Commitment 27.50 S25.5 2026-07");
        importUsage("p1 105 2026-07-06", "p1 -200 2026-08-06", "p2 1 2026-07-06", "p2 2 2026-08-06", "p3 20 2026-07-06",
                "p3 9 2026-08-06 free", "p3 30 2026-08-06", "p1 400 2026-09-05");
        run("2026-09", "2026-10-02", "--without-usage");
        assertThat(lines("2026-09")).containsExactly("One usage_charge p1 400.00 S25.5 2026-09",
                "One support_charge Support 40.00 S25.5 2026-09", "One prior_period p1 105.00 S25.5 2026-07",
                "One prior_period p1 -200.00 S25.5 2026-08", "One prior_period Support -9.50 S25.5 2026-08",
                "Two prior_period p2 1.00 S25.5 2026-07", "Two prior_period p2 2.00 S25.5 2026-08",
                "Three extra_charge Setup 12.50 S25.5 2026-09", "Three commitment_fee Commitment 27.50 S25.5 2026-09",
                "Three prior_period p3 20.00 S25.5 2026-07", "Three prior_period Commitment -20.00 S25.5 2026-07",
                "Three prior_period p3 0.00 S25.5 2026-08", "Three prior_period p3 30.00 S25.5 2026-08",
                "Three prior_period Commitment -27.50 S25.5 2026-08");
    }

    @Test
    void takesCreditsOfTheFormerCurrency() throws IOException {
        apply("""
                {name: One, country_code: FI, commitment: {amount: 100, currency: EUR, from: 2026-07, until: 2027-04}}
                {name: Four, country_code: FI}
                """);
        billing(0, "credit", "add", "Four", "--kind", "prepaid", "--amount", "1000");
        billing(0, "credit", "add", "Four", "--kind", "promotional", "--amount", "60");
        importUsage("p1 50 2026-07-05", "p2 50 2026-07-05");
        run("2026-07", "2026-08-02");
        billing(0, "rate", "import", write("rates.csv", "Date,USD,\n2026-07-30,1.10,\n2026-08-30,1.0825,\n"));
        billing(0, "group", "edit", "Four", "--currency", "USD");
        importUsage("p1 30 2026-07-06", "p2 30 2026-07-06", "p1 50 2026-08-05", "p2 50 2026-08-05");
        run("2026-08", "2026-09-02");
        assertThat(lines("2026-08")).contains("One prior_period p1 30.00 S25.5 2026-07",
                "One prior_period Commitment -30.00 S25.5 2026-07");
        assertThat(invoices("2026-08")).containsExactly("One FI EUR 100.00 125.50 125.50",
                "Four FI EUR 20.00 25.10 25.10 0.00", "Four FI USD 54.13 67.93 67.93");
    }
}
