package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.cli.CommandTest;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.document.FocusDataset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Invoices as FOCUS files: part of what is published, and a provider's export for the customer, who invoices by it whom
 * he sells to.
 */
class FocusChainTest extends CommandTest {
    private static final List<String> GROUPS = List.of("00000000-0000-4000-8000-000000000001",
            "00000000-0000-4000-8000-000000000002", "00000000-0000-4000-8000-000000000003");
    private static final Map<String, String> SETTINGS = Map.of("billing.focus", "on",
            "billing.focus.service-category[Machines]", "Compute", "billing.small-amount-threshold", "0.50");
    private static final String SELLER = """
            seller: {id: main, name: "=Seller, Oy", address_lines: [Katu 1], city: Helsinki, country_code: FI,
              vat_id: FI01120389}
            tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01},
              {country_code: FI, tax_class: reduced, rate: 14, valid_from: 2024-09-01}]
            accounts:
              - id: acme
                billing_groups:
            """;
    private static final String GROUP = """
                  - {id: "%s", name: "%s", currency: EUR, company: C, address_lines: [A], city: B, country_code: FI%s}
            """;
    private static final String COMPANY = SELLER
            + GROUP.formatted(GROUPS.get(0), "North", ", discount_percent: 7.5, support_percent: 10,\n"
                    + "        price_adjustments: [{sku: vm, percent: -3.3}],\n"
                    + "        extra_charges: [{description: -Set-up, amount: 99.99, period: 2025-09}]")
            + GROUP.formatted(GROUPS.get(1), "South",
                    ", commitment: {amount: 50, currency: EUR, from: 2025-10, until: 2026-09}")
            + GROUP.formatted(GROUPS.get(2), "Small", "") + """
                projects: [{id: web, name: Web shop, billing_group: North, tags: {"billing:team": "a, b"}},
                  {id: "=api", billing_group: North}, {id: data, billing_group: South},
                  {id: tiny, billing_group: Small}]
            """;
    private static final String PRICES = """
            sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,\
            valid_from,tax_class
            vm,per_unit,EUR,hour,,0.0333,,,,,,2025-01-01,
            disk,graduated,EUR,GB,100,0.111,,,,project,,2025-01-01,reduced
            disk,graduated,EUR,GB,,0.077,,,,project,,2025-01-01,reduced
            """;
    private static final String USAGE = """
            usage_id,project,service,sku,quantity,unit,started_at,ended_at
            a-%1$s,web,Machines,vm,1234.567,hour,%1$s-01T00:00:00.25Z,%1$s-20T02:00:00.5Z
            b-%1$s,=api,Machines,vm,77.7,hour,%1$s-03T02:00:00Z,%1$s-03T02:00:00Z
            c-%1$s,web,Storage,disk,1234,GB,%1$s-01T00:00:00Z,%1$s-28T00:00:00Z
            d-%1$s,data,Storage,disk,345.6,GB,%1$s-01T00:00:00Z,%1$s-28T00:00:00Z
            e-%1$s,tiny,Storage,disk,3,GB,%1$s-01T00:00:00Z,%1$s-28T00:00:00Z
            """;
    private static final String LATE = """
            usage_id,project,service,sku,quantity,unit,started_at,ended_at
            f,web,Machines,vm,20,hour,2025-09-05T00:00:00Z,2025-09-20T02:00:00Z
            g,data,Storage,disk,-45.6,GB,2025-09-01T00:00:00Z,2025-09-28T00:00:00Z
            """;

    private TestDatabase customer;

    @BeforeEach
    void set() {
        SETTINGS.forEach(System::setProperty);
        customer = TestDatabase.create();
    }

    @AfterEach
    void clear() {
        SETTINGS.keySet().forEach(System::clearProperty);
        customer.close();
    }

    private void run(String period, String issueDate) {
        billing(0, "run", period, "--issue-date", issueDate, "--out", folder.resolve("out").toString());
    }

    private void invoiceTwoMonths() throws IOException {
        billing(0, "apply", write("company.yaml", COMPANY), "--yes");
        billing(0, "price", "import", write("prices.csv", PRICES));
        billing(0, "credit", "add", "South", "--kind", "promotional", "--amount", "5");
        billing(0, "import", write("september.csv", USAGE.formatted("2025-09")));
        run("2025-09", "2025-10-02");
        billing(0, "import", write("late.csv", LATE), write("october.csv", USAGE.formatted("2025-10")));
        run("2025-10", "2025-11-02");
        billing(0, "verify");
    }

    private Path file(String period, String group) {
        return folder.resolve("out/" + period + "/run-1/focus/" + group + ".csv");
    }

    private void resells(String... arguments) {
        var ended = CommandInProcess.run(customer, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err()).isZero();
    }

