package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is taken off a line is told with its percentage: on the line, in the electronic invoice, on what corrects it. */
class DiscountTest extends CommandTest {
    private static final String HEADER = "usage_id,project,service,sku,quantity,unit,started_at,ended_at\n";
    private static final String ALLOWANCE = "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>"
            + "<cbc:AllowanceChargeReasonCode>95</cbc:AllowanceChargeReasonCode>";
    private static final String OF_HUNDRED = ALLOWANCE + "<cbc:MultiplierFactorNumeric>12.5"
            + "</cbc:MultiplierFactorNumeric><cbc:Amount currencyID=\"EUR\">12.50</cbc:Amount>"
            + "<cbc:BaseAmount currencyID=\"EUR\">100.00</cbc:BaseAmount></cac:AllowanceCharge>";

    @BeforeEach
    void invoicesASeptember() throws IOException {
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller GmbH, address_lines: [S 1], city: Berlin, zip_code: "10115",
                  country_code: DE, vat_id: DE136695976, endpoint: "0204:991-1",
                  contact: {name: Accounts, phone: +49 30 1234, email: a@seller.example}}
                tax_rates: [{country_code: DE, rate: 19, valid_from: 2020-01-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {id: 0b9b1f5e-6d0c-4c1e-9d59-2f3a3f7f5b10, name: G1, currency: EUR, company: Kunde GmbH,
                         address_lines: [W 1], city: Berlin, zip_code: "10117", country_code: DE,
                         endpoint: "0204:991-2", discount_percent: 12.50}
                    projects: [{id: p1, billing_group: G1}]
                """), "--yes");
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                vm,per_unit,EUR,hour,,1,,,,,,2020-01-01
                """));
        billing(0, "import",
                write("september.csv",
                        HEADER + "u1,p1,Compute,vm,100,hour,2026-09-05T00:00:00Z,2026-09-05T01:00:00Z\n"));
        billing(0, "run", "2026-09", "--issue-date", "2026-10-02", "--out", folder.toString());
    }

    private String ubl(String number) throws IOException {
        var out = folder.resolve("ubl");
        billing(0, "render", number, "--ubl", "--out", out.toString());
        return Files.readString(out.resolve(number + ".xml"));
    }

    @Test
    void isAnAllowanceOnTheUndiscountedPrice() throws IOException {
        assertThat(ubl("INV-2026-000001")).containsOnlyOnce("<cac:AllowanceCharge>").contains(OF_HUNDRED)
                .contains("<cbc:PriceAmount currencyID=\"EUR\">1</cbc:PriceAmount>")
                .contains("<cbc:LineExtensionAmount currencyID=\"EUR\">87.50</cbc:LineExtensionAmount>")
                .contains("<cbc:PayableAmount currencyID=\"EUR\">104.13</cbc:PayableAmount>");
        assertThat(billing(0, "invoice", "show", "INV-2026-000001", "--json").out())
                .contains("\"discount_percent\" : \"12.5\"", "\"tax_total\" : \"16.63\"");
    }

    @Test
    void isThatOfThenOnLateUsage() throws IOException {
        billing(0, "group", "edit", "G1", "--discount-percent", "50");
        billing(0, "import", write("later.csv", HEADER + """
                u2,p1,Compute,vm,8,hour,2026-09-06T00:00:00Z,2026-09-06T01:00:00Z
                u3,p1,Compute,vm,10,hour,2026-10-06T00:00:00Z,2026-10-06T01:00:00Z
                """));
        billing(0, "run", "2026-10", "--issue-date", "2026-11-02", "--out", folder.toString());
        assertThat(ubl("INV-2026-000002")).contains(ALLOWANCE
                + "<cbc:MultiplierFactorNumeric>12.5</cbc:MultiplierFactorNumeric><cbc:Amount currencyID=\"EUR\">1.00"
                + "</cbc:Amount><cbc:BaseAmount currencyID=\"EUR\">8.00</cbc:BaseAmount>")
                .contains("<cbc:MultiplierFactorNumeric>50</cbc:MultiplierFactorNumeric>");
        billing(0, "verify");
    }

    @Test
    void isTheSameOnTheCreditNote() throws IOException {
        billing(0, "invoice", "credit-note", "INV-2026-000001", "--reason", "Wrong", "--issue-date", "2026-10-03");
        assertThat(ubl("CN-2026-000001")).containsOnlyOnce("<cac:AllowanceCharge>").contains(OF_HUNDRED);
        billing(0, "verify");
    }
}
