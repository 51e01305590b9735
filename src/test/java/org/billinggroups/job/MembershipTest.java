package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.billinggroups.TestApplication;
import org.billinggroups.account.ApplyFiles;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.account.ChangeRequests;
import org.billinggroups.account.Changes;
import org.billinggroups.account.Projects;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.file.Sha256;
import org.billinggroups.invoice.IssueDates;
import org.billinggroups.job.RunOptions.Until;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.Prices;
import org.billinggroups.run.MembershipRule;
import org.billinggroups.usage.ImportBatch;
import org.billinggroups.usage.ImportRequest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Random moves at random times: every usage record is billed exactly once, to the group that the rule names. */
class MembershipTest {
    private static final int GROUPS = 4;
    private static final int PROJECTS = 6;
    private static final BillingPeriod OCTOBER = BillingPeriod.parse("2026-10");

    @TempDir
    private Path folder;

    /** One record's part in October, as this test reckons it. */
    private record Part(String project, Instant startedAt, BigDecimal quantity) {}

    private final Map<String, TreeMap<Instant, String>> groupOf = new HashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder usage = new StringBuilder(
            "usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3 })
    void billsEveryRecordOnceUnderBothRules(long seed) throws IOException {
        var random = new Random(seed);
        try (var database = TestDatabase.create()) {
            write(database, random);
            for (var rule : MembershipRule.values()) {
                try (var beans = TestApplication.on(database, "billing.membership=" + rule.code())) {
                    beans.getBean(InvoicingLauncher.class).run(new RunOptions(Optional.of(OCTOBER), Until.DRAFT,
                            IssueDates.Wish.TODAY, folder.resolve("out"), true, true, false, false), outcome -> {});
                }
                assertThat(billed(database.jdbc())).as(rule.code()).isEqualTo(expected(rule));
            }
        }
    }

    private void write(TestDatabase database, Random random) throws IOException {
        try (var beans = TestApplication.on(database)) {
            createCompany(beans);
            for (int move = 0; move < 40; move++) {
                move(beans, random);
            }
            deleteOne(beans);
            for (int row = 0; row < 300; row++) {
                addRecord(row, random);
            }
            importUsage(beans);
        }
    }

    private void createCompany(ConfigurableApplicationContext beans) throws IOException {
        var yaml = new StringBuilder("""
                seller: {id: main, name: Seller, address_lines: [Tie 1], city: Espoo, country_code: FI,
                  vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                """);
        for (int group = 0; group < GROUPS; group++) {
            yaml.append(
                    "      - {name: g%d, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}%n"
                            .formatted(group));
        }
        yaml.append("    projects:\n");
        for (int project = 0; project < PROJECTS; project++) {
            yaml.append("      - {id: p%d, billing_group: g0}%n".formatted(project));
            groupOf.put("p" + project, new TreeMap<>(Map.of(Instant.MIN, "g0")));
        }
        var changes = beans.getBean(Changes.class);
        changes.execute(beans.getBean(ApplyFiles.class)
                .plan(List.of(Files.writeString(folder.resolve("company.yaml"), yaml)), false), "test");
        beans.getBean(Prices.class).importFile(Files.writeString(folder.resolve("prices.csv"), """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                vm,per_unit,EUR,hour,,1,,,,,,2026-01-01
                """), false, "test");
    }

    /** Often on a boundary of the period, and at times when usage starts. */
    private static Instant time(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> OCTOBER.start();
            case 1 -> OCTOBER.end();
            default -> Instant.parse("2026-09-20T00:00:00Z").plus(Duration.ofHours(random.nextInt(48 * 24)));
        };
    }

    private void move(ConfigurableApplicationContext beans, Random random) {
        var project = "p" + random.nextInt(PROJECTS);
        var group = "g" + random.nextInt(GROUPS);
        var from = time(random);
        var plan = beans.getBean(ChangeRequests.class).assign(beans.getBean(BillingGroups.class).resolve(group),
                List.of(project), from);
        beans.getBean(Changes.class).execute(plan, "test");
        var history = groupOf.get(project);
        history.tailMap(from, true).clear();
        history.put(from, group);
    }

    private static void deleteOne(ConfigurableApplicationContext beans) {
        var plan = beans.getBean(ChangeRequests.class).deleteProject(beans.getBean(Projects.class).resolve("p1"));
        beans.getBean(Changes.class).execute(plan, "test");
    }

    /** A record of so many hours as its quantity; a part of it in October has the hours that lie there. */
    private void addRecord(int row, Random random) {
        var project = "p" + random.nextInt(PROJECTS);
        var start = time(random);
        int hours = random.nextInt(60);
        var end = start.plus(Duration.ofHours(hours));
        usage.append("u%d,%s,Compute,vm,%d,hour,%s,%s%n".formatted(row, project, hours, start, end));
        var from = start.isBefore(OCTOBER.start()) ? OCTOBER.start() : start;
        var until = end.isAfter(OCTOBER.end()) ? OCTOBER.end() : end;
        boolean isThere = hours == 0
                ? !start.isBefore(OCTOBER.start()) && start.isBefore(OCTOBER.end())
                : from.isBefore(until);
        if (isThere) {
            parts.add(new Part(project, from, BigDecimal.valueOf(Duration.between(from, until).toHours())));
        }
    }

    private void importUsage(ConfigurableApplicationContext beans) throws IOException {
        var file = Files.writeString(folder.resolve("usage.csv"), usage);
        beans.getBean(ImportLauncher.class).importFiles(new ImportBatch(List.of(new ImportRequest(file, "usage.csv",
                Sha256.of(file), false, folder.resolve("rejects.csv"), null, false)), null, ImportBatch.Known.COMPARE,
                "test",
                ImportBatch.command(List.of(Sha256.of(file)))));
    }

    private Map<String, String> expected(MembershipRule rule) {
        Map<String, BigDecimal> quantities = new TreeMap<>();
        Map<String, Integer> records = new TreeMap<>();
        for (var part : parts) {
            var history = groupOf.get(part.project());
            var group = rule == MembershipRule.PERIOD_END
                    ? history.lowerEntry(OCTOBER.end()).getValue()
                    : history.floorEntry(part.startedAt()).getValue();
            var key = group + " " + part.project();
            quantities.merge(key, part.quantity(), BigDecimal::add);
            records.merge(key, 1, Integer::sum);
        }
        Map<String, String> lines = new TreeMap<>();
        quantities.forEach((key, quantity) -> lines.put(key, quantity.toPlainString() + " " + records.get(key)));
        return lines;
    }

    private static Map<String, String> billed(JdbcClient jdbc) {
        Map<String, String> lines = new TreeMap<>();
        jdbc.sql("""
                SELECT f.name || ' ' || l.project AS key, round(l.quantity) || ' ' || l.record_count AS billed
                FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id
                JOIN invoicing_run r ON r.id = i.run_id AND r.discarded_at IS NULL
                JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id
                """).query(rs -> {
            assertThat(lines.put(rs.getString("key"), rs.getString("billed"))).isNull();
        });
        return lines;
    }
}
