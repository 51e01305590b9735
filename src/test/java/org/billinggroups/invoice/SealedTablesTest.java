package org.billinggroups.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.billinggroups.TestApplication;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.collection.SettlementDay;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.RunFormat;
import org.billinggroups.seal.SealChain;
import org.billinggroups.seal.SealedEvent;
import org.billinggroups.seal.SealedEvents;
import org.billinggroups.seal.SealedTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whatever is changed in a table that seals cover is found: the tables and columns come from the format and from the
 * database's catalogue, so that a column that is added to either is tried too.
 */
class SealedTablesTest {
    /** Columns that no seal covers, and why. */
    private static final Map<String, String> LEFT_OUT = Map.ofEntries(
            Map.entry("invoicing_run.id", "key"), Map.entry("invoicing_run.program_versions", "program"),
            Map.entry("invoicing_run.output", "place"),
            Map.entry("invoicing_run.frozen_at", "clock"), Map.entry("invoicing_run.finished_at", "clock"),
            Map.entry("invoicing_run.discarded_at", "clock"), Map.entry("invoice.id", "key"),
            Map.entry("invoice_state.at", "clock"), Map.entry("payment.recorded_at", "clock"),
            Map.entry("statement_file.imported_at", "clock"), Map.entry("on_account.recorded_at", "clock"),
            Map.entry("approval.at", "clock"), Map.entry("credit.created_at", "clock"),
            Map.entry("credit.claimed_at", "clock"), Map.entry("delivery_attempt.attempted_at", "clock"),
            Map.entry("usage_file.imported_at", "clock"), Map.entry("usage_file.login", "who, not what"),
            Map.entry("invoicing_run.login", "who, not what"),
            Map.entry("invoicing_run.four_eyes", "sealed with approval_required"),
            Map.entry("approval.login", "sealed with the actor"), Map.entry("payment.login", "sealed with the actor"),
            Map.entry("credit.login", "sealed with the actor"), Map.entry("collection.id", "key"),
            Map.entry("collection.login", "sealed with the actor"),
            Map.entry("collection_item.collection_id", "tells to what it belongs"));
    /** A key that tells to what a row belongs: a leaf is of one run and one invoice. */
    private static final Set<String> OWNERS = Set.of("run_id", "invoice_id", "group_id");
    /** A column of the table itself in an expression. */
    private static final Pattern OWN_COLUMN = Pattern.compile("\\bt\\.(\\w+)");
    /** Tables that no seal covers, and why. */
    private static final Map<String, String> NOT_SEALED = Map.ofEntries(
            Map.entry("seller", "master data"), Map.entry("account", "master data"),
            Map.entry("billing_group", "master data"), Map.entry("project", "master data"),
            Map.entry("membership", "master data"), Map.entry("tax_rate", "master data"),
            Map.entry("change_event", "its history"),
            Map.entry("price", "sealed as frozen_price"), Map.entry("price_tier", "sealed as frozen_price"),
            Map.entry("worker_channel_message", "requests of the moment"),
            Map.entry("exchange_rate", "what no run froze"),
            Map.entry("price_import", "history of prices"), Map.entry("price_change", "history of prices"),
            Map.entry("rate_change", "history of rates"), Map.entry("invoicing_lock", "who works now"),
            Map.entry("ledger_export", "copies of what is sealed"),
            Map.entry("number_series", "compared with the numbers that are sealed"),
            Map.entry("seal", "the chain itself"), Map.entry("seal_leaf", "the chain itself"),
            Map.entry("seal_head", "the chain itself"), Map.entry("seal_stamp", "sealed, see TimeStampsTest"),
            Map.entry("invoice_content", "sealed with the numbers"),
            Map.entry("flyway_schema_history", "the program's"));

    @TempDir
    private static Path folder;

