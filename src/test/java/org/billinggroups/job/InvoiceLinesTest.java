package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.Test;

/** The database itself keeps lines and their invoices together. */
class InvoiceLinesTest extends CommandTest {
    @Test
    void areRefusedWithoutTheirInvoiceOrCredit() throws IOException {
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: S, address_lines: [K], city: H, country_code: FI, vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: a
                    billing_groups:
                      - {name: G, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}
                    projects: [{id: web, billing_group: G}]
                """), "--yes");
        billing(0, "import", write("usage.csv", """
                usage_id,project,service,sku,quantity,unit,started_at,ended_at,amount,currency
                u,web,S,vm,1,hour,2026-10-02T00:00:00Z,2026-10-02T01:00:00Z,3,EUR
                """));
        billing(0, "run", "2026-10", "--issue-date", "2026-11-02", "--until", "draft");
        refused("CREATE TABLE copied AS SELECT * FROM invoice_line; UPDATE copied SET invoice_id = -1; "
                + "INSERT INTO invoice_line SELECT * FROM copied", "line without its invoice");
        refused("CREATE TABLE copied AS SELECT * FROM invoice_line; UPDATE copied SET line = 2, credit_id = -1, "
                + "line_type = 'credit_consumption'; INSERT INTO invoice_line SELECT * FROM copied",
                "line of a credit that does not exist");
        refused("DELETE FROM invoice_tax; DELETE FROM invoice", "cannot go without its lines");
    }

    private void refused(String statements, String message) {
        assertThatThrownBy(() -> database.ownerJdbc().sql(statements).update()).rootCause()
                .hasMessageContaining(message);
    }
}
