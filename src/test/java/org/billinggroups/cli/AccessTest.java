package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.billinggroups.cli.CommandInProcess.Ended;
import org.billinggroups.collection.SettlementDay;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.postgres.DatabaseLogin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Operator, runner and auditor: each can do its part and is refused the rest, by the database. */
class AccessTest {
    private static final String COMPANY = """
            seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
              vat_id: FI01120389, iban: FI2112345600000785, creditor_id: DE98ZZZ09999999999}
            tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
            accounts:
              - id: acme
                billing_groups: [{name: G, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI,
                  payment_terms_days: 0, sepa_mandate: {id: M, signed_on: 2026-01-31, iban: FI2112345600000785}}]
                projects: [{id: web, billing_group: G}]
            """;
    private static final String PRICES = """
            sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
            vm,per_unit,EUR,hour,,2,,,,,,2026-01-01
            """;
    private static final String USAGE = """
            usage_id,project,service,sku,quantity,unit,started_at,ended_at
            a,web,Compute,vm,5,hour,2026-10-02T00:00:00Z,2026-10-02T05:00:00Z
            """;

    private static final String AUDITORS_TRIES = """
            apply FOLDER/other.yaml --yes
            apply FOLDER/other.yaml --prune --yes
            price import FOLDER/other.csv
            rate import FOLDER/rates.csv
            import FOLDER/more.csv
            import --source s --complete 2026-10
            usage void FOLDER/earlier.csv --yes
            account create --name Other
            group create --name H --currency EUR --yes
            group edit G --city X
            project create new --yes
            project create --from-usage FOLDER/more.csv --yes
            project tag web a=b
            project delete web --yes
            credit add G --kind promotional --amount 1
            credit claim G C
            invoice approve 2026-10 G
            payment import FOLDER/statement.csv
            run 2026-10
            run 2026-10 --until draft --discard-drafts --out FOLDER/elsewhere
            estimate --out FOLDER/elsewhere
            """;

    @TempDir
    private Path folder;

    private TestDatabase database;
    private DatabaseLogin operator;
    private DatabaseLogin runner;
    private DatabaseLogin auditor;

