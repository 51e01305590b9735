package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After any sequence of deliveries, by day, of the month to date, restated, replaced and given again, what is billed and
 * what waits of each charge add up to what was delivered last, and invoices to all of it.
 */
class ChargeDeliveriesTest extends CommandTest {
    private static final String HEADER = "BillingAccountId,BillingAccountName,BillingPeriodStart,ChargePeriodStart,"
            + "ChargePeriodEnd,BilledCost,BillingCurrency,ChargeCategory,ServiceName,SkuId,PricingQuantity,PricingUnit,"
            + "SubAccountId,Tags\n";
    private static final int DELIVERIES = 8;

    /** The charges that were delivered last, each with its cents and its hours, which are as many. */
    private final Map<String, Integer> delivered = new TreeMap<>();
    private int files;

    private record Delivery(List<String> files, boolean replaces, Map<String, Integer> charges) {}

    private static String key(int day, String sku) {
        return "%02d %s".formatted(day, sku);
    }

    /** Files of charges in any order, some in two rows with other tags. */
    private List<String> write(Map<String, Integer> charges, Random random) throws IOException {
        List<String> rows = new ArrayList<>();
        charges.forEach((key, cents) -> {
            int first = random.nextInt(3) == 0 ? random.nextInt(10) : 0;
            if (first != 0) {
                rows.add(row(key, first, random));
            }
            rows.add(row(key, cents - first, random));
        });
        Collections.shuffle(rows, random);
        int cut = random.nextBoolean() ? rows.size() : random.nextInt(rows.size()) + 1;
        List<String> written = new ArrayList<>();
        for (var part : List.of(rows.subList(0, cut), rows.subList(cut, rows.size()))) {
            if (!part.isEmpty()) {
                written.add(write("delivery-" + ++files + ".csv", HEADER + String.join("", part)));
            }
        }
        return written;
    }

    private static String row(String key, int cents, Random random) {
        var time = random.nextBoolean() ? "2026-06-%s 00:00:00" : "2026-06-%sT00:00:00Z";
        return "ba,Name %d,2026-06-01T00:00:00Z,%s,2026-06-%sT12:00:00Z,%s,EUR,%s,S,%s,%d,h,web,tag-%d%n".formatted(
                random.nextInt(3), time.formatted(key.substring(0, 2)), key.substring(0, 2),
                String.format(Locale.ROOT, random.nextBoolean() ? "%d.%02d" : "%d.%02d00", cents / 100,
                        cents % 100),
                random.nextBoolean() ? "Usage" : "usage", key.substring(3), cents, random.nextInt(1000));
    }

    private Map<String, Integer> held() {
        Map<String, Integer> held = new TreeMap<>();
        database.jdbc().sql("""
                SELECT to_char(started_at AT TIME ZONE 'UTC', 'DD ') || sku, (sum(amount) * 100)::int, sum(quantity)::int
                FROM usage_record WHERE period = '2026-06-01' GROUP BY 1 HAVING sum(amount) <> 0
                """).query(rs -> {
            assertThat(rs.getInt(2)).isEqualTo(rs.getInt(3));
            held.put(rs.getString(1), rs.getInt(2));
        });
        return held;
    }

    private void deliver(int exitCode, Delivery delivery) {
        billing(exitCode, Stream.concat(delivery.replaces()
                ? Stream.of("import", "--source", "cloud", "--replace", "--yes")
                : Stream.of("import", "--source", "cloud"), delivery.files().stream()).toArray(String[]::new));
        if (exitCode == 0) {
            if (delivery.replaces()) {
                delivered.clear();
            }
            delivered.putAll(delivery.charges());
        }
        assertThat(held()).as(delivery.toString()).isEqualTo(delivered);
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3 })
    void addUpToTheLatest(int seed) throws IOException {
        var random = new Random(seed);
        billing(0, "apply", write("company.yaml", """
                seller: {id: main, name: S, address_lines: [A], city: B, country_code: US, tax_number: 12-3}
                tax_rates: [{country_code: US, rate: 0, valid_from: 2020-01-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: North, currency: EUR, company: C, address_lines: [A], city: B, country_code: US}
                    projects: [{id: web, billing_group: North}]
                """), "--yes");
        List<Delivery> before = new ArrayList<>();
        int period = 6;
        for (int day = 1; day <= DELIVERIES; day++) {
            Map<String, Integer> today = Map.of(key(day, "vm"), 100 + random.nextInt(900), key(day, "disk"),
                    100 + random.nextInt(900));
            if (random.nextInt(3) == 0 && !before.isEmpty()) {
                var again = before.get(random.nextInt(before.size()));
                deliver(0, new Delivery(again.files(), true, again.charges()));
            }
            switch (random.nextInt(3)) {
                case 0 -> before.add(new Delivery(write(today, random), false, today));
                case 1 -> before.add(new Delivery(write(with(today), random), false, with(today)));
                default -> {
                    var restated = with(today);
                    restated.replaceAll((key, cents) -> random.nextInt(4) == 0 ? cents + 50 : cents);
                    boolean isRestated = delivered.entrySet().stream()
                            .anyMatch(charge -> !charge.getValue().equals(restated.get(charge.getKey())));
                    var written = write(restated, random);
                    if (isRestated) {
                        deliver(20, new Delivery(written, false, restated));
                    }
                    before.add(new Delivery(written, true, restated));
                }
            }
            deliver(0, before.getLast());
            if (period < 10 && random.nextInt(2) == 0) {
                run(period++);
            }
        }
        while (period <= 10) {
            run(period++);
        }
        assertThat(database.jdbc().sql("SELECT (sum(total) * 100)::int FROM invoice").query(Integer.class).single())
                .isEqualTo(delivered.values().stream().mapToInt(Integer::intValue).sum());
        billing(0, "verify");
    }

    private Map<String, Integer> with(Map<String, Integer> today) {
        Map<String, Integer> charges = new TreeMap<>(delivered);
        charges.putAll(today);
        return charges;
    }

    /** Later periods bill what is late. */
    private void run(int month) {
        billing(0, "run", "2026-%02d".formatted(month), "--without-usage", "--credit-negative-totals",
                "--issue-date", "2026-11-28", "--out", folder.resolve("out").toString());
    }
}
