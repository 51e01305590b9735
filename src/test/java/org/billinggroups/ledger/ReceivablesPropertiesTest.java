package org.billinggroups.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.billinggroups.TestApplication;
import org.billinggroups.cli.CommandTest;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.Payments;
import org.billinggroups.ledger.ExportedAmounts.Amount;
import org.billinggroups.period.BillingPeriod;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Whatever is paid, paid back and credited: what all exports post to receivables is what is open, every entry balances,
 * and exports of what was added since make up the whole.
 */
class ReceivablesPropertiesTest extends CommandTest {
    private static final int ROUNDS = 4;
    private static final int TRIES = 25;
    private static final List<String> CREDITED = List.of("INV-2026-000001 1", "INV-2026-000004 1,2",
            "INV-2026-000002 2", "INV-2026-000001 2");
    private static final List<String> NUMBERS = List.of("INV-2026-000001", "INV-2026-000002", "INV-2026-000003",
            "INV-2026-000004");

    private final Random random = new Random(3);

    /** Four invoices of two lines with VAT, in two currencies; each group has prepaid a part. */
    @BeforeEach
    void issuesInvoices() throws IOException {
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Street 1], city: Helsinki, country_code: FI,
                         vat_id: FI20774740}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: One, currency: EUR, company: One Oy, address_lines: [R], city: T, country_code: FI}
                      - {name: Two, currency: USD, company: Two Oy, address_lines: [R], city: T, country_code: FI}
                    projects: [{id: p1, billing_group: One}, {id: q1, billing_group: One},
                               {id: p2, billing_group: Two}, {id: q2, billing_group: Two}]
                """), "--yes");
        billing(0, "rate", "import", write("rates.csv", "Date,USD,\n2026-08-31,1.1,\n2026-09-30,1.2,\n"));
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                s,per_unit,EUR,hour,,1.07,,,,,,2020-01-01
                """));
        billing(0, "credit", "add", "One", "--kind", "prepaid", "--amount", "30");
        billing(0, "credit", "add", "Two", "--kind", "prepaid", "--amount", "170");
        for (var month : new String[]{ "08", "09" }) {
            var usage = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
            for (var project : List.of("p1", "q1", "p2", "q2")) {
                usage.append(month + project + "," + project + ",S,s,73.9,hour,2026-" + month + "-05T00:00:00Z,2026-"
                        + month + "-05T01:00:00Z\n");
            }
            billing(0, "import", write(month + ".csv", usage.toString()));
        }
        for (var run : List.of("2026-08 2026-09-01", "2026-09 2026-10-01")) {
            billing(0, "run", run.split(" ")[0], "--issue-date", run.split(" ")[1], "--out",
                    folder.resolve("out").toString());
        }
    }

    private void paysSomething(Payments payments) {
        int tried = 0;
        for (int i = 0; i < TRIES; i++) {
            var amount = BigDecimal.valueOf(random.nextInt(12_000) - 5_000, 2);
            try {
                payments.pay(NUMBERS.get(random.nextInt(NUMBERS.size())), amount,
                        LocalDate.of(2026, 10, 1).plusDays(random.nextInt(40)), null, "test");
                tried++;
            } catch (RefusedException e) {
                assertThat(e).hasMessageMatching("(?s).*(expected something other than 0|would be paid).*");
            }
        }
        assertThat(tried).isPositive();
    }

    private record Exported(LedgerExport.Written written, String text) {
        /** Each of its transactions. */
        Stream<String> entries() {
            return Stream.of(text.split("\n\n")).skip(1).map(String::strip);
        }
    }

    private static Optional<Exported> export(LedgerExport export, String month, OptionalLong since) throws IOException {
        var out = new ByteArrayOutputStream();
        try {
            var written = export.write(LedgerSelection.of(null, BillingPeriod.parse(month), null), since,
                    LedgerExport.Format.HLEDGER, out);
            return Optional.of(new Exported(written, out.toString(StandardCharsets.UTF_8)));
        } catch (RefusedException e) {
            assertThat(e).hasMessageContainingAll(since.isPresent() ? "nothing was added" : "no published postings");
            return Optional.empty();
        }
    }

    /** What is open, by currency. */
    private Map<String, BigDecimal> open() {
        Map<String, BigDecimal> open = new TreeMap<>();
        database.jdbc().sql("SELECT n.currency, sum(b.open) FROM invoice_balance b JOIN issued_invoice n USING "
                + "(invoice_id) GROUP BY 1").query(rs -> {
                    open.put(rs.getString(1), rs.getBigDecimal(2).stripTrailingZeros());
                });
        return open;
    }

    @Test
    void receivablesAreWhatIsOpen() throws IOException {
        Map<String, List<Exported>> parts = new TreeMap<>();
        try (var application = TestApplication.on(database)) {
            for (int round = 0; round < ROUNDS; round++) {
                paysSomething(application.getBean(Payments.class));
                var credited = CREDITED.get(round).split(" ");
                billing(0, "invoice", "credit-note", credited[0], "--reason", "x", "--lines", credited[1],
                        "--issue-date", "2026-11-0" + (1 + round), "--allow-issue-date");
                for (var month : List.of("2026-09", "2026-10", "2026-11")) {
                    var soFar = parts.computeIfAbsent(month, key -> new ArrayList<>());
                    export(application.getBean(LedgerExport.class), month, soFar.isEmpty()
                            ? OptionalLong.empty()
                            : soFar.getLast().written().number()).ifPresent(soFar::add);
                }
            }
            billing(0, "verify");
            requireWhole(application, parts);
        }
    }

    private void requireWhole(ConfigurableApplicationContext application, Map<String, List<Exported>> parts)
            throws IOException {
        Map<String, BigDecimal> receivables = new TreeMap<>();
        for (var month : parts.entrySet()) {
            var whole = export(application.getBean(LedgerExport.class), month.getKey(), OptionalLong.empty())
                    .orElseThrow();
            assertThat(month.getValue().stream().flatMap(Exported::entries))
                    .containsExactlyInAnyOrderElementsOf(whole.entries().toList());
            assertThat(whole.entries().map(entry -> entry.substring(0, 10))).isSorted();
            for (var entry : whole.entries().toList()) {
                var amounts = ExportedAmounts.of(LedgerExport.Format.HLEDGER, entry);
                assertThat(ExportedAmounts.totals(amounts, Amount::number)).isEmpty();
                amounts.stream().filter(amount -> amount.account().equals("Assets:Receivable"))
                        .forEach(amount -> receivables.merge(entry.contains(" EUR") ? "EUR" : "USD", amount.amount(),
                                BigDecimal::add));
            }
        }
        receivables.replaceAll((currency, amount) -> amount.stripTrailingZeros());
        assertThat(parts.get("2026-10")).hasSizeGreaterThan(2);
        assertThat(receivables).isEqualTo(open()).hasSize(2);
    }
}
