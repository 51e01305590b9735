package org.billinggroups.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.file.RefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ChangesTest {
    private static final String COMPANY = """
            seller: {id: main, name: Seller, city: Helsinki, country_code: FI}
            accounts:
              - id: acme
                name: Acme
                billing_groups:
                  - {id: 00000000-0000-0000-0000-00000000000a, name: Europe, currency: EUR, company: Acme, city: Bonn}
                  - {id: 00000000-0000-0000-0000-00000000000b, name: Asia, currency: JPY}
                projects:
                  - {id: shop, billing_group: Europe, tags: {"billing:team": web, stage: prod}}
                  - {id: api, billing_group: Europe}
              - id: other
                name: Other
            tax_rates:
              - {country_code: FI, rate: 25.5, valid_from: 2024-09-01}
            """;
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    private Path folder;

    private JdbcClient jdbc;
    private Changes changes;
    private ChangeRequests requests;
    private Accounts accounts;
    private Projects projects;
    private BillingGroups groups;
    private Memberships memberships;
    private ExportFile export;

    @BeforeEach
    void createCompany() throws Exception {
        var dataSource = TestDatabase.create().dataSource();
        jdbc = JdbcClient.create(dataSource);
        var masterData = new MasterData(jdbc);
        accounts = new Accounts(jdbc);
        projects = new Projects(jdbc);
        groups = new BillingGroups(jdbc);
        memberships = new Memberships(jdbc);
        export = new ExportFile(masterData);
        changes = new Changes(masterData, new ChangeWriter(jdbc), memberships, new InvoicedPeriods(jdbc),
                new KeptTerms(jdbc),
                new TransactionTemplate(new DataSourceTransactionManager(dataSource)),
                Clock.fixed(NOW, ZoneOffset.UTC));
        requests = new ChangeRequests(changes, new Sellers(jdbc, masterData), accounts, projects);
        apply(COMPANY, false);
    }

    private ChangePlan apply(String yaml, boolean prune) throws Exception {
        var plan = new ApplyFiles(changes).plan(List.of(Files.writeString(folder.resolve("apply.yaml"), yaml)), prune);
        changes.execute(plan, "anna");
        return plan;
    }

    private void assign(String group, String project, String from) {
        changes.execute(requests.assign(groups.resolve(group), List.of(project), from == null
                ? null
                : Instant.parse(from)), "bert");
    }

    private List<String> history(String project) {
        return memberships.of(project).stream().map(past -> (past.from() == null ? "" : past.from()) + ".."
                + (past.until() == null ? "" : past.until()) + " " + past.groupName()).toList();
    }

    private String exported() {
        var text = new StringWriter();
        export.write(text);
        return text.toString();
    }

    private static List<String> told(ChangePlan plan) {
        return plan.changes().stream().map(PlannedChange::describe).toList();
    }

    @Test
    void keepsEveryMoveAsHistory() {
        assertThat(history("shop")).containsExactly(".. Europe");
        assign("Asia", "shop", null);
        assertThat(history("shop")).containsExactly("..2026-11-20T10:00:00Z Europe", "2026-11-20T10:00:00Z.. Asia");
    }

    @Test
    void movesBackInTimeAndReplacesWhatTheHistorySaidSince() {
        assign("Asia", "shop", "2026-11-05T00:00:00Z");
        assign("Europe", "shop", "2026-11-10T00:00:00Z");
        assertThat(history("shop")).containsExactly("..2026-11-05T00:00:00Z Europe",
                "2026-11-05T00:00:00Z..2026-11-10T00:00:00Z Asia", "2026-11-10T00:00:00Z.. Europe");
        assign("Asia", "shop", "2026-11-07T00:00:00Z");
        assertThat(history("shop")).containsExactly("..2026-11-05T00:00:00Z Europe", "2026-11-05T00:00:00Z.. Asia");
        assign("Europe", "shop", "2026-11-05T00:00:00Z");
        assertThat(history("shop")).containsExactly(".. Europe");
        assertThat(jdbc.sql("SELECT count(*) FROM change_event WHERE subject_id = 'shop' AND field = 'billing_group'")
                .query(Long.class).single()).isEqualTo(5);
    }

    @Test
    void refusesMovesIntoTheFutureAndIntoInvoicedPeriods() {
        assertThatThrownBy(() -> assign("Asia", "shop", "2026-12-01T00:00:00Z"))
                .isInstanceOf(RefusedException.class).hasMessageContaining("future");
        jdbc.sql("""
                INSERT INTO invoicing_run (seller_id, period, attempt, issue_date, output, membership_rule, seller,
                    frozen_at) VALUES ('main', '2026-10-01', 1, '2026-11-02', '/', 'period-end', '{}', now())
                """).update();
        assertThatThrownBy(() -> assign("Asia", "shop", "2026-10-31T23:59:59Z"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("period 2026-10 is invoiced or being invoiced; --from 2026-11-01T00:00:00Z");
        assign("Asia", "shop", "2026-11-01T00:00:00Z");
        jdbc.sql("UPDATE invoicing_run SET discarded_at = now()").update();
        assign("Asia", "api", "2026-10-31T23:59:59Z");
    }

    @Test
    void assignsAllProjectsOrNone() {
        assertThatThrownBy(() -> requests.assign(groups.resolve("Asia"), List.of("shop", "nobody"), null))
                .isInstanceOf(InvalidInputException.class).hasMessage("project 'nobody': there is no such project");
        changes.execute(requests.createProject("free", null, null, null, null, Map.of()), "anna");
        changes.execute(requests.createProject("theirs", null, "other", null, null, Map.of()), "anna");
        assertThatThrownBy(() -> requests.assign(groups.resolve("Asia"), List.of("free", "theirs", "shop"), null))
                .hasMessageContaining("project 'free': it must be associated with account acme first")
                .hasMessageContaining("project 'theirs': it belongs to account other, and billing group 'Asia' to "
                        + "account acme");
        assertThat(history("shop")).containsExactly(".. Europe");
    }

    @Test
    void givesProjectItsDefaultGroupWhichFollowsItIntoItsFirstAccount() {
        changes.execute(requests.createProject("free", "Free", null, null, null, Map.of("a", "b")), "anna");
        var group = groups.resolve("Default billing group for free");
        assertThat(group.accountId()).isNull();
        changes.execute(requests.associate(projects.resolve("free"), accounts.resolve("acme")), "anna");
        assertThat(groups.resolve("Default billing group for free").accountId()).isEqualTo("acme");
        assertThat(told(requests.associate(projects.resolve("free"), accounts.resolve("acme")))).isEmpty();
    }

    @Test
    void leavesTheGroupBehindWhenAProjectChangesItsAccount() {
        var plan = requests.associate(projects.resolve("shop"), accounts.resolve("other"));
        assertThat(told(plan)).containsExactly(
                "~ change project shop: account_id 'acme' -> 'other'; warning: project shop leaves account acme",
                "+ create billing group 'Default billing group for shop'",
                "> move project shop to billing group 'Default billing group for shop'; "
                        + "warning: it already belongs to 'Europe' and leaves it");
        changes.execute(plan, "anna");
        assertThat(groups.projectsOf(groups.resolve("Europe").id())).containsExactly("api");
        assertThat(groups.resolve("Default billing group for shop").details().company()).isNull();
        changes.execute(requests.associate(projects.resolve("shop"), accounts.resolve("acme")), "anna");
        assertThatThrownBy(() -> groups.resolve("Default billing group for shop"))
                .isInstanceOf(RefusedException.class).hasMessageContaining("any of 2 billing groups")
                .hasMessageContaining("account other");
    }

    @Test
    void createsProjectWithTheDetailsOfAnother() {
        var europe = groups.resolve("Europe");
        changes.execute(requests.createProject("copy", null, "acme", null, europe, Map.of()), "anna");
        var copy = groups.find(projects.resolve("copy").groupId()).orElseThrow();
        assertThat(copy.details()).isEqualTo(europe.details());
        assertThat(copy.id()).isNotEqualTo(europe.id());
        changes.execute(requests.createProject("same", null, "acme", europe, null, Map.of()), "anna");
        assertThat(groups.projectsOf(europe.id())).containsExactly("api", "same", "shop");
        assertThat(groups.list(Optional.of("acme"), false)).extracting(BillingGroup::name)
                .containsExactly("Asia", "Default billing group for copy", "Europe");
    }

    @Test
    void createsGroupAsACopyAndMovesProjectsIntoIt() {
        var plan = requests.createGroup(accounts.resolve("acme"),
                Map.of("name", List.of("Europe 2"), "city", List.of("Ulm")), groups.resolve("Europe"),
                List.of("shop", "api"));
        assertThat(plan.warnings()).hasSize(2);
        changes.execute(plan, "anna");
        var group = groups.resolve("Europe 2");
        assertThat(group.details().company()).isEqualTo("Acme");
        assertThat(group.details().city()).isEqualTo("Ulm");
        assertThat(groups.projectsOf(group.id())).containsExactly("api", "shop");
    }

    @Test
    void tellsAllProblemsOfFieldsAtOnce() {
        assertThatThrownBy(() -> requests.editGroup(groups.resolve("Europe"),
                Map.of("country_code", List.of("XX"), "currency", List.of("EURO"),
                        "billing_emails", List.of("no", "a@b.example"), "address_lines", List.of("1", "2", "3", "4"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("country_code 'XX': expected an ISO 3166-1")
                .hasMessageContaining("currency 'EURO': expected an ISO 4217")
                .hasMessageContaining("billing_emails 'no': expected an e-mail")
                .hasMessageContaining("expected at most 3 entries, found 4");
    }

    @Test
    void editsOnlyWhatIsGivenAndRecordsOldAndNewValues() {
        changes.execute(requests.editGroup(groups.resolve("Europe"),
                Map.of("city", List.of("Ulm"), "company", List.of(""))), "bert");
        var group = groups.resolve("Europe");
        assertThat(group.details().city()).isEqualTo("Ulm");
        assertThat(group.details().company()).isNull();
        assertThat(group.details().currency().getCode()).isEqualTo("EUR");
        assign("Asia", "shop", null);
        assertThat(groups.eventsOf(group.id())).extracting(event -> event.actor() + " " + event.subjectId() + " "
                + event.field() + " " + event.oldValue() + " " + event.newValue())
                .containsSubsequence("anna 00000000-0000-0000-0000-00000000000a created null 'Europe'",
                        "anna shop billing_group null 00000000-0000-0000-0000-00000000000a")
                .contains("bert 00000000-0000-0000-0000-00000000000a city Bonn Ulm",
                        "bert 00000000-0000-0000-0000-00000000000a company Acme null")
                .endsWith("bert shop billing_group 00000000-0000-0000-0000-00000000000a "
                        + "00000000-0000-0000-0000-00000000000b");
    }

    @Test
    void deletesOnlyWhatIsEmptyAndKeepsItReadable() {
        var europe = groups.resolve("Europe");
        assertThatThrownBy(() -> requests.deleteGroup(europe))
                .hasMessage("billing group 'Europe': it is not empty: it still has project api, project shop");
        assertThatThrownBy(() -> requests.deleteAccount(accounts.resolve("acme"))).hasMessageContaining("not empty");
        for (var project : List.of("shop", "api")) {
            changes.execute(requests.deleteProject(projects.resolve(project)), "anna");
        }
        changes.execute(requests.deleteGroup(europe), "anna");
        changes.execute(requests.deleteGroup(groups.resolve("Asia")), "anna");
        changes.execute(requests.deleteAccount(accounts.resolve("acme")), "anna");
        assertThat(groups.list(Optional.empty(), false)).isEmpty();
        assertThat(groups.list(Optional.empty(), true)).hasSize(2);
        assertThat(groups.resolve("Europe").deletedAt()).isNotNull();
        assertThat(projects.resolve("shop").deletedAt()).isNotNull();
        assertThat(accounts.list(true)).hasSize(2);
        assertThat(history("shop")).containsExactly(".. Europe");
        assertThatThrownBy(() -> groups.resolveLive("Europe")).hasMessageContaining("was deleted");
    }

    @Test
    void bringsBackWhatIsDeclaredAgain() throws Exception {
        changes.execute(requests.deleteProject(projects.resolve("shop")), "anna");
        assertThat(told(apply(COMPANY, false))).containsExactly("+ create project shop");
        assertThat(projects.resolve("shop").deletedAt()).isNull();
        assertThat(history("shop")).containsExactly(".. Europe");
    }

    @Test
    void prunesWhatTheFilesLeaveOut() throws Exception {
        var plan = apply("""
                accounts:
                  - id: acme
                    projects: [{id: shop}]
                """, true);
        assertThat(told(plan)).containsExactly("- delete project api", "- delete billing group 'Asia'",
                "- delete account other");
        assertThat(groups.projectsOf(groups.resolve("Europe").id())).containsExactly("shop");
        assertThat(jdbc.sql("SELECT count(*) FROM tax_rate").query(Long.class).single()).isOne();
    }

    @Test
    void exportsAFileThatAppliesToNothing() throws Exception {
        apply("""
                accounts:
                  - id: "007"
                    name: "null"
                    billing_groups:
                      - name: "yes: #1"
                        currency: EUR
                        address_lines: ["- a", "~", "é€ 'quoted'"]
                        zip_code: 00100
                        reminders: on
                        country_code: NO
                        extra_text: "two\\nlines"
                        discount_percent: 2.50
                        tax_exempt: "Art. 44"
                        commitment: {amount: 1000.10, from: 2026-01}
                        extra_charges:
                          - {description: Once, amount: 5.00, period: 2026-10}
                          - {description: "1e3", amount: -1, from: 2026-10, until: 2026-12}
                        price_adjustments:
                          - {percent: -10.50, service: Compute, sku: "vm-*", from: 2026-10, until: 2027-03}
                          - {percent: 1000, sku: "1e3", period: 2026-10}
                          - {percent: 0, sku: "1e3", from: 2026-11}
                          - {percent: 20}
                        sepa_mandate: {id: "007", signed_on: 2026-01-31, iban: NO93 8601 1117 947, scheme: b2b}
                    projects: [{id: "1_000", tags: {"k": "0x1F", "empty": "", amount: "5", deleted_at: x}}]
                projects: [{id: free, name: "off"}]
                """, false);
        var text = exported();
        assertThat(told(apply(text, true))).as(text).isEmpty();
        assertThat(exported()).isEqualTo(text);
        var copy = TestDatabase.create().dataSource();
        var masterData = new MasterData(JdbcClient.create(copy));
        var elsewhere = new Changes(masterData, new ChangeWriter(JdbcClient.create(copy)),
                new Memberships(JdbcClient.create(copy)),
                new InvoicedPeriods(JdbcClient.create(copy)), new KeptTerms(JdbcClient.create(copy)),
                new TransactionTemplate(new DataSourceTransactionManager(copy)), Clock.systemUTC());
        elsewhere.execute(new ApplyFiles(elsewhere).plan(List.of(folder.resolve("apply.yaml")), false), "anna");
        var again = new StringWriter();
        new ExportFile(masterData).write(again);
        assertThat(again).hasToString(text);
    }

    @Test
    void keepsTinyPercentages() throws Exception {
        var yaml = """
                accounts:
                  - id: acme
                    billing_groups:
                      - {name: Europe, discount_percent: 0.0001, support_percent: 0.0000001}
                """;
        assertThat(told(apply(yaml, false))).anyMatch(change -> change.contains("0.0001"));
        assertThat(told(apply(yaml, false))).isEmpty();
        assertThat(exported()).contains("discount_percent: '0.0001'", "support_percent: '0.0000001'");
        assertThat(told(apply(exported(), false))).isEmpty();
    }

    @Test
    void refusesToCarryOutAPlanThatSomebodyElseOvertook() {
        var plan = requests.editGroup(groups.resolve("Europe"), Map.of("city", List.of("Ulm")));
        changes.execute(requests.editGroup(groups.resolve("Europe"), Map.of("city", List.of("Kiel"))), "bert");
        assertThatThrownBy(() -> changes.execute(plan, "anna")).isInstanceOf(RefusedException.class)
                .hasMessageContaining("somebody else changed");
        assertThat(groups.resolve("Europe").details().city()).isEqualTo("Kiel");
    }

    @Test
    void setsAndRemovesTags() {
        changes.execute(requests.tag(projects.resolve("shop"), Map.of("stage", "test", "new", "1"),
                Set.of("billing:team")), "anna");
        assertThat(projects.resolve("shop").project().tags()).isEqualTo(Map.of("stage", "test", "new", "1"));
    }

    @Test
    void findsThingsByTheBeginningOfTheirIdsAndByName() {
        assertThat(projects.resolve("sh").project().id()).isEqualTo("shop");
        assertThat(accounts.resolve("oth").id()).isEqualTo("other");
        assertThatThrownBy(() -> groups.resolve("0000")).hasMessageContaining("any of 2 billing groups");
        assertThatThrownBy(() -> projects.resolve("x"))
                .hasMessageContaining("there is no project 'x': 'billing project list'");
        assertThatThrownBy(() -> projects.resolve("")).hasMessageContaining("any of 2 projects");
    }

    @Test
    void databaseRefusesHistoriesWithOverlapsAndGaps() {
        assign("Asia", "shop", "2026-11-05T00:00:00Z");
        for (var statement : List.of(
                // beside the present group, into the time of another, after a gap, before the beginning, and a hole
                "INSERT INTO membership VALUES ('shop', :asia, '2026-11-10', 'infinity', '2026-11-10')",
                "INSERT INTO membership VALUES ('shop', :asia, '2026-11-01', '2026-11-04', '2026-11-01')",
                "INSERT INTO membership VALUES ('shop', :asia, '2026-12-01', '2026-12-05', '2026-12-01')",
                "INSERT INTO membership VALUES ('shop', :asia, '-infinity', '2020-01-01', NULL)",
                "DELETE FROM membership WHERE project_id = 'shop' AND valid_from = '-infinity'",
                "UPDATE membership SET valid_to = '2026-11-04' WHERE project_id = 'shop' AND valid_from = '-infinity'",
                "UPDATE membership SET valid_from = '2026-11-06' WHERE project_id = 'shop' AND valid_to = 'infinity'")) {
            assertThatThrownBy(() -> jdbc.sql(statement.replace(":asia", "'00000000-0000-0000-0000-00000000000b'"))
                    .update()).as(statement).isInstanceOf(DataIntegrityViolationException.class);
        }
        assertThat(history("shop")).containsExactly("..2026-11-05T00:00:00Z Europe", "2026-11-05T00:00:00Z.. Asia");
    }

    @Test
    void changesTheCurrencyOnlyTogetherWithTheAmountsInIt() throws Exception {
        apply("accounts: [{id: acme, billing_groups: [{name: Europe, currency: EUR, commitment: {amount: 10}}]}]",
                false);
        assertThatThrownBy(() -> requests.editGroup(groups.resolve("Europe"), Map.of("currency", List.of("USD"))))
                .hasMessageContaining("another currency");
    }
}