    private static Map<String, String> netByGroupAndPeriod(TestDatabase of) {
        Map<String, String> net = new TreeMap<>();
        of.jdbc().sql("""
                SELECT f.name || ' ' || to_char(n.period, 'YYYY-MM') AS place, string_agg(i.net_total::text, ' ') AS net
                FROM invoice i JOIN issued_invoice n ON n.invoice_id = i.id
                JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id GROUP BY 1
                """).query(rs -> {
            net.put(rs.getString("place"), rs.getString("net"));
        });
        return net;
    }

    /** In the second company, a group of the same name gets what a group of the first one was invoiced. */
    @Test
    void isInvoicedOnWithTheSameNetTotals() throws IOException {
        invoiceTwoMonths();
        SETTINGS.keySet().forEach(System::clearProperty);
        var company = write("second.yaml", SELLER + GROUP.formatted(UUID.randomUUID(), "North", "")
                + GROUP.formatted(UUID.randomUUID(), "South", "") + GROUP.formatted(UUID.randomUUID(), "Small", ""));
        resells("apply", company, "--yes");
        for (var period : Map.of("2025-09", "2025-10-05", "2025-10", "2025-11-05").entrySet().stream()
                .sorted(Map.Entry.comparingByKey()).toList()) {
            for (int i = 0; i < GROUPS.size(); i++) {
                resells("project", "create", "--from-usage", file(period.getKey(), GROUPS.get(i)).toString(),
                        "--account", "acme", "--billing-group", List.of("North", "South", "Small").get(i));
            }
            for (var group : GROUPS) {
                resells("import", file(period.getKey(), group).toString());
            }
            resells("run", period.getKey(), "--issue-date", period.getValue(), "--out",
                    folder.resolve("second").toString());
        }
        assertThat(netByGroupAndPeriod(customer)).hasSize(6).isEqualTo(netByGroupAndPeriod(database));
        assertThat(customer.jdbc().sql("SELECT string_agg(id, ' ' ORDER BY id) FROM project").query(String.class)
                .single()).startsWith("00000000-0000-4000-8000-000000000001").endsWith("=api data tiny web");
        resells("import", file("2025-10", GROUPS.getFirst()).toString());
        resells("verify");
    }

    @Test
    void isPublishedSealedAndRestored() throws IOException {
        invoiceTwoMonths();
        for (var period : List.of("2025-09", "2025-10")) {
            for (var group : GROUPS) {
                var dataset = FocusDataset.of(file(period, group));
                assertThat(dataset.broken()).isEmpty();
                assertThat(dataset.rows()).as("also usage that took no time").allMatch(
                        row -> row.get("ChargePeriodStart").compareTo(row.get("ChargePeriodEnd")) < 0);
            }
        }
        var file = file("2025-10", GROUPS.getFirst());
        assertThat(Files.readString(folder.resolve("out/2025-10/run-1/manifest.json")))
                .contains("focus/" + file.getFileName());
        SETTINGS.keySet().forEach(System::clearProperty);
        var bytes = Files.readString(file);
        assertThat(bytes).contains(",Compute,Machines,\"'=Seller, Oy\",Other (Compute),vm,", "'=Seller, Oy",
                ",Correction,");
        Files.writeString(file, bytes.replaceFirst("\n[0-9]", "\n1"));
        assertThat(billing(21, "verify", "2025-10").out()).contains("SHA-256 differs",
                "its rows of invoice INV-2025-000004 come to 1", "is due");
        billing(0, "render", "INV-2025-000004");
        assertThat(file).hasContent(bytes);
        billing(0, "verify");
    }

    @Test
    void isBesideCreditNotesAndEstimatesToo() throws IOException {
        invoiceTwoMonths();
        billing(0, "invoice", "credit-note", "INV-2025-000004", "--reason", "wrong", "--issue-date", "2025-11-03");
        var note = FocusDataset
                .of(folder.resolve("out/corrections/CN-2025-000001/focus/" + GROUPS.getFirst() + ".csv"));
        assertThat(note.broken()).isEmpty();
        assertThat(note.sum("BilledCost").negate())
                .isEqualByComparingTo(FocusDataset.of(file("2025-10", GROUPS.getFirst())).sum("BilledCost"));
        var present = YearMonth.now(ZoneOffset.UTC).toString();
        billing(0, "import", write("present.csv", USAGE.formatted(present).replaceAll("-20T|-28T", "-02T")
                .replaceAll("-03T", "-01T")));
        billing(0, "estimate", "--out", folder.resolve("out").toString());
        var estimate = FocusDataset
                .of(folder.resolve("out/estimates/" + present + "/focus/" + GROUPS.getLast() + ".csv"));
        assertThat(estimate.rows()).isNotEmpty().allMatch(row -> row.get("InvoiceId").isEmpty());
        billing(0, "verify");
    }
}