    @BeforeEach
    void createLogins() {
        database = TestDatabase.create();
        operator = database.memberOf("billing_operator");
        runner = database.memberOf("billing_runner");
        auditor = database.memberOf("billing_auditor");
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    private Ended as(DatabaseLogin login, int exitCode, String... arguments) {
        var ended = CommandInProcess.as(login, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err())
                .isEqualTo(exitCode);
        return ended;
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void everyoneCanDoHisPart() throws IOException {
        var company = write("company.yaml", COMPANY);
        as(operator, 0, "apply", company);
        as(operator, 0, "price", "import", write("prices.csv", PRICES));
        as(operator, 0, "credit", "add", "G", "--kind", "promotional", "--amount", "1");
        as(operator, 0, "import", write("usage.csv", USAGE));
        assertThat(as(operator, 20, "run", "2026-10").err()).contains("may not issue invoices", "--until draft");
        var out = folder.resolve("out").toString();
        as(operator, 0, "run", "2026-10", "--until", "draft", "--out", out);
        as(runner, 0, "run", "2026-10", "--until", "draft", "--discard-drafts", "--out", out);
        assertThat(as(auditor, 20, "run", "2026-10", "--until", "draft").err()).contains("may not do that",
                "permission denied", "work as a member of billing_operator or billing_runner");
        as(runner, 0, "run", "2026-10");
        assertThat(as(runner, 20, "group", "edit", "G", "--city", "X").err()).contains("may not do that",
                "work as a member of billing_operator");
        assertThat(as(auditor, 20, "account", "create", "--name", "X").err()).contains("may not do that");
        assertThat(as(auditor, 0, "apply", company).out()).contains("nothing to change");
        var collect = new String[]{ "collect", "2026-10", "--on", SettlementDay.in(1).toString(), "--out",
                folder.resolve("debits.xml").toString() };
        assertThat(as(runner, 20, collect).err()).contains("may not do that", "work as a member of billing_operator");
        assertThat(as(auditor, 20, collect).err()).contains("may not do that");
        assertThat(as(auditor, 0, "collect", "2026-10", "--on", collect[3], "--dry-run").out())
                .contains("would collect");
        as(operator, 0, collect);
        assertThat(as(runner, 20, "invoice", "return", "INV-2026-000001", "--reason", "AC04").err())
                .contains("may not do that", "work as a member of billing_operator");
        as(operator, 0, "invoice", "return", "INV-2026-000001", "--reason", "AC04");
        var creditNote = new String[]{ "invoice", "credit-note", "INV-2026-000001", "--reason", "Wrong price" };
        assertThat(as(operator, 20, creditNote).err()).contains("may not issue credit notes");
        as(runner, 0, creditNote);
        assertThat(as(operator, 0, "estimate", "--out", out).out()).contains("0 estimates");
        as(runner, 0, "estimate", "--out", out);
        assertThat(as(auditor, 20, "estimate", "--out", out).err()).contains("may not do that");
        as(auditor, 0, "verify");
        as(auditor, 0, "prove", "INV-2026-000001", "--out", folder.resolve("proof.zip").toString());
        as(operator, 0, "prove", "INV-2026-000001", "--out", folder.resolve("proof.zip").toString());
        assertThat(as(auditor, 20, "rehearse", "2026-11").err()).contains("2026-11 is not issued",
                "may only read", "billing_operator or billing_runner");
        as(operator, 0, "rehearse", "2026-11");
        for (var reading : List.of("status", "status 2026-10", "export", "group list", "group events G",
                "project show web",
                "ledger export 2026-10 --format datev", "invoice list", "invoice show INV-2026-000001", "usage files",
                "price list", "price history", "rate history", "rehearse 2026-10", "account show acme")) {
            assertThat(as(auditor, 0, reading.split(" ")).out()).as(reading).isNotBlank();
        }
        var export = "ledger export 2026-10 --format hledger".split(" ");
        assertThat(as(auditor, 0, export)).extracting(Ended::out, Ended::err).asString().doesNotContain("export 1");
        assertThat(as(runner, 0, export).err()).contains("this is export 1");
        assertThat(List.of(as(operator, 0, export), as(auditor, 0, export))).allMatch(ended -> ended.out()
                .startsWith("; Postings of 2026-10, export 1\n"));
    }

    private void importsAStatement() throws IOException {
        var statement = write("statement.csv", "booked_on,amount,currency\n2026-11-03,1,EUR\n2026-11-03,2,EUR\n");
        for (var login : List.of(runner, auditor)) {
            assertThat(as(login, 20, "payment", "import", statement).err()).contains("may not do that");
        }
        as(operator, 3, "payment", "import", statement);
        for (var login : List.of(runner, auditor)) {
            assertThat(as(login, 20, "payment", "match", "1", "INV-2026-000001").err()).contains("may not do that");
            assertThat(as(login, 20, "payment", "unmatch", "1", "--reason", "x").err()).contains("nothing", "matched");
        }
        assertThat(as(auditor, 0, "payment", "list", "--unmatched").out()).contains("names no invoice of ours");
    }

    @Test
    void refusesTheAuditorBeforeAnythingIsPrinted() throws IOException {
        as(operator, 0, "apply", write("company.yaml", COMPANY));
        as(operator, 0, "price", "import", write("prices.csv", PRICES));
        as(operator, 0, "credit", "add", "--kind", "prepaid", "--amount", "1", "--currency", "EUR", "--claim-code",
                "C");
        as(operator, 0, "import", write("usage.csv", USAGE));
        as(operator, 0, "run", "2026-10", "--until", "draft", "--out", folder.resolve("out").toString());
        as(operator, 0, "import", write("earlier.csv", USAGE.replace("a,web", "e,web").replace("2026-10", "2026-09")));
        write("other.yaml", COMPANY.replace("name: G", "name: H"));
        write("other.csv", PRICES.replace(",2,", ",3,"));
        write("rates.csv", "Date,USD,\n2026-10-30,1.1,\n");
        write("statement.csv", "booked_on,amount,currency\n2026-11-03,1,EUR\n");
        write("more.csv", USAGE.replace("a,web", "b,other"));
        for (var writing : AUDITORS_TRIES.lines().toList()) {
            var refused = as(auditor, 20, writing.replace("FOLDER", folder.toString()).split(" "));
            assertThat(refused.out()).as(writing).isEmpty();
            assertThat(refused.err().lines()).as(writing).singleElement().asString().contains("may not");
        }
        assertThat(folder.resolve("elsewhere")).doesNotExist();
        as(operator, 0, "run", "2026-10", "--until", "draft");
    }

    @Test
    void goesOnWhereAnotherLoginWasRefusedOrStopped() throws IOException {
        as(operator, 0, "apply", write("company.yaml", COMPANY));
        as(operator, 0, "price", "import", write("prices.csv", PRICES));
        var usage = write("usage.csv", USAGE);
        assertThat(as(runner, 20, "import", usage).err()).contains("work as a member of billing_operator")
                .doesNotContain("accepted");
        assertThat(as(auditor, 20, "import", usage).err()).contains("may not do that");
        as(operator, 0, "import", usage);
        var out = folder.resolve("out");
        as(operator, 0, "run", "2026-10", "--until", "draft", "--out", out.toString());
        as(operator, 0, "run", "2026-10", "--until", "draft", "--discard-drafts", "--out", out.toString());
        as(runner, 0, "run", "2026-10", "--discard-drafts", "--out", out.toString());
        var invoice = out.resolve("2026-10/run-1/invoices/INV-2026-000001.pdf");
        var published = Files.readAllBytes(invoice);
        Files.delete(invoice);
        as(auditor, 21, "verify");
        as(runner, 0, "render", "2026-10");
        assertThat(invoice).hasBinaryContent(published);
        as(auditor, 0, "verify");
    }

    @Test
    void databaseRefusesEveryoneTheRest() {
        for (var statement : new String[]{ "INSERT INTO issued_invoice DEFAULT VALUES",
                "UPDATE number_series SET year = 1",
                "INSERT INTO posting DEFAULT VALUES", "DELETE FROM document",
                "INSERT INTO invoice_state DEFAULT VALUES",
                "DROP TABLE invoice", "ALTER TABLE invoice DISABLE TRIGGER ALL" }) {
            refused(operator, statement);
            refused(auditor, statement);
        }
        for (var statement : new String[]{ "INSERT INTO seller DEFAULT VALUES", "UPDATE billing_group SET name = 'x'",
                "DELETE FROM membership", "UPDATE price SET unit = 'x'", "DELETE FROM usage_record",
                "INSERT INTO usage_file DEFAULT VALUES", "INSERT INTO tax_rate DEFAULT VALUES",
                "DELETE FROM change_event", "SELECT create_usage_partition('2026-10-01')" }) {
            refused(runner, statement);
            refused(auditor, statement);
        }
        for (var login : List.of(operator, runner, auditor, database.application())) {
            refused(login, "UPDATE usage_record SET quantity = 0");
        }
        refused(auditor, "DELETE FROM batch_job_instance");
        refused(auditor, "SELECT nextval('invoice_id_seq')");
        refused(auditor, "SELECT analyze_frozen_inputs()");
    }

    private static void refused(DatabaseLogin login, String statement) {
        var jdbc = JdbcClient.create(TestDatabase.dataSource(login));
        assertThatThrownBy(() -> {
            if (statement.startsWith("SELECT")) {
                jdbc.sql(statement).query((rs, row) -> 0).list();
            } else {
                jdbc.sql(statement).update();
            }
        }).as(login.username() + ": " + statement).rootCause()
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }

    @Test
    void everyTableBelongsToOnePartOfTheWork() {
        assertThat(database.ownerJdbc().sql("""
                SELECT relname FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                    AND relname <> 'flyway_schema_history' AND part_of_table(relname) IS NULL
                """).query(String.class).list()).isEmpty();
    }

    @Test
    void functionsWithTheOwnersRightsAreNotForEverybody() {
        assertThat(database.ownerJdbc().sql("""
                SELECT routine.oid::regprocedure::text FROM pg_proc AS routine
                WHERE pronamespace = 'public'::regnamespace AND prosecdef AND EXISTS (
                    SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner)))
                    WHERE grantee = 0 AND privilege_type = 'EXECUTE')
                """).query(String.class).list()).isEmpty();
    }

    @Test
    void memberOfARoleIsNotGrantedMoreAsTheApplicationsUser() {
        try (var other = TestDatabase.createEmpty()) {
            other.migrateFor(auditor);
            assertThat(other.ownerJdbc().sql("""
                    SELECT relname FROM pg_class
                    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                        AND has_table_privilege(?, oid, 'INSERT, UPDATE, DELETE')
                    """).param(auditor.username()).query(String.class).list()).isEmpty();
        }
    }

    @Test
    void saysThatTheDatabaseIsNotSetUp() {
        try (var empty = TestDatabase.createEmpty()) {
            assertThat(CommandInProcess.run(empty, "group", "list").err()).contains("the database is not set up");
        }
    }
}
