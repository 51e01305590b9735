package org.billinggroups.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Somebody with all rights changes what was published, without triggers and foreign keys: {@code billing verify} finds
 * and names it, whatever the table or file.
 */
class AuditTest {
    @TempDir
    private static Path folder;

    private static TestDatabase published;
    private static TestDatabase unprotected;

    @BeforeAll
    static void publishes() throws IOException {
        published = TestDatabase.create();
        run(published, 0, "apply", write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {id: 00000000-0000-4000-8000-000000000001, name: North, currency: EUR, company: C,
                         address_lines: [A], city: B, country_code: FI, discount_percent: 10,
                         commitment: {amount: 300.00, currency: EUR}}
                      - {id: 00000000-0000-4000-8000-000000000002, name: South, currency: USD, company: C,
                         address_lines: [A], city: B, country_code: FI}
                    projects: [{id: web, billing_group: 00000000-0000-4000-8000-000000000001},
                               {id: api, billing_group: 00000000-0000-4000-8000-000000000001},
                               {id: db, billing_group: 00000000-0000-4000-8000-000000000002}]
                """));
        run(published, 0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                gb,graduated,EUR,GB,100,1,,,,billing_group,,2026-01-01
                gb,graduated,EUR,GB,,0.5,,,,billing_group,,2026-01-01
                vm,per_unit,EUR,hour,,1,,,,,interval:1,2026-01-01
                """));
        run(published, 0, "rate", "import", write("rates.csv", "Date,USD,\n2026-08-31,1.1,\n2026-09-30,1.2,\n"));
        run(published, 0, "credit", "add", "North", "--kind", "promotional", "--amount", "20");
        run(published, 0, "credit", "add", "North", "--kind", "prepaid", "--amount", "30", "--from", "2026-09-01");
        importUsage("august", "a,web,S,gb,80,GB,2026-08-05", "b,api,S,gb,70,GB,2026-08-06",
                "c,api,S,vm,7.5,hour,2026-08-06", "d,db,S,vm,7.5,hour,2026-08-06");
        var out = folder.resolve("out").toString();
        run(published, 0, "run", "2026-08", "--issue-date", "2026-09-02", "--out", out);
        importUsage("late", "e,web,S,gb,11,GB,2026-08-07", "f,web,S,gb,12,GB,2026-09-07",
                "g,db,S,vm,1,hour,2026-09-07");
        run(published, 0, "run", "2026-09", "--issue-date", "2026-10-02", "--out", out);
        run(published, 0, "invoice", "credit-note", "INV-2026-000002", "--reason", "Outage", "--issue-date",
                "2026-10-03", "--reopen");
        run(published, 0, "run", "2026-08", "--issue-date", "2026-10-04", "--out", out);
        run(published, 0, "verify");
        unprotected = published.copy();
        dropProtection(unprotected.ownerJdbc());
    }

    @AfterAll
    static void dropDatabases() {
        unprotected.close();
        published.close();
    }

    /** Somebody with all rights takes away whatever could refuse a change. */
    private static void dropProtection(JdbcClient owner) {
        owner.sql("""
                SELECT 'ALTER TABLE ' || oid::regclass || ' DISABLE TRIGGER USER' FROM pg_class
                WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
                UNION ALL
                SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(conname)
                FROM pg_constraint WHERE contype IN ('f', 'c') AND conparentid = 0 AND coninhcount = 0 AND conrelid <> 0
                    AND connamespace = current_schema()::regnamespace
                """).query(String.class).list().forEach(statement -> owner.sql(statement).update());
    }

    private static void importUsage(String name, String... rows) throws IOException {
        var text = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (var row : rows) {
            var day = row.substring(row.lastIndexOf(',') + 1);
            text.append(row).append("T00:00:00Z,").append(day).append("T00:30:00Z\n");
        }
        run(published, 0, "import", write(name + ".csv", text.toString()));
    }

    private static String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String run(TestDatabase database, int code, String... arguments) {
        var ended = CommandInProcess.run(database, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + ended.out() + ended.err()).isEqualTo(code);
        return ended.out();
    }

    /** Of each table that verification rests on, a changed row, or a row too few or too many. */
    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '\u0001', value = {
            "UPDATE usage_record SET quantity = quantity + 1 WHERE usage_id = 'a' # does not follow from usage",
            "UPDATE usage_record SET project = 'api' WHERE usage_id = 'a' # does not follow from usage",
            "UPDATE usage_record SET started_at = started_at + interval '1 min' WHERE usage_id = 'd' # startedAt",
            "DELETE FROM usage_record WHERE usage_id = 'e' # usage records",
            "INSERT INTO usage_record SELECT (jsonb_populate_record(u, '{`usage_id`: `z`}')).* FROM usage_record u "
                    + "WHERE usage_id = 'b' # usage records",
            "UPDATE frozen_group SET fields = fields || '{`discount_percent`: `11`}' WHERE name = 'North' # does not follow",
            "UPDATE frozen_group SET fields = fields || '{`price_adjustments`: [{`percent`: `-10`}]}' WHERE name = 'North' "
                    + "# does not follow",
            "UPDATE price SET valid_until = '2026-02-01' # could not be invoiced",
            "UPDATE invoice_line SET list_amount = 5 WHERE line = 1 # listAmount 5 instead of null",
            "UPDATE frozen_group SET fields = fields || '{`company`: `Other`}' # not what was sealed",
            "DELETE FROM frozen_membership WHERE project_id = 'web' # line",
            "UPDATE price_tier SET unit_price = unit_price * 2 # does not follow",
            "UPDATE frozen_tax_rate SET rate = 24 # taxRate 25.5 instead of 24",
            "UPDATE frozen_exchange_rate SET rate = rate + 1 # exchangeRate",
            "DELETE FROM frozen_exchange_rate # could not be invoiced",
            "DELETE FROM frozen_usage_file # usage records",
            "DELETE FROM frozen_prior_period # usage records",
            "UPDATE frozen_interval_rounding SET step = 10 # does not follow",
            "UPDATE frozen_credit SET remaining = 1 # credits taken",
            "UPDATE invoicing_run SET seller = seller || '{`name`: `Other`}' # not what was sealed",
            "UPDATE invoice SET net_total = net_total + 1, total = total + 1, amount_due = amount_due + 1 # net total",
            "UPDATE invoice SET prepaid = prepaid + 1, amount_due = amount_due - 1 # prepaid",
            "UPDATE invoice_line SET amount = amount + 1 WHERE line = 1 # net total",
            "UPDATE invoice_line SET description = 'Other' WHERE line = 1 # not what was sealed",
            "UPDATE invoice_line SET discount_percent = 11 WHERE discount_percent = 10 # discountPercent 11 instead of 10",
            "UPDATE invoice_line SET discount_percent = NULL WHERE discount_percent = 10 # not what was sealed",
            "UPDATE invoice_line SET tags = '{`a`: `b`}' WHERE line = 1 # not what was sealed",
            "DELETE FROM invoice_line WHERE invoice_id = (SELECT invoice_id FROM issued_invoice "
                    + "WHERE number = 'INV-2026-000001') # lines",
            "INSERT INTO invoice_line SELECT (jsonb_populate_record(l, '{`line`: 99, `amount`: 0}')).* "
                    + "FROM invoice_line l WHERE line = 1 # lines",
            "UPDATE invoice_tax SET reason = 'Other' # not what was sealed",
            "DELETE FROM invoice_tax WHERE rate > 0 # tax",
            "UPDATE issued_invoice SET number = 'INV-1' WHERE number = 'INV-2026-000001' # was sealed and is missing",
            "UPDATE issued_invoice SET issue_date = issue_date + 1 # (issued_invoice)",
            "UPDATE issued_invoice SET due_date = due_date + 1 # (issued_invoice)",
            "UPDATE number_series SET last_number = last_number + 1 # series",
            "UPDATE posting SET description = 'Other' # is not what was sealed (posting)",
            "UPDATE posting SET debit = debit + 1 WHERE debit > 0 # posted",
            "UPDATE posting SET service_period = '2026-01-01' # is not what was sealed (posting)",
            "DELETE FROM posting WHERE position = 1 # posted",
            "INSERT INTO posting SELECT (jsonb_populate_record(p, '{`position`: 99}')).* FROM posting p "
                    + "WHERE position = 1 # posted",
            "UPDATE credit_consumption SET amount = amount - 0.01 # credits",
            "DELETE FROM credit_consumption # credits",
            "UPDATE correction SET reason = 'Other' # (correction)",
            "DELETE FROM corrected_line # takes back",
            "DELETE FROM superseded_invoice # usage records",
            "UPDATE document SET sha256 = repeat('0', 64) WHERE kind = 'ledger' # SHA-256 differs",
            "DELETE FROM document WHERE kind = 'ledger' # does not belong to the run",
            "DELETE FROM number_series # none is noted",
            "DELETE FROM frozen_group # its frozen billing group is missing",
            "DELETE FROM invoicing_run # its run is missing",
            "DELETE FROM invoice_state # its state is missing",
            "UPDATE invoicing_run SET finished_at = NULL WHERE period = '2026-09-01' # not noted as finished",
            "WITH hidden AS (UPDATE posting SET project = 'api' WHERE project = 'web' RETURNING 1) "
                    + "UPDATE invoicing_run SET kind = 'estimate' # is sealed, but the database has no such run",
            "UPDATE credit SET amount = 1 # was taken from it",
            "DELETE FROM usage_file # the file itself is not known",
            "DELETE FROM usage_file_project WHERE project = 'db' # but it brought",
            "INSERT INTO usage_record SELECT (jsonb_populate_record(u, '{`usage_id`: `z`, `project`: `new`}')).* "
                    + "FROM usage_record u WHERE usage_id = 'b' # but it brought",
            "UPDATE seal SET content = repeat('0', 64) WHERE position = 1 # seal 1",
            "UPDATE seal SET link = repeat('0', 64) WHERE position = 2 # seal 2",
            "DELETE FROM seal WHERE position = 3 # expected seal 3" })
    void findsAChangedTable(String change, String finding) {
        try (var database = unprotected.copy()) {
            var owner = database.ownerJdbc();
            assertThat(owner.sql(change.replace('`', '"')).update()).isPositive();
            assertThat(run(database, 21, "verify")).contains(finding);
        }
    }

    @Test
    void findsAChangedByteInEachFile() throws IOException {
        var files = new TreeSet<Path>();
        try (var all = Files.walk(folder.resolve("out"))) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        assertThat(files).hasSizeGreaterThan(12);
        for (var file : files) {
            flipABit(file);
        }
        var found = run(published, 21, "verify");
        assertThat(files).allSatisfy(file -> assertThat(found).contains("file " + file));
        for (var file : files) {
            flipABit(file);
        }
        run(published, 0, "verify");
    }

    @Test
    void findsFolderInPlaceOfAFile() throws IOException {
        var ledger = folder.resolve("out/2026-08/run-1/ledger.csv");
        var bytes = Files.readAllBytes(ledger);
        Files.delete(ledger);
        Files.createDirectory(ledger);
        assertThat(run(published, 21, "verify")).contains("file " + ledger + ": is a folder, not a file");
        Files.delete(ledger);
        Files.write(ledger, bytes);
    }

    @Test
    void findsFoldersAndFilesThatBelongToNoRun() throws IOException {
        var out = folder.resolve("out");
        for (var forged : List.of("2026-08/run-9", "2026-07/run-1", "corrections/CN-2026-000009",
                "estimates/2026-01")) {
            Files.createDirectories(out.resolve(forged));
            assertThat(run(published, 21, "verify")).contains(out.resolve(forged) + ": belongs to no run");
            Files.delete(out.resolve(forged));
        }
        Files.delete(out.resolve("2026-07"));
        Files.delete(out.resolve("estimates"));
        run(published, 0, "verify");
    }

    @Test
    void givesNoNumbersWhileTheFolderKnowsMoreThanTheDatabase() throws IOException {
        var forged = Files.createDirectories(folder.resolve("out/2026-10/run-1"));
        var ended = CommandInProcess.run(published, "invoice", "credit-note", "INV-2026-000003", "--reason", "Outage");
        assertThat(ended.exitCode()).isEqualTo(20);
        assertThat(ended.err()).contains(forged + " belongs to no run of this database");
        Files.delete(forged);
        Files.delete(forged.getParent());
    }

    @Test
    void knowsTheHashesThatReportsAndCommandsHaveShown() throws IOException {
        var manifest = Files.readString(folder.resolve("out/2026-08/run-1/manifest.json"));
        var content = manifest.replaceAll("(?s).*\"content\" : \"([0-9a-f]{64})\".*", "$1");
        assertThat(Files.readString(folder.resolve("out/2026-08/run-1/report.html"))).contains(content);
        var verified = run(published, 0, "verify", "--head", content);
        run(published, 0, "verify", "--head", verified.strip().replaceAll("(?s).*head ", ""));
        assertThat(run(published, 21, "verify", "--head", "0".repeat(64))).contains("the chain of seals has no 000");
        run(published, 20, "verify", "--head", "12");
    }

    private static void flipABit(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }
}
