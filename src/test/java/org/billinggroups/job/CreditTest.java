package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credits over several periods: what is left of them, and that nothing is spent twice. */
class CreditTest extends CommandTest {
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
        billing(0, "import", write("usage.csv", """
                usage_id,project,service,sku,quantity,unit,started_at,ended_at
                a,web,S,vm,100,hour,2026-08-01T00:00:00Z,2026-08-02T00:00:00Z
                b,web,S,vm,100,hour,2026-09-01T00:00:00Z,2026-09-02T00:00:00Z
                c,web,S,vm,100,hour,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z
                """));
    }

    private List<String> invoices() {
        return database.jdbc().sql("""
                SELECT concat_ws(' ', to_char(n.period, 'YYYY-MM'), i.net_total, i.total, i.prepaid, i.amount_due)
                FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id ORDER BY n.period
                """).query(String.class).list();
    }

    @Test
    void areSpentOverPeriodsSoonestExpiryFirst() throws IOException {
        billing(0, "credit", "add", "North", "--kind", "promotional", "--amount", "150", "--description", "Welcome");
        billing(0, "credit", "add", "North", "--kind", "promotional", "--amount", "30.00", "--until", "2026-08-31");
        billing(0, "credit", "add", "North", "--kind", "prepaid", "--amount", "90", "--from", "2026-09-15");
        billing(0, "credit", "add", "North", "--kind", "promotional", "--amount", "7", "--from", "2026-11-01");
        for (var period : List.of("2026-08", "2026-09", "2026-10")) {
            billing(0, "run", period, "--issue-date", "2026-11-02", "--out", folder.resolve("out").toString());
        }
        billing(0, "verify");
        // 30 and 70 of promotional credits in August, the other 80 in September; then 25.10 and 64.90 of the 90
        assertThat(invoices()).containsExactly("2026-08 0.00 0.00 0.00 0.00", "2026-09 20.00 25.10 25.10 0.00",
                "2026-10 100.00 125.50 64.90 60.60");
        assertThat(billing(0, "credit", "list", "North").out()).containsSubsequence("EUR 150.00", "EUR 0.00",
                "EUR 30.00", "EUR 0.00", "EUR 90.00", "EUR 0.00", "EUR 7.00", "EUR 7.00");
        var ledger = Files.readString(folder.resolve("out/2026-10/run-1/ledger.csv"));
        assertThat(ledger).contains("accounts_receivable,125.50,,EUR", "accounts_receivable,,64.90,EUR",
                "customer_prepayments,64.90,,EUR");
        assertThat(Files.readString(folder.resolve("out/2026-09/run-1/ledger.csv")))
                .contains("revenue:promotional_credits,80.00,,EUR,S25.5");
    }

    @Test
    void areClaimedOnce() {
        billing(0, "credit", "add", "--kind", "promotional", "--amount", "10", "--currency", "EUR", "--claim-code",
                "Spring-26");
        assertThat(billing(20, "credit", "add", "--kind", "promotional", "--amount", "10", "--currency", "EUR",
                "--claim-code", "SPRING-26").err()).contains("claim code");
        billing(0, "credit", "claim", "North", " spring-26 ");
        assertThat(billing(20, "credit", "claim", "North", "spring-26").err()).contains("was claimed already");
        assertThat(billing(20, "credit", "claim", "North", "other").err()).contains("there is no credit");
        assertThat(
                billing(20, "credit", "add", "North", "--kind", "prepaid", "--amount", "1", "--currency", "USD").err())
                .contains("is invoiced in EUR, not in USD");
        assertThat(billing(20, "credit", "add", "North", "--kind", "prepaid", "--amount", "1.001").err())
                .contains("decimals");
        assertThat(billing(20, "credit", "add", "--kind", "prepaid", "--amount", "1", "--currency", "XAU",
                "--claim-code", "gold").err()).contains("currency 'XAU': expected an ISO 4217 currency code");
        assertThat(billing(2, "credit", "add", "--kind", "prepaid", "--amount", "1").err()).contains("--claim-code");
    }

    @Test
    void areHeldByTheDraftsOfAnUnfinishedRun() {
        billing(0, "credit", "add", "North", "--kind", "promotional", "--amount", "150");
        billing(0, "run", "2026-08", "--until", "draft", "--out", folder.toString());
        billing(0, "run", "2026-09", "--issue-date", "2026-11-02", "--out", folder.toString());
        assertThat(invoices()).containsExactly("2026-09 100.00 125.50 0.00 125.50");
        billing(0, "run", "2026-08", "--discard-drafts", "--issue-date", "2026-11-03", "--out", folder.toString());
        assertThat(invoices().getFirst()).isEqualTo("2026-08 0.00 0.00 0.00 0.00");
        assertThat(billing(0, "credit", "list").out()).contains("EUR 50.00");
        var jdbc = database.ownerJdbc();
        assertThatThrownBy(() -> jdbc.sql("""
                INSERT INTO credit_consumption
                SELECT 1, min(invoice_id), 50.01 FROM issued_invoice WHERE period = '2026-09-01'
                """).update()).rootCause().hasMessageContaining("has not that much left");
        for (var statement : List.of("UPDATE credit_consumption SET amount = 1", "DELETE FROM credit_consumption",
                "TRUNCATE credit_consumption", "UPDATE credit SET amount = 1000",
                "DELETE FROM credit", "TRUNCATE credit CASCADE")) {
            assertThatThrownBy(() -> jdbc.sql(statement).update()).rootCause().hasMessageContaining("is refused");
        }
    }
}
