package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.cli.CommandInProcess.Ended;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.postgres.DatabaseLogin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever had a part in a run does not approve it; who it was is told by the login, whatever --actor says. */
class FourEyesTest {
    private static final String PRICES = """
            sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
            vm,per_unit,EUR,hour,,%s,,,,,,2026-01-01
            """;

    @TempDir
    private Path folder;

    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        database = TestDatabase.create();
        System.setProperty("billing.approval", "four-eyes");
    }

    @AfterEach
    void drop() {
        System.clearProperty("billing.approval");
        database.close();
    }

    private Ended as(DatabaseLogin login, int code, String... arguments) {
        var ended = CommandInProcess.as(login, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err()).isEqualTo(code);
        return ended;
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String company() throws IOException {
        return write("company.yaml", """
                seller: {id: main, name: S, address_lines: [K], city: H, country_code: FI, vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups: [{name: G, currency: EUR, company: C, address_lines: [A], city: B, country_code: FI}]
                    projects: [{id: web, billing_group: G}]
                """);
    }

    private String usage(String period) throws IOException {
        return write("usage-" + period + ".csv", """
                usage_id,project,service,sku,quantity,unit,started_at,ended_at
                a,web,Compute,vm,5,hour,%1$s-02T00:00:00Z,%1$s-02T05:00:00Z
                """.formatted(period));
    }

    @Test
    void loginThatHadAPartInARunDoesNotApproveIt() throws IOException {
        var operator = database.memberOf("billing_operator");
        var runner = database.memberOf("billing_runner");
        as(operator, 0, "apply", company());
        as(operator, 0, "price", "import", write("prices.csv", PRICES.formatted(2)), "--actor", "boss");
        as(operator, 0, "import", usage("2026-09"));
        var out = folder.resolve("out").toString();
        as(operator, 0, "run", "2026-09", "--until", "draft", "--issue-date", "2026-10-02", "--out", out);
        assertThat(as(operator, 20, "invoice", "approve", "--all", "--actor", "boss").err()).contains(
                "may not approve 2026-09", "imported usage " + folder, "imported prices", "changed G",
                "drafted 2026-09", "another login has to approve it");
        as(operator, 0, "invoice", "approve", "--hold", "G");
        as(runner, 0, "invoice", "approve", "2026-09", "G");
        as(runner, 0, "run", "2026-09", "--out", out);
        assertThat(database.jdbc().sql("SELECT login || ' ' || decision FROM approval ORDER BY id").query(String.class)
                .list()).containsExactly(operator.username() + " held", runner.username() + " approved");

        // What was changed before the last invoice does not count any more, prices as long as they are frozen.
        as(operator, 0, "import", usage("2026-10"));
        as(runner, 6, "run", "2026-10", "--issue-date", "2026-11-02", "--out", out);
        assertThat(as(operator, 20, "invoice", "approve", "--all").err()).contains("imported").doesNotContain("changed",
                "drafted");
        assertThat(as(runner, 20, "invoice", "approve", "--all").err()).contains("it drafted 2026-10 (");
    }

    @Test
    void whatWasChangedWhileADraftWaitedCountsForTheNextOne() throws IOException {
        var operator = database.memberOf("billing_operator");
        var runner = database.memberOf("billing_runner");
        as(operator, 0, "apply", company());
        as(operator, 0, "price", "import", write("prices.csv", PRICES.formatted(2)));
        as(operator, 0, "import", usage("2026-09"));
        var out = folder.resolve("out").toString();
        as(operator, 0, "run", "2026-09", "--until", "draft", "--issue-date", "2026-10-02", "--out", out);
        as(operator, 0, "group", "edit", "G", "--city", "Oulu");
        as(runner, 0, "invoice", "approve", "2026-09", "G");
        as(runner, 0, "run", "2026-09", "--out", out);
        as(operator, 0, "import", usage("2026-10"));
        as(runner, 6, "run", "2026-10", "--issue-date", "2026-11-02", "--out", out);
        assertThat(as(operator, 20, "invoice", "approve", "--all").err()).contains("changed G");
    }

    @Test
    void isRefusedWhereAllWorkAsOneLogin() throws IOException {
        // Other tests may have made members of the roles on the same server.
        database.memberOf("billing_operator");
        database.ownerJdbc().sql("REVOKE INSERT ON approval FROM billing_operator, billing_runner").update();
        var login = database.application();
        as(login, 0, "apply", company());
        as(login, 0, "price", "import", write("prices.csv", PRICES.formatted(2)));
        as(login, 0, "import", usage("2026-09"));
        assertThat(as(login, 20, "run", "2026-09", "--out", folder.toString()).err())
                .contains("billing.approval 'four-eyes'", "all work as '" + login.username() + "'", "roles.sql");
        assertThat(database.jdbc().sql("SELECT count(*) FROM invoicing_run").query(Long.class).single()).isZero();
    }

    @Test
    void nobodyGivesAnothersLogin() throws IOException {
        var operator = database.memberOf("billing_operator");
        as(operator, 0, "apply", company());
        var jdbc = JdbcClient.create(TestDatabase.dataSource(operator));
        jdbc.sql("""
                INSERT INTO price_import (kind, at, actor, login, file, sha256)
                VALUES ('prices', now(), 'x', 'somebody', 'f', repeat('0', 64))
                """).update();
        assertThat(jdbc.sql("SELECT login FROM price_import").query(String.class).list())
                .containsExactly(operator.username());
        assertThat(jdbc.sql("SELECT DISTINCT login FROM change_event").query(String.class).list())
                .containsExactly(operator.username());
        assertThatThrownBy(() -> jdbc.sql("UPDATE price_import SET login = 'x'").update())
                .hasStackTraceContaining("is refused");
    }
}
