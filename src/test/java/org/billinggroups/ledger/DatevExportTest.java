package org.billinggroups.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What DATEV is told beside amounts: when something was delivered, when it is due, and by whose account. */
class DatevExportTest extends CommandTest {
    private static final String HEADER = "usage_id,project,service,sku,quantity,unit,started_at,ended_at,amount,currency\n";

    @BeforeEach
    void invoicesTwoPeriodsWithLateUsage() throws IOException {
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller GmbH, address_lines: [S 1], city: Berlin, country_code: DE,
                  vat_id: DE136695976}
                tax_rates: [{country_code: DE, rate: 19, valid_from: 2020-01-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: G1, currency: EUR, company: Kunde GmbH, address_lines: [W 1], city: Berlin,
                         country_code: DE, debtor_account: "10017"}
                      - {name: G2, currency: EUR, company: Kunde GmbH, address_lines: [W 1], city: Berlin,
                         country_code: DE}
                    projects: [{id: p1, billing_group: G1}, {id: p2, billing_group: G2}]
                """), "--yes");
        usage("august.csv", "a,p1,S,vm,1,h,2026-08-05T00:00:00Z,2026-08-05T01:00:00Z,10,EUR");
        run("2026-08", "2026-09-02");
        usage("later.csv", "b,p1,S,vm,1,h,2026-08-06T00:00:00Z,2026-08-06T01:00:00Z,30,EUR\n"
                + "c,p1,S,vm,1,h,2026-09-06T00:00:00Z,2026-09-06T01:00:00Z,100,EUR\n"
                + "d,p2,S,vm,1,h,2026-09-06T00:00:00Z,2026-09-06T01:00:00Z,7,EUR");
        run("2026-09", "2026-10-02");
    }

    private void usage(String name, String rows) throws IOException {
        billing(0, "import", write(name, HEADER + rows + "\n"));
    }

    private void run(String period, String date) {
        billing(0, "run", period, "--issue-date", date, "--out", folder.toString());
    }

    private List<Map<String, String>> rows() throws IOException {
        var file = folder.resolve("datev.csv");
        billing(0, "ledger", "export", "2026-09", "--format", "datev", "--out", file.toString());
        var lines = Files.readAllLines(file, Charset.forName("windows-1252"));
        var names = List.of(lines.get(1).split(";", -1));
        return lines.stream().skip(2).map(line -> line.split(";", -1))
                .map(cells -> Map.of("amount", cells[0], "account", cells[6], "served",
                        cells[names.indexOf("Leistungsdatum")], "period",
                        cells[names.indexOf("Datum Zuord. Steuerperiode")], "due", cells[names.indexOf("Fälligkeit")]))
                .toList();
    }

    @Test
    void tellsThePeriodOfTheLinesTheDueDateAndTheGroupsAccount() throws IOException {
        assertThat(rows()).containsExactlyInAnyOrder(row("30,00", "10017", "31082026"),
                row("100,00", "10017", "30092026"), row("24,70", "10017", "30092026"),
                row("7,00", "10000", "30092026"), row("1,33", "10000", "30092026"));
        billing(0, "verify");
    }

    private static Map<String, String> row(String amount, String account, String day) {
        return Map.of("amount", amount, "account", account, "served", day, "period", day, "due", "16102026");
    }

    @Test
    void takesAnAccountThatTheGroupWasGivenSince() throws IOException {
        billing(0, "group", "edit", "G2", "--debtor-account", "10018");
        assertThat(rows()).extracting(row -> row.get("account")).containsOnly("10017", "10018");
        billing(0, "group", "edit", "G2", "--debtor-account", "K-18");
        assertThat(billing(20, "ledger", "export", "2026-09", "--format", "datev").err())
                .contains("debtor_account 'K-18' of billing group 'G2': expected 5 digits");
    }
}