    private static TestDatabase database;
    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void publishes() throws IOException {
        database = TestDatabase.create();
        run(0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                         tax_number: 12345, iban: FI2112345600000785, creditor_id: DE98ZZZ09999999999}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {id: 00000000-0000-4000-8000-000000000001, name: North, currency: EUR, company: C,
                         address_lines: [A], city: B, country_code: FI, discount_percent: 10,
                         sepa_mandate: {id: M, signed_on: 2026-01-31, iban: FI2112345600000785},
                         price_adjustments: [{percent: -10}]}
                      - {id: 00000000-0000-4000-8000-000000000002, name: South, currency: USD, company: C,
                         address_lines: [A], city: B, country_code: FI}
                      - {id: 00000000-0000-4000-8000-000000000003, name: Parked, currency: EUR}
                      - {id: 00000000-0000-4000-8000-000000000004, name: Quiet, currency: EUR, company: C,
                         address_lines: [A], city: B, country_code: FI,
                         extra_charges: [{description: Fee, amount: 5.00, from: 2026-08}],
                         commitment: {amount: 90.00, currency: EUR, from: 2026-08, until: 2026-12, settled: at-end}}
                    projects: [{id: web, billing_group: 00000000-0000-4000-8000-000000000001},
                               {id: db, billing_group: 00000000-0000-4000-8000-000000000002},
                               {id: new, billing_group: 00000000-0000-4000-8000-000000000003},
                               {id: calm, billing_group: 00000000-0000-4000-8000-000000000004}]
                """));
        run(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from,billing_group,valid_until
                gb,graduated,EUR,GB,100,1,,,,billing_group,,2026-01-01,,
                gb,graduated,EUR,GB,,0.5,,,,billing_group,,2026-01-01,,
                vm,per_unit,EUR,hour,,1,,,,,interval:1,2026-01-01,,
                vm,per_unit,EUR,hour,,1,,,,,,2026-01-01,Quiet,2026-12-01
                """));
        run(0, "rate", "import", write("rates.csv", "Date,USD,\n2026-08-31,1.1,\n2026-09-30,1.2,\n"));
        run(0, "credit", "add", "North", "--kind", "promotional", "--amount", "20");
        run(0, "credit", "add", "--kind", "prepaid", "--amount", "30", "--currency", "EUR", "--claim-code", "GIFT",
                "--from", "2026-09-01");
        run(0, "credit", "claim", "North", "GIFT");
        importUsage("august", "a,web,S,gb,180,GB,2026-08-05", "b,new,S,vm,7.5,hour,2026-08-06",
                "c,db,S,vm,7.5,hour,2026-08-06", "d,nobody,S,vm,1,hour,2026-08-06",
                "h,calm,S,vm,1,hour,2026-08-06");
        System.setProperty("billing.approval", "required");
        try {
            runPeriod(6, "2026-08", "2026-09-02");
            run(0, "invoice", "approve", "2026-08", "--all");
            runPeriod(3, "2026-08", "2026-09-02");
        } finally {
            System.clearProperty("billing.approval");
        }
        importUsage("late", "e,web,S,gb,11,GB,2026-08-07", "f,web,S,gb,12,GB,2026-09-07",
                "g,db,S,vm,1,hour,2026-09-07");
        runPeriod(3, "2026-09", "2026-10-02");
        run(0, "invoice", "pay", "INV-2026-000002", "--amount", "1.00", "--on", "2026-10-03");
        run(3, "payment", "import", write("unknown.csv", "booked_on,amount,currency\n2026-10-03,2.00,EUR\n"));
        run(0, "payment", "match", "1", "INV-2026-000003=1.00", "--on-account");
        run(0, "payment", "unmatch", "1", "--reason", "Wrong");
        run(0, "payment", "import", "--on-account", write("statement.csv", """
                booked_on,amount,currency,reference,remitter,remittance,entry_id
                2026-10-03,9999.00,EUR,,Payer,INV-2026-000003,A
                """));
        run(0, "invoice", "credit-note", "INV-2026-000002", "--reason", "Outage", "--issue-date", "2026-10-03",
                "--reopen");
        run(0, "collect", "2026-08", "--on", SettlementDay.in(1).toString(), "--out",
                folder.resolve("debits.xml").toString());
        run(0, "invoice", "return", "INV-2026-000001", "--reason", "AC04");
        run(0, "verify");
        var owner = database.owner();
        context = TestApplication.on(database, "spring.datasource.username=" + owner.username(),
                "spring.datasource.password=" + owner.password());
        dropProtection(database.ownerJdbc());
    }

    @AfterAll
    static void close() {
        context.close();
        database.close();
    }

    private static void runPeriod(int code, String period, String issueDate) {
        run(code, "run", period, "--issue-date", issueDate, "--exclude-unknown-projects", "--out",
                folder.resolve("out").toString());
    }

    private static void importUsage(String name, String... rows) throws IOException {
        var text = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (var row : rows) {
            var day = row.substring(row.lastIndexOf(',') + 1);
            text.append(row).append("T00:00:00Z,").append(day).append("T00:30:00Z\n");
        }
        run(0, "import", write(name + ".csv", text.toString()));
    }

    private static String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static void run(int code, String... arguments) {
        var ended = CommandInProcess.run(database, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + ended.out() + ended.err()).isEqualTo(code);
    }

    /** Somebody with all rights takes away whatever could refuse a change. */
    private static void dropProtection(JdbcClient owner) {
        owner.sql("""
                SELECT 'ALTER TABLE ' || oid::regclass || ' DISABLE TRIGGER USER' FROM pg_class
                WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
                UNION ALL
                SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT IF EXISTS ' || quote_ident(conname) || ' CASCADE'
                FROM pg_constraint WHERE contype IN ('f', 'c', 'u', 'p') AND conparentid = 0 AND conislocal
                    AND connamespace = current_schema()::regnamespace AND conrelid <> 0
                    AND conrelid::regclass::text NOT LIKE 'usage_record%'
                    AND conrelid::regclass::text NOT LIKE 'batch%'
                    AND conrelid::regclass::text NOT LIKE 'flyway%'
                UNION ALL
                SELECT 'DROP INDEX IF EXISTS ' || indexrelid::regclass FROM pg_index JOIN pg_class c ON c.oid = indrelid
                WHERE indisunique AND c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
                    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
                    AND c.relname NOT LIKE 'usage_record%'
                UNION ALL
                SELECT 'ALTER TABLE ' || attrelid::regclass || ' ALTER ' || quote_ident(attname) || ' DROP IDENTITY'
                FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
                WHERE attidentity <> '' AND c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
                UNION ALL
                SELECT 'ALTER TABLE ' || attrelid::regclass || ' ALTER ' || quote_ident(attname) || ' DROP NOT NULL'
                FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
                WHERE attnum > 0 AND NOT attisdropped AND attnotnull AND attidentity = '' AND c.relkind = 'r'
                    AND c.relnamespace = current_schema()::regnamespace AND c.relname NOT LIKE 'usage_record%'
                    AND c.relname NOT LIKE 'batch%' AND c.relname NOT LIKE 'flyway%'
                """).query(String.class).list().forEach(statement -> owner.sql(statement).update());
    }

    static List<SealedTable> tables() {
        List<SealedTable> tables = new ArrayList<>();
        Stream.of(RunFormat.RUN, RunFormat.GROUP, RunFormat.DRAFT, RunFormat.ISSUED).forEach(tables::addAll);
        tables.add(RunFormat.PARKED);
        tables.add(RunFormat.RECEIVABLES);
        tables.add(RunFormat.EXCLUDED);
        tables.add(RunFormat.USAGE);
        tables.add(RunFormat.FILE);
        context.getBeansOfType(SealedEvent.class).values().stream()
                .flatMap(event -> event.whole().stream())
                .filter(table -> !table.name().startsWith("delivery") && !table.name().equals("seal_stamp"))
                .forEach(tables::add);
        return tables;
    }

    @Test
    void everyColumnOfASealedTableIsSealedOrLeftOutForAReason() {
        Map<String, Set<String>> sealed = new java.util.TreeMap<>();
        tables().forEach(table -> sealed.computeIfAbsent(table.name(), name -> new java.util.TreeSet<>())
                .addAll(columnNames(table)));
        assertSoftly(softly -> sealed.forEach((table, columns) -> {
            if (table.equals("frozen_price") || table.equals("frozen_usage_file")) {
                return; // What they refer to is written by its content.
            }
            for (var column : columnsOf(table)) {
                softly.assertThat(columns.contains(column) || OWNERS.contains(column)
                        || LEFT_OUT.containsKey(table + "." + column)).as(table + "." + column).isTrue();
            }
        }));
    }

    private static List<String> columnsOf(String table) {
        return database.ownerJdbc().sql("""
                SELECT attname FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped
                ORDER BY attnum
                """).param(table).query(String.class).list();
    }

    @Test
    void everyTableIsSealedOrNotForAReason() {
        var sealed = tables().stream().map(SealedTable::name).toList();
        assertThat(database.ownerJdbc().sql("""
                SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
                    AND relname NOT LIKE 'batch\\_%' AND relname NOT LIKE 'usage\\_%' AND relname NOT LIKE 'delivery\\_%'
                """).query(String.class).list()).isNotEmpty()
                .allSatisfy(table -> assertThat(sealed.contains(table) || NOT_SEALED.containsKey(table)).as(table)
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void findsEachChangeOfATable(SealedTable table) {
        var row = "WHERE t.ctid = (SELECT t.ctid FROM " + table.from() + covered(table) + " ORDER BY t.ctid LIMIT 1)";
        var name = table.name();
        assertSoftly(softly -> {
            softly.assertThat(findingsAfter("SELECT 1")).as("undisturbed").isEmpty();
            for (var column : changes(table)) {
                softly.assertThat(findingsAfter("UPDATE " + name + " t SET " + column + " " + row))
                        .as(name + ": " + column)
                        .isNotEmpty();
            }
            softly.assertThat(findingsAfter("DELETE FROM " + name + " t " + row)).as(name + ": deleted").isNotEmpty();
            if (name.equals("invoicing_run")) {
                return; // Two with one key could not even be read.
            }
            softly.assertThat(findingsAfter("INSERT INTO " + name + " OVERRIDING SYSTEM VALUE SELECT t.* FROM " + name
                    + " t " + row)).as(name + ": doubled").isNotEmpty();
        });
    }

    /** Of a table that several formats share, the rows that this one covers. */
    private static String covered(SealedTable table) {
        return " WHERE " + (table.name().equals("invoicing_run")
                ? "t.folder IS NOT NULL"
                : table.scope().contains("?") ? "true" : table.scope());
    }

    private static List<String> columnNames(SealedTable table) {
        return table.columns().stream().flatMap(column -> Stream.concat(Stream.of(column.split("[:=]", 2)[0]),
                OWN_COLUMN.matcher(column).results().map(found -> found.group(1)))).distinct().toList();
    }

    /** For each column an assignment that changes it, whatever its type and value. */
    private static List<String> changes(SealedTable table) {
        return columnNames(table).stream().filter(column -> columnsOf(table.name()).contains(column))
                .map(column -> column + " = " + changed(table.name(), column)).toList();
    }

    private static String changed(String table, String column) {
        var type = database.ownerJdbc().sql("""
                SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = ?::regclass AND attname = ?
                """).params(table, column).query(String.class).single();
        if (column.equals("membership_rule")) {
            return "'by-usage-time'";
        }
        if ((table + "." + column).equals("invoicing_run.kind")) {
            return "'estimate'";
        }
        return switch (type) {
            case "text" -> "coalesce(t." + column + ", '') || 'x'";
            case "boolean" -> "NOT t." + column;
            case "uuid" -> "gen_random_uuid()";
            case "jsonb" -> "jsonb_build_object('x', t." + column + ")";
            case "bigint[]" -> "t." + column + " || (SELECT min(id) FROM invoicing_run)";
            case "date" -> "coalesce(t." + column + ", '2026-01-01') + 1";
            case "timestamp with time zone" -> "'2026-08-11T11:11:11Z'";
            default -> "coalesce(t." + column + ", 0) + 1";
        };
    }

    private static List<String> findingsAfter(String attack) {
        var seals = context.getBean(RunSeals.class);
        var events = context.getBean(SealedEvents.class);
        var chain = context.getBean(SealChain.class);
        var jdbc = context.getBean(JdbcClient.class);
        return Optional.ofNullable(context.getBean(TransactionTemplate.class).execute(status -> {
            status.setRollbackOnly();
            if (attack.startsWith("SELECT")) {
                jdbc.sql(attack).query(Integer.class).single();
            } else {
                assertThat(jdbc.sql(attack).update()).as(attack).isEqualTo(1);
            }
            List<String> findings = new ArrayList<>(chain.brokenLinks());
            context.getBean(InvoicingRuns.class).published(Optional.empty())
                    .forEach(run -> findings.addAll(seals.differences(run)));
            findings.addAll(seals.unknownRuns());
            findings.addAll(events.differences());
            return findings;
        })).orElseThrow();
    }
}
