package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.billinggroups.cli.CommandInProcess.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole life of billing groups through the commands of an operator, with every figure and message. */
class LifeOfAGroupTest extends CommandTest {
    @BeforeEach
    void declareSellerAndPrices() throws IOException {
        billing(0, "apply", write("seller.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                """));
        billing(0, "price", "import", write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                vm,per_unit,EUR,hour,,2,,,,,,2026-01-01
                """));
    }

    private static JsonNode json(Ended ended) {
        return new JsonMapper().readTree(ended.out());
    }

    private void createAccountWithProjects() {
        billing(0, "account", "create", "--id", "acme", "--name", "Acme");
        for (var project : new String[]{ "web", "api", "db" }) {
            billing(0, "project", "create", project);
        }
    }

    private String createEurope(String... more) {
        var arguments = new ArrayList<>(List.of("group", "create", "--account", "acme", "--name",
                "Europe", "--currency", "EUR", "--company", "Acme Oy", "--address-line", "Tie 2", "--city", "Espoo",
                "--zip-code", "00100", "--country-code", "FI", "--billing-email", "ap@acme.example", "--yes",
                "--json"));
        arguments.addAll(List.of(more));
        return json(billing(0, arguments.toArray(String[]::new))).path("id").asString();
    }

    @Test
    void isCreatedFilledMovedEditedInvoicedEmptiedAndDeleted() throws IOException {
        createAccountWithProjects();
        assertThat(billing(20, "group", "create", "--account", "acme", "--name", "Europe", "--project", "web", "--yes")
                .err()).contains("project 'web': it must be associated with account acme first");
        for (var project : new String[]{ "web", "api", "db" }) {
            billing(0, "project", "associate", project, "--account", "acme");
        }
        var europe = createEurope("--project", "web", "--project", "api", "--project", "db");
        var special = json(billing(0, "group", "create", "--name", "Special", "--copy-from", "Europe", "--yes",
                "--json"));
        assertThat(special.path("company").asString()).isEqualTo("Acme Oy");
        assertThat(special.path("id").asString()).isNotEqualTo(europe);

        var refused = billing(2, "group", "assign", "Special", "db", "--from", "2026-10-16");
        assertThat(refused.err()).contains("> move project db to billing group 'Special' from 2026-10-16T00:00:00Z on; "
                + "warning: it already belongs to 'Default billing group for db' and leaves it".replace(
                        "Default billing group for db", "Europe"),
                "Give --yes");
        billing(0, "group", "assign", "Europe", "web", "api", "db", "--from", "2026-09-01", "--yes");
        billing(0, "group", "assign", "Special", "db", "--from", "2026-10-16", "--yes");
        assertThat(billing(0, "project", "show", "db").out()).containsSubsequence(
                "always", "2026-09-01T00:00:00Z  Default billing group for db",
                "2026-09-01T00:00:00Z  2026-10-16T00:00:00Z  Europe", "2026-10-16T00:00:00Z  now", "Special");
        billing(0, "group", "edit", "Europe", "--city", "Vantaa", "--actor", "anna");
        billing(0, "group", "edit", "Europe", "--debtor-account", "10042", "--tax-territory", "none");
        assertThat(billing(0, "group", "show", "Europe").out()).contains("debtor account          10042",
                "tax territory           none");
        assertThat(billing(0, "export").out()).contains("debtor_account: '10042'", "tax_territory: none");

        invoice();
        assertThat(billing(20, "group", "assign", "Europe", "db", "--from", "2026-10-01", "--yes").err())
                .contains("period 2026-10 is invoiced");
        billing(0, "group", "edit", europe, "--city", "Turku", "--name", "Europe & more");
        assertThat(billing(20, "group", "delete", "Europe & more", "--yes").err())
                .contains("it is not empty: it still has project api, project web");
        billing(0, "group", "assign", "Special", "web", "api", "--yes");
        assertThat(billing(2, "group", "delete", europe).err()).contains("- delete billing group 'Europe & more'",
                "Give --yes");
        billing(0, "group", "delete", europe, "--yes");

        assertThat(billing(0, "group", "list").out()).doesNotContain(europe);
        assertThat(billing(0, "group", "list", "--all").out()).contains(europe);
        assertThat(billing(0, "group", "show", europe).out()).contains("deleted at");
        assertThat(billing(20, "group", "edit", europe, "--city", "Oulu").err()).contains("was deleted");
        assertThat(billing(0, "group", "events", europe).out()).containsSubsequence("created 'Europe'",
                "project web joined from 'Default billing group for web'",
                "project db left for 'Special', since 2026-10-16T00:00:00Z",
                "anna", "city 'Espoo' -> 'Vantaa'", "city 'Vantaa' -> 'Turku'", "project api left for 'Special'",
                "deleted");
        billing(0, "verify");
        assertThat(billing(0, "invoice", "explain", "INV-2026-000001").out()).contains("usage.csv",
                "vm per_unit in EUR");
        assertThat(json(billing(0, "invoice", "show", "INV-2026-000001", "--json")).path("billing_group").path("name")
                .asString()).isIn("Europe", "Special");
    }

    /** 10 hours of each project, of which db moved on the 16th: by the rule of the period's end it is Special's. */
    private void invoice() throws IOException {
        var usage = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (var project : new String[]{ "web", "api", "db" }) {
            for (var day : new String[]{ "02", "20" }) {
                usage.append("%s-%s,%s,Compute,vm,5,hour,2026-10-%sT00:00:00Z,2026-10-%sT05:00:00Z%n".formatted(project,
                        day, project, day, day));
            }
        }
        billing(0, "import", write("usage.csv", usage.toString()));
        billing(0, "run", "2026-10", "--issue-date", "2026-11-02", "--out", folder.resolve("out").toString());
        var invoices = json(billing(0, "invoice", "list", "--period", "2026-10", "--json"));
        assertThat(invoices.valueStream().map(invoice -> invoice.path("billing_group").path("name").asString() + " "
                + invoice.path("total").asString())).containsExactlyInAnyOrder("Europe 50.20", "Special 25.10");
    }

    @Test
    void asksStepByStepAtATerminal() {
        createAccountWithProjects();
        billing(0, "project", "associate", "web", "--account", "acme");
        var created = answering(0, """
                Nordics

                Acme Oy
                Tie 2

                00100
                Espoo

                XX
                FI

                EURO
                EUR
                nobody
                ap@acme.example

                web
                y
                """, "group", "create", "--json");
        assertThat(created.err()).contains("Name:", "Copy billing details from group", "Company:", "Country code",
                "country_code 'XX': expected an ISO 3166-1", "currency 'EURO': expected an ISO 4217",
                "billing_emails 'nobody': expected an e-mail", "Projects, separated by blanks",
                "+ create billing group 'Nordics'",
                "it already belongs to 'Default billing group for web' and leaves it", "Create & assign? [y/N]");
        var group = json(created);
        assertThat(group.path("company").asString()).isEqualTo("Acme Oy");
        assertThat(group.path("address_lines").toString()).isEqualTo("[\"Tie 2\"]");
        assertThat(group.path("currency").asString()).isEqualTo("EUR");
        assertThat(group.path("projects").toString()).isEqualTo("[\"web\"]");
    }

    @Test
    void writesNothingWithoutAnAnswerOrWithNo() {
        createAccountWithProjects();
        assertThat(billing(2, "group", "create", "--account", "acme", "--name", "X").err()).contains("Give --yes");
        assertThat(answering(2, "\nno\n", "group", "create", "--account", "acme", "--name", "X", "--company", "C")
                .err()).contains("Create?", "nothing was written");
        assertThat(answering(20, "X\n", "group", "create").err()).contains("the input ended");
        assertThat(json(billing(0, "group", "list", "--account", "acme", "--json"))).isEmpty();
    }

    @Test
    void countsAllProjectsThatAnIdMayMeanAndListsTheFirst() throws IOException {
        var projects = new StringBuilder("projects:\n");
        for (int project = 10; project < 35; project++) {
            projects.append("  - {id: many-%d}%n".formatted(project));
        }
        billing(0, "apply", write("projects.yaml", projects.toString()));
        assertThat(billing(20, "project", "show", "many").err()).contains("'many' may be any of 25 projects:",
                "\n  many-29\n  ...").doesNotContain("many-30");
        assertThat(billing(20, "project", "show", "many-1").err()).contains("any of 10 projects").doesNotContain("...");
    }

    @Test
    void listsGroupsOfOneNameAndAsksForTheId() {
        createAccountWithProjects();
        var first = createEurope();
        var second = createEurope();
        assertThat(billing(20, "group", "show", "Europe").err()).contains("'Europe' may be any of 2 billing groups",
                first, second);
        assertThat(billing(0, "group", "show", first.substring(0, 13)).out()).contains(first);
    }

    @Test
    void warnsBeforeAProjectChangesItsAccount() {
        createAccountWithProjects();
        billing(0, "account", "create", "--id", "other", "--name", "Other");
        billing(0, "project", "associate", "web", "--account", "acme");
        assertThat(billing(2, "project", "associate", "web", "--account", "other").err())
                .contains("warning: project web leaves account acme", "Give --yes");
        billing(0, "project", "associate", "web", "--account", "other", "--yes");
        assertThat(billing(0, "account", "show", "other").out()).contains("web", "Default billing group for web");
        assertThat(billing(20, "account", "delete", "other", "--yes").err()).contains("it is not empty");
    }

    @Test
    void tagsProjectsAndExportsWhatAppliesToNothing() throws IOException {
        createAccountWithProjects();
        billing(0, "project", "associate", "web", "--account", "acme");
        billing(0, "project", "tag", "web", "billing:team=Web & Co", "stage=prod");
        billing(0, "project", "tag", "web", "--remove", "stage");
        assertThat(billing(20, "project", "tag", "web", "--remove", "stage").err()).contains("has no tag stage");
        billing(0, "project", "create", "web-2", "--copy-from-project", "web", "--same-group");
        var exported = write("export.yaml", billing(0, "export").out());
        assertThat(billing(0, "apply", exported, "--prune").out()).contains("nothing to change");
        assertThat(billing(0, "account", "show", "acme").out()).contains("web-2    Default billing group for web");
    }

    @Test
    void aDeletedProjectComesAgainAsANewOne() throws IOException {
        createAccountWithProjects();
        billing(0, "project", "associate", "web", "--account", "acme");
        createEurope("--project", "web");
        billing(0, "project", "delete", "web", "--yes");
        assertThat(billing(2, "project", "create", "web", "--account", "acme").err())
                .contains("it already belongs to 'Europe' and leaves it", "Give --yes");
        billing(0, "project", "create", "web", "--account", "acme", "--yes");
        assertThat(groupOf("web")).isEqualTo("Default billing group for web");

        // Again, it finds its own default group; by its name the other one; and by a file it is new as well.
        billing(0, "project", "delete", "web", "--yes");
        billing(0, "project", "create", "web", "--account", "acme");
        assertThat(groupOf("web")).isEqualTo("Default billing group for web");
        billing(0, "project", "delete", "web", "--yes");
        billing(0, "project", "create", "web", "--account", "acme", "--billing-group", "Europe", "--yes");
        assertThat(groupOf("web")).isEqualTo("Europe");
        billing(0, "project", "delete", "web", "--yes");
        var file = write("again.yaml", "accounts: [{id: acme, projects: [{id: web}]}]");
        billing(2, "apply", file);
        billing(0, "apply", file, "--yes");
        assertThat(groupOf("web")).isEqualTo("Default billing group for web");

        // Without an account: its default group gets the account with it.
        billing(0, "project", "delete", "db", "--yes");
        billing(0, "project", "create", "--from-usage", write("usage.csv", """
                usage_id,project,service,sku,quantity,unit,started_at,ended_at
                a,db,S,vm,1,hour,2026-10-05T00:00:00Z,2026-10-05T01:00:00Z
                """), "--account", "acme", "--billing-group", "Europe", "--yes");
        assertThat(groupOf("db")).isEqualTo("Europe");
        billing(0, "project", "delete", "api", "--yes");
        billing(0, "project", "create", "api", "--account", "acme");
        assertThat(groupOf("api")).isEqualTo("Default billing group for api");
        assertThat(billing(0, "group", "list").out()).containsOnlyOnce("Default billing group for api");
    }

    private String groupOf(String project) {
        return database.jdbc().sql("""
                SELECT g.name FROM membership m JOIN billing_group g ON g.id = m.group_id
                WHERE m.project_id = ? AND m.valid_to = 'infinity'
                """).param(project).query(String.class).single();
    }
}
