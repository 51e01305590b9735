package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** UBL on request: for those who have addresses for it. */
class RenderUblTest extends CommandTest {
    private static final String COMPANY = """
            seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
              vat_id: FI01120389, endpoint: "0216:003701120389"}
            tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
            accounts:
              - id: acme
                billing_groups:
                  - {id: 0b9b1f5e-6d0c-4c1e-9d59-2f3a3f7f5b10, name: Known, currency: EUR, company: C,
                    address_lines: [A], city: B, country_code: FI, endpoint: "0204:991-1234", buyer_reference: R7}
                  - {id: 0b9b1f5e-6d0c-4c1e-9d59-2f3a3f7f5b11, name: Unknown, currency: EUR, company: C,
                    address_lines: [A], city: B, country_code: FI}
                projects: [{id: web, billing_group: Known}, {id: app, billing_group: Unknown}]
            """;
    private static final String USAGE = """
            usage_id,project,service,sku,quantity,unit,started_at,ended_at,amount,currency
            a,web,Compute,vm,5,hour,2026-10-02T00:00:00Z,2026-10-02T05:00:00Z,12.34,EUR
            b,app,Compute,vm,5,hour,2026-10-02T00:00:00Z,2026-10-02T05:00:00Z,12.34,EUR
            """;

    @BeforeEach
    void invoicesAPeriod() throws IOException {
        billing(0, "apply", write("company.yaml", COMPANY), "--yes");
        billing(0, "import", write("usage.csv", USAGE));
        billing(0, "run", "2026-10", "--issue-date", "2026-11-02", "--out", folder.resolve("out").toString());
    }

    @Test
    void writesAnInvoiceAsUbl() throws IOException {
        billing(0, "render", "INV-2026-000001", "--ubl");
        assertThat(Files.readString(folder.resolve("ubl/2026-10/INV-2026-000001.xml")))
                .contains("<cbc:BuyerReference>R7</cbc:BuyerReference>")
                .contains("<cbc:EndpointID schemeID=\"0204\">991-1234</cbc:EndpointID>")
                .contains("<cbc:PayableAmount currencyID=\"EUR\">15.49</cbc:PayableAmount>");
        billing(0, "verify");
    }

    @Test
    void tellsWhoHasNoAddressForItAndWritesTheOthers() {
        var without = "INV-2026-000002 cannot be written as UBL: billing group 'Unknown' needs endpoint";
        assertThat(billing(20, "render", "INV-2026-000002", "--ubl").err()).contains(without);
        assertThat(folder.resolve("ubl/2026-10")).doesNotExist();
        assertThat(billing(3, "render", "2026-10", "--ubl").err()).contains(without);
        assertThat(folder.resolve("ubl/2026-10")).isDirectoryContaining("glob:**/INV-2026-000001.xml");
    }

    @Test
    void writesWhereItIsTold() {
        billing(0, "render", "INV-2026-000001", "--ubl", "--out", folder.resolve("peppol").toString());
        assertThat(folder.resolve("peppol/INV-2026-000001.xml")).exists();
        assertThat(billing(20, "render", "INV-2026-000001", "--out", folder.resolve("peppol").toString()).err())
                .contains("--out is for --ubl");
    }
}
