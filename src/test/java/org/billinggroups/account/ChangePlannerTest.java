package org.billinggroups.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.billinggroups.account.MasterData.ProjectRow;
import org.billinggroups.account.MasterData.Snapshot;
import org.billinggroups.file.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangePlannerTest {
    private static final Snapshot NOTHING = new Snapshot(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(),
            Map.of(), Set.of());
    private static final String SELLER = "seller: {id: main, name: Seller, city: Helsinki, country_code: FI}\n";
    private static final String ACME = SELLER + """
            accounts:
              - id: acme
                name: Acme
                billing_groups:
                  - {id: 00000000-0000-0000-0000-00000000000a, name: Europe, currency: EUR, city: Berlin}
                  - {id: 00000000-0000-0000-0000-00000000000b, name: Asia, currency: JPY}
                projects:
                  - {id: shop, billing_group: Europe}
            tax_rates:
              - {country_code: FI, rate: 25.5, valid_from: 2024-09-01}
            """;

    @TempDir
    private Path folder;

    private ChangePlan plan(Snapshot present, String... files) throws IOException {
        List<Declaration> declarations = new ArrayList<>();
        for (int i = 0; i < files.length; i++) {
            declarations.add(ApplyFileReader.read(Files.writeString(folder.resolve(i + ".yaml"), files[i])));
        }
        var ids = new AtomicLong(1000);
        return new ChangePlanner(present, () -> new UUID(0, ids.incrementAndGet()))
                .plan(new ChangePlan.Request(declarations, false));
    }

    private List<String> told(Snapshot present, String... files) throws IOException {
        return plan(present, files).changes().stream().map(PlannedChange::describe).toList();
    }

    private List<String> problems(Snapshot present, String... files) {
        return catchThrowableOfType(InvalidInputException.class, () -> plan(present, files)).problems().stream()
                .map(problem -> problem.line() + " " + problem.column() + ": " + problem.reason()).toList();
    }

    /** What is there when a plan was carried out. */
    private static Snapshot after(ChangePlan plan) {
        Map<String, String> groupOf = new LinkedHashMap<>();
        for (var change : plan.changes()) {
            if (change instanceof PlannedChange.Moved moved) {
                groupOf.put(moved.id(), moved.newGroupId());
            }
        }
        return new Snapshot(byKey(plan.rows().sellers(), Seller::id), byKey(plan.rows().accounts(), Account::id),
                byKey(plan.rows().groups(), group -> group.id().toString()),
                byKey(plan.rows().projects(), ProjectRow::id), groupOf, byKey(plan.rows().taxRates(), TaxRate::key),
                Map.of(), Set.of());
    }

    private static <R> Map<String, R> byKey(Collection<R> rows, Function<R, String> key) {
        Map<String, R> map = new LinkedHashMap<>();
        rows.forEach(row -> map.put(key.apply(row), row));
        return map;
    }

    @Test
    void createsWhatIsNew() throws IOException {
        assertThat(told(NOTHING, ACME)).containsExactly("+ create seller main", "+ create account acme",
                "+ create billing group 'Europe'", "+ create billing group 'Asia'", "+ create project shop",
                "> assign project shop to billing group 'Europe'", "+ create tax rate FI standard 2024-09-01");
        assertThat(plan(NOTHING, ACME).warnings()).isEmpty();
    }

    @Test
    void leavesAloneWhatIsAsDeclared() throws IOException {
        assertThat(plan(after(plan(NOTHING, ACME)), ACME).isEmpty()).isTrue();
    }

    @Test
    void showsOldAndNewValue() throws IOException {
        assertThat(told(after(plan(NOTHING, ACME)), ACME.replace("Berlin", "Bonn"))).containsExactly(
                "~ change billing group 'Europe': city 'Berlin' -> 'Bonn'");
        assertThat(told(after(plan(NOTHING, ACME)), ACME.replace("city: Berlin", "city: , company: Acme GmbH")))
                .containsExactlyInAnyOrder("~ change billing group 'Europe': city 'Berlin' -> (none)",
                        "~ change billing group 'Europe': company (none) -> 'Acme GmbH'");
    }

    @Test
    void keepsFieldsThatAreNotDeclared() throws IOException {
        var plan = plan(after(plan(NOTHING, ACME)), ACME.replace(", city: Berlin", ", company: Acme GmbH"));
        assertThat(plan.rows().groups()).first()
                .satisfies(row -> assertThat(row.details().city()).isEqualTo("Berlin"));
    }

    @Test
    void movesProjectWithWarningThatNamesItsPresentGroup() throws IOException {
        var plan = plan(after(plan(NOTHING, ACME)), ACME.replace("billing_group: Europe", "billing_group: Asia"));
        assertThat(plan.changes()).extracting(PlannedChange::describe).containsExactly(
                "> move project shop to billing group 'Asia'; warning: it already belongs to 'Europe' and leaves it");
        assertThat(plan.warnings()).hasSize(1);
    }

    @Test
    void findsGroupsByTheNamesThatTheyHaveByThen() throws IOException {
        var renamed = ACME.replace("name: Europe, currency", "name: Old, currency").replace("    projects:",
                "      - {name: Europe, currency: EUR}\n    projects:");
        assertThat(told(after(plan(NOTHING, ACME)), renamed)).containsExactly(
                "~ change billing group 'Old': name 'Europe' -> 'Old'", "+ create billing group 'Europe'",
                "> move project shop to billing group 'Europe'; warning: it already belongs to 'Old' and leaves it");
    }

    @Test
    void findsGroupById() throws IOException {
        for (var reference : List.of("00000000-0000-0000-0000-00000000000b", "00000000-0000-0000-0000-00000000000B")) {
            assertThat(told(NOTHING, ACME.replace("billing_group: Europe", "billing_group: " + reference)))
                    .contains("> assign project shop to billing group 'Asia'");
        }
    }

    @Test
    void givesProjectWithoutGroupItsDefaultGroup() throws IOException {
        var file = ACME.replace(", billing_group: Europe", "");
        var plan = plan(NOTHING, file);
        assertThat(plan.changes()).extracting(PlannedChange::describe).contains(
                "+ create billing group 'Default billing group for shop'",
                "> assign project shop to billing group 'Default billing group for shop'");
        assertThat(plan.rows().groups()).last()
                .satisfies(row -> assertThat(row.accountId()).isEqualTo("acme"));
        assertThat(plan(after(plan), file).isEmpty()).isTrue();
    }

    @Test
    void makesNoDefaultGroupForProjectWithGroup() throws IOException {
        assertThat(plan(NOTHING, ACME).rows().groups()).hasSize(2);
    }

    @Test
    void letsDefaultGroupFollowItsProjectIntoAccount() throws IOException {
        var present = after(plan(NOTHING, ACME.replace(", billing_group: Europe", "")));
        present.groups().replaceAll((id, group) -> group.of(null, group.name()));
        present.projects()
                .replaceAll((id, project) -> new ProjectRow(id, project.name(), null, project.tags()));
        var told = told(present, SELLER + "accounts: [{id: acme, projects: [{id: shop}]}]");
        assertThat(told).containsExactly("~ change project shop: account_id (none) -> 'acme'",
                "~ change billing group 'Default billing group for shop': account_id (none) -> 'acme'");
    }

    @Test
    void refusesGroupsOfAnotherAccount() throws IOException {
        var present = after(plan(NOTHING, ACME));
        assertThat(problems(present, SELLER + """
                accounts:
                  - id: other
                    billing_groups:
                      - {id: 00000000-0000-0000-0000-00000000000a, name: Mine}
                    projects:
                      - {id: shop}
                      - {id: new, billing_group: 00000000-0000-0000-0000-00000000000b}
                """)).containsExactly("5 id: the group belongs to account acme",
                "8 billing_group: expected the id, or a unique name, of a billing group of account other");
    }

    @Test
    void refusesNameThatSeveralGroupsHave() {
        assertThat(problems(NOTHING, ACME.replace("Asia", "Europe"))).containsExactly(
                "9 billing_group: expected the id, or a unique name, of a billing group of account acme");
    }

    @Test
    void refusesSecondSellerAndIncompleteSellerAndAccountWithoutSeller() throws IOException {
        assertThat(problems(after(plan(NOTHING, ACME)), SELLER.replace("main", "second"))).singleElement().asString()
                .contains("this database bills for seller 'main'");
        assertThat(problems(NOTHING, "seller: {id: main, name: Seller}")).containsExactly("1 city: is missing",
                "1 country_code: is missing");
        assertThat(problems(NOTHING, "accounts: [{id: acme}]"))
                .containsExactly("1 id: there is no seller yet: declare one first");
    }

    @Test
    void refusesProjectDeclaredTwiceAndGroupWithoutNameOrId() {
        assertThat(problems(NOTHING, SELLER + """
                accounts:
                  - id: acme
                    billing_groups:
                      - {city: Berlin}
                      - {id: 00000000-0000-0000-0000-00000000000a}
                    projects:
                      - {id: shop}
                      - {id: shop}
                """)).containsExactly("5 id: expected an id or a name", "6 name: is missing",
                "9 id: the project is declared twice");
    }

    @Test
    void joinsWhatSeveralFilesSayOfOneAccount() throws IOException {
        var plan = plan(NOTHING, ACME, "accounts: [{id: acme, projects: [{id: api, billing_group: "
                + "00000000-0000-0000-0000-00000000000b}]}]");
        assertThat(plan.changes()).extracting(PlannedChange::describe)
                .containsOnlyOnce("+ create account acme")
                .contains("> assign project api to billing group 'Asia'");
        assertThat(plan.rows().accounts()).singleElement()
                .satisfies(row -> assertThat(row.name()).isEqualTo("Acme"));
    }

    @Test
    void changesTaxRate() throws IOException {
        assertThat(told(after(plan(NOTHING, ACME)), ACME.replace("25.5", "24")))
                .containsExactly("~ change tax rate FI standard 2024-09-01: rate '25.5' -> '24'");
    }
}
