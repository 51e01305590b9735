package org.billinggroups.receivable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who owes what on a day, to the cent, by what was issued, credited and paid until then. */
class AgingTest extends CommandTest {
    /** Invoices of three months, each of one group of each account: 100 from One and 50 from =Two, without tax. */
    @BeforeEach
    void issuesInvoices() throws IOException {
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Street 1], city: Helsinki, country_code: FI,
                         vat_id: FI20774740}
                accounts:
                  - id: acme
                    billing_groups:
                      - {id: 00000000-0000-0000-0000-000000000001, name: One, currency: EUR, company: One Ltd,
                         address_lines: [Road 1], city: Town, country_code: US}
                    projects: [{id: p1, billing_group: One}]
                  - id: globex
                    billing_groups:
                      - {id: 00000000-0000-0000-0000-000000000002, name: =Two, currency: EUR, company: Two Ltd,
                         address_lines: [Road 1], city: Town, country_code: US, payment_terms_days: 30}
                    projects: [{id: p2, billing_group: =Two}]
                """), "--yes");
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                s,per_unit,EUR,hour,,1,,,,,,2020-01-01
                """));
        for (var month : new String[]{ "07", "08", "09" }) {
            billing(0, "import", write(month + ".csv", """
                    usage_id,project,service,sku,quantity,unit,started_at,ended_at
                    a%1$s,p1,S,s,100,hour,2026-%1$s-05T00:00:00Z,2026-%1$s-05T01:00:00Z
                    b%1$s,p2,S,s,50,hour,2026-%1$s-05T00:00:00Z,2026-%1$s-05T01:00:00Z
                    """.formatted(month)));
        }
        run("2026-07", "2026-08-01");
        run("2026-08", "2026-09-01");
        run("2026-09", "2026-10-01");
    }

    private void run(String period, String date) {
        billing(0, "run", period, "--issue-date", date, "--out", folder.resolve("out").toString());
    }

    private String aging(String... options) {
        var arguments = new ArrayList<>(List.of("receivable", "aging", "--format", "csv"));
        arguments.addAll(List.of(options));
        return billing(0, arguments.toArray(String[]::new)).out();
    }

    @Test
    void sortsWhatIsOpenByTheDaysSinceItWasDue() {
        // Due on 15 August, 15 September and 15 October; and 31 August, 1 October and 31 October.
        assertThat(aging("--on", "2026-10-15")).isEqualTo("""
                billing_group_id,billing_group,account,currency,not_due,days_1_30,days_31_60,days_61_90,over_90,total
                00000000-0000-0000-0000-000000000001,One,acme,EUR,100.00,100.00,0.00,100.00,0.00,300.00
                00000000-0000-0000-0000-000000000002,'=Two,globex,EUR,50.00,50.00,50.00,0.00,0.00,150.00
                """);
        assertThat(aging("--on", "2026-08-15")).contains("One,acme,EUR,100.00,0.00,0.00,0.00,0.00,100.00");
        assertThat(aging("--on", "2026-08-16")).contains("One,acme,EUR,0.00,100.00,0.00,0.00,0.00,100.00");
        assertThat(aging("--on", "2026-11-13")).contains("One,acme,EUR,0.00,100.00,100.00,100.00,0.00,300.00");
        assertThat(aging("--on", "2026-11-14")).contains("One,acme,EUR,0.00,100.00,100.00,0.00,100.00,300.00");
        assertThat(aging("--on", "2026-07-31").lines()).hasSize(1);
    }

    @Test
    void countsPaymentsAndCreditNotesFromTheirDayOn() {
        billing(0, "invoice", "pay", "INV-2026-000001", "--amount", "60", "--on", "2026-09-10");
        billing(0, "invoice", "credit-note", "INV-2026-000003", "--reason", "Wrong", "--issue-date", "2026-10-05",
                "--out", folder.resolve("out").toString());
        assertThat(aging("--on", "2026-09-09")).contains("One,acme,EUR,100.00,100.00,");
        assertThat(aging("--on", "2026-09-10")).contains("One,acme,EUR,100.00,40.00,");
        assertThat(aging("--on", "2026-10-04")).contains("One,acme,EUR,100.00,100.00,40.00,0.00,0.00,240.00");
        assertThat(aging("--on", "2026-10-05")).contains("One,acme,EUR,100.00,0.00,40.00,0.00,0.00,140.00");
        assertThat(billing(0, "receivable", "aging", "--on", "2026-10-05").out())
                .contains("BILLING GROUP", "total  EUR 290.00");
        assertThat(billing(0, "receivable", "aging", "--on", "2026-10-05", "--by", "account", "--json").out())
                .contains("\"account\" : \"acme\"", "\"days_31_60\" : \"40.00\"", "\"EUR\" : \"290.00\"");
        assertThat(billing(2, "receivable", "aging", "--by", "project").err()).contains("GROUP, ACCOUNT");
        assertThat(billing(2, "receivable", "aging", "--format", "csv", "--json").err()).contains("exclude each other");
    }

    @Test
    void listsWhatIsOpenAndOverdue() {
        billing(0, "invoice", "pay", "INV-2026-000001", "--amount", "100", "--on", "2026-09-10");
        assertThat(numbers("--open")).isEqualTo("2 3 4 5 6");
        assertThat(numbers("--overdue", "--billing-group", "=Two")).isEqualTo("2 4 6");
        assertThat(numbers("--account", "acme", "--issued", "2026-08-02..2026-10-01")).isEqualTo("3 5");
        assertThat(numbers("--issued", "2026-08-01..2026-08-01")).isEqualTo("1 2");
        long days = ChronoUnit.DAYS.between(LocalDate.parse("2026-08-31"), LocalDate.now(ZoneOffset.UTC));
        assertThat(billing(0, "invoice", "list").out()).containsPattern("INV-2026-000001 +paid .* EUR 0.00 +One")
                .containsPattern("INV-2026-000002 +issued .* 2026-08-31 +EUR 50.00 +" + days + " +=Two");
        assertThat(billing(0, "invoice", "list", "--json", "--period", "2026-07").out())
                .contains("\"due_date\" : \"2026-08-31\"", "\"open\" : \"50.00\"", "\"overdue_days\" : " + days);
        assertThat(billing(2, "invoice", "list", "--issued", "2026-10-02..2026-10-01").err())
                .contains("expected two days, the first not after the last");
        assertThat(billing(2, "invoice", "list", "--issued", "2026-10").err()).contains("expected two days");
        assertThat(billing(20, "invoice", "list", "--account", "nobody").err()).contains("nobody");
    }

    /** As it was when numbers were given, also where the report is written later, or again. */
    @Test
    void aRunKeepsWhatWasOwedOnItsIssueDate() throws IOException {
        billing(0, "import", write("10.csv", Files.readString(folder.resolve("09.csv")).replace("2026-09", "2026-10")
                .replace("a09", "a10").replace("b09", "b10")));
        var out = folder.resolve("out").toString();
        billing(0, "run", "2026-10", "--issue-date", "2026-11-01", "--until", "issue", "--out", out);
        assertThat(aging("--on", "2026-11-01")).contains("One,acme,EUR,100.00,100.00,100.00,100.00,0.00,400.00",
                "'=Two,globex,EUR,50.00,50.00,50.00,50.00,0.00,200.00");
        billing(0, "invoice", "pay", "INV-2026-000001", "--amount", "60", "--on", "2026-10-20");
        assertThat(billing(0, "run", "2026-10", "--json").out())
                .containsPattern("\"receivables\" : [^]]*\"not_due\" : \"150.00\"[^]]*\"total\" : \"600.00\"");
        var report = folder.resolve("out/2026-10/run-1/report.html");
        var text = Files.readString(report);
        assertThat(text).contains("Receivables on 2026-11-01", cells("EUR", "150.00", "150.00", "150.00", "150.00",
                "0.00", "600.00"),
                "<td>=Two</td><td>globex</td>" + cells("EUR", "50.00", "50.00", "50.00", "50.00",
                        "0.00", "200.00"));
        assertThat(aging("--on", "2026-11-01")).contains("One,acme,EUR,100.00,100.00,100.00,40.00,0.00,340.00");
        Files.delete(report);
        billing(0, "render", "2026-10");
        assertThat(report).hasContent(text);
        billing(0, "verify");
    }

    private static String cells(String currency, String... amounts) {
        return "<td>" + currency + "</td>"
                + Stream.of(amounts).map("<td class=\"n\">%s</td>"::formatted).collect(Collectors.joining());
    }

    /** The numbers that are listed, without what they begin with. */
    private String numbers(String... options) {
        var arguments = new ArrayList<>(List.of("invoice", "list"));
        arguments.addAll(List.of(options));
        return billing(0, arguments.toArray(String[]::new)).out().lines().skip(1)
                .map(line -> line.substring("INV-2026-00000".length(), line.indexOf(' ')))
                .collect(Collectors.joining(" "));
    }
}
