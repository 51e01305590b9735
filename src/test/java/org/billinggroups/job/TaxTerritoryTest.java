package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Territories that are taxed otherwise than their countries, and sellers whom no tax office knows. */
class TaxTerritoryTest extends CommandTest {
    private static final String SELLER = """
            seller: {id: main, name: Seller Oy, address_lines: [Street 1], city: Helsinki, zip_code: "00100",
              country_code: FI%s}
            """;
    private static final String GROUPS = """
            accounts:
              - id: acme
                billing_groups:
                  - {name: Aland, currency: EUR, company: C1, address_lines: [R 1], city: Town, country_code: AX}
                  - {name: Monaco, currency: EUR, company: C2, address_lines: [R 2], city: Town, country_code: MC}
                  - {name: Monaco firm, currency: EUR, company: C3, address_lines: [R 3], city: Town, country_code: MC,
                     vat_id: FR12000045202}
                  - {name: Canarias, currency: EUR, company: C4, address_lines: [R 4], city: Town, country_code: ES,
                     state: Las Palmas}
                projects:
                  - {id: aland, billing_group: Aland}
                  - {id: monaco, billing_group: Monaco}
                  - {id: monaco-b2b, billing_group: Monaco firm}
                  - {id: canarias, billing_group: Canarias}
            tax_rates:
              - {country_code: FI, rate: 25.5, valid_from: 2020-01-01}
              - {country_code: FR, rate: 20, valid_from: 2020-01-01}
              - {country_code: ES, rate: 21, valid_from: 2020-01-01}
            """;

    private void importUsage() throws IOException {
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                s,per_unit,EUR,hour,,1.00,,,,,,2020-01-01
                """));
        var usage = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (var project : List.of("aland", "monaco", "monaco-b2b", "canarias")) {
            usage.append("%1$s,%1$s,svc,s,100,hour,2026-10-05T00:00:00Z,2026-10-05T03:00:00Z%n".formatted(project));
        }
        billing(0, "import", write("usage.csv", usage.toString()));
    }

    private Stream<String> invoices() {
        var json = new JsonMapper().readTree(billing(0, "invoice", "list", "--period", "2026-10", "--json").out());
        return json.valueStream().map(invoice -> invoice.path("billing_group").path("name").asString() + " "
                + invoice.path("total").asString());
    }

    @Test
    void taxesThemAsTheTableSaysAndAsksWhereItIsNotCertain() throws IOException {
        billing(0, "apply", write("company.yaml", SELLER.formatted(", vat_id: FI20774740") + GROUPS));
        importUsage();
        var out = folder.resolve("out");
        var parked = billing(3, "run", "2026-10", "--issue-date", "2026-11-02", "--out", out.toString());
        assertThat(parked.out() + parked.err()).contains("Canarias", "set tax_territory to canary-islands or to none");
        assertThat(invoices()).containsExactlyInAnyOrder("Aland 125.50", "Monaco 120.00", "Monaco firm 100.00");
        assertThat(Files.readString(out.resolve("2026-10/run-1/ledger.csv")))
                .contains(",S25.5,", ",S20-FR,", ",AE,").doesNotContain("-MC", "-AX");

        assertThat(billing(20, "group", "edit", "Canarias", "--tax-territory", "livigno").err())
                .contains("expected a territory with addresses of ES");
        assertThat(billing(20, "group", "edit", "Aland", "--tax-territory", "none").err()).contains("expected aland");
        assertThat(billing(20, "group", "edit", "Canarias", "--tax-territory", "Narnia").err())
                .contains("tax_territory 'Narnia': expected none or one of aland");
        billing(0, "group", "edit", "Canarias", "--tax-territory", "Islas Canarias");
        billing(0, "run", "2026-10", "--issue-date", "2026-11-02", "--out", out.toString());
        assertThat(invoices()).contains("Canarias 100.00");
        billing(0, "verify");
    }

    @Test
    void refusesVatOfASellerWithoutAnyNumber() throws IOException {
        billing(0, "apply", write("company.yaml", SELLER.formatted("") + GROUPS));
        importUsage();
        assertThat(billing(20, "run", "2026-10", "--issue-date", "2026-11-02").err())
                .contains("seller 'main' has neither vat_id nor tax_number");
        assertThat(invoices()).isEmpty();
        billing(0, "apply", write("seller.yaml", SELLER.formatted(", tax_number: 112038-9")));
        billing(3, "run", "2026-10", "--issue-date", "2026-11-02", "--out", folder.resolve("out").toString());
        assertThat(invoices()).contains("Aland 125.50");
    }
}
