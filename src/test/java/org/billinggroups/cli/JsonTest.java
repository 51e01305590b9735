package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.billinggroups.cli.CommandInProcess.Ended;
import org.billinggroups.collection.SettlementDay;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** With {@code --json} each command writes one document to standard output, and nothing else. */
class JsonTest extends CommandTest {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /** In this order in one database; each with its exit code. FOLDER is where the files are. */
    private static final String COMMANDS = """
            0 seal stamp --url http://localhost/
            0 apply FOLDER/company.yaml --dry-run
            0 apply FOLDER/company.yaml
            0 apply FOLDER/company.yaml
            2 apply FOLDER/moved.yaml
            0 export
            0 run
            0 verify
            0 seal export
            0 status
            0 account create --id globex --name Globex
            0 account create --id idle --name Idle
            0 account edit globex --name Globe
            0 account edit globex --name Globe
            0 account list
            0 account show globex
            0 account delete idle --yes
            0 project create lab --account globex
            0 project create --from-usage FOLDER/usage.csv
            0 project associate lab --account acme --yes
            0 project tag lab team=blue
            0 project list
            0 project show lab
            0 project delete lab --yes
            0 group create --account globex --name Spare --yes
            0 group edit Spare --city Oulu
            0 group assign Main web --yes
            0 group list
            0 group show Main
            0 group events Spare
            0 group delete Spare --yes
            0 price import FOLDER/prices.csv
            0 price list
            0 price history
            0 rate import FOLDER/rates.csv
            20 rate import FOLDER/rates.csv FOLDER/usage.csv
            0 rate list
            0 rate history
            0 rate history USD
            0 credit add Main --kind promotional --amount 1
            0 credit add --kind prepaid --amount 1 --currency EUR --claim-code GIFT
            0 credit claim Main GIFT
            0 credit list
            0 import FOLDER/usage.csv
            0 import FOLDER/usage.csv
            20 import FOLDER/prices.csv
            3 import FOLDER/partly.csv --accept-valid --dry-run
            3 import FOLDER/partly.csv --accept-valid
            0 usage files
            0 usage show FOLDER/usage.csv
            0 usage void FOLDER/partly.csv --yes
            0 estimate
            0 run 2026-09 --dry-run
            0 run 2026-09 --until draft
            0 invoice review
            0 invoice show Main --period 2026-09
            0 invoice show Main --period 2026-08
            0 invoice approve 2026-09 --all
            0 run 2026-09
            0 run 2026-09
            0 worker --until-idle 1s
            0 status 2026-09
            0 status --parked
            0 invoice list
            0 receivable aging
            0 collect 2026-09 --on NEXT --dry-run
            0 collect 2026-09 --on NEXT --out FOLDER/debits.xml
            0 invoice return INV-2026-000001 --reason MD06
            0 invoice show INV-2026-000001
            0 invoice explain INV-2026-000001
            0 invoice explain INV-2026-000001 1
            0 invoice pay INV-2026-000001 --amount 1
            3 payment import FOLDER/statement.csv
            0 payment import FOLDER/statement.csv
            0 payment list
            0 payment list --unmatched
            0 payment match 2 INV-2026-000001=0.10
            0 payment unmatch 2 --reason Wrong
            0 render 2026-09
            0 render INV-2026-000001 --ubl
            0 prove INV-2026-000001 --out FOLDER/proof.zip
            0 verify
            0 ledger export 2026-09 --format datev --out FOLDER/datev.csv
            0 send 2026-09 --dry-run
            0 remind --dry-run
            0 invoice credit-note INV-2026-000001 --reason Wrong --dry-run
            0 invoice credit-note INV-2026-000001 --reason Wrong --reissue
            0 rehearse 2026-08..2026-09 --prices FOLDER/prices.csv --out FOLDER/rehearsal
            0 purge
            """;

    @BeforeEach
    void writeFiles() throws IOException {
        write("company.yaml", """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389, email: billing@seller.example, endpoint: "0216:003701120389",
                  iban: FI2112345600000785, creditor_id: DE98ZZZ09999999999}
                tax_rates: [{country_code: FI, rate: 25.5, valid_from: 2024-09-01}]
                accounts:
                  - id: acme
                    billing_groups:
                      - {id: 0b9b1f5e-6d0c-4c1e-9d59-2f3a3f7f5b10, name: Main, currency: EUR, company: C,
                        address_lines: [A], city: B, country_code: FI, endpoint: "0204:991-1234",
                        billing_emails: [ap@acme.example], payment_terms_days: 0,
                        sepa_mandate: {id: M-1, signed_on: 2026-01-31, iban: FI2112345600000785}}
                    projects: [{id: web, billing_group: Main}]
                """);
        write("moved.yaml", """
                accounts:
                  - id: acme
                    billing_groups: [{name: Other, currency: EUR}]
                    projects: [{id: web, billing_group: Other}]
                """);
        write("prices.csv", """
                sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from
                vm,per_unit,EUR,hour,,2,,,,,,2026-01-01
                """);
        write("statement.csv", """
                booked_on,amount,currency,remittance
                2026-11-03,0.50,EUR,INV-2026-000001
                2026-11-03,0.20,EUR,unknown
                """);
        write("rates.csv", "Date,USD,\n2026-09-30,1.0825,\n");
        write("usage.csv", usage("a,web,Compute,vm,5,hour,2026-09-02T00:00:00Z,2026-09-02T05:00:00Z"));
        write("partly.csv", usage("b,web,Compute,vm,5,hour,2026-09-02T00:00:00Z,2026-09-02T05:00:00Z",
                "c,web,Compute,vm,many,hour,2026-09-02T00:00:00Z,2026-09-02T05:00:00Z"));
    }

    private static String usage(String... rows) {
        return "usage_id,project,service,sku,quantity,unit,started_at,ended_at\n" + String.join("\n", rows) + "\n";
    }

    private Ended json(int exitCode, String line) {
        var arguments = new ArrayList<>(List.of(line.replace("FOLDER", folder.toString())
                .replace("NEXT", SettlementDay.in(1).toString()).split(" ")));
        arguments.addAll(List.of("--json", "--data-dir", folder.resolve("data").toString()));
        return billing(exitCode, arguments.toArray(String[]::new));
    }

    private static JsonNode document(Ended ended) {
        return STRICT.readTree(ended.out());
    }

    @Test
    void everyCommandWritesOneDocument() {
        var softly = new SoftAssertions();
        COMMANDS.lines().forEach(line -> {
            var ended = json(Integer.parseInt(line.substring(0, line.indexOf(' '))),
                    line.substring(line.indexOf(' ') + 1));
            softly.assertThatCode(() -> assertThat(document(ended).isContainer()).isTrue())
                    .as(line + "\n" + ended.out()).doesNotThrowAnyException();
        });
        softly.assertAll();
    }

    @Test
    void runTellsWhatItDidBeforeAPeriodIsRefused() throws IOException {
        write("unknown.csv", usage("d,nobody,Compute,vm,5,hour,2026-10-02T00:00:00Z,2026-10-02T05:00:00Z"));
        for (var line : new String[]{ "apply FOLDER/company.yaml", "price import FOLDER/prices.csv",
                "import FOLDER/usage.csv FOLDER/unknown.csv" }) {
            json(0, line);
        }
        var outcomes = document(json(20, "run"));
        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.path(0).path("period").asString()).isEqualTo("2026-09");
    }

    @Test
    void runStatusAndVerifyTellTheHeadOfTheChainOfSeals() {
        for (var line : new String[]{ "apply FOLDER/company.yaml", "price import FOLDER/prices.csv",
                "import FOLDER/usage.csv" }) {
            json(0, line);
        }
        var head = document(json(0, "run 2026-09")).path(0);
        tellsWhatTheRunCameTo(head);
        assertThat(head.path("seals").asLong()).isPositive();
        assertThat(head.path("head").asString()).matches("[0-9a-f]{64}");
        var status = document(json(0, "status")).path(0);
        var verify = document(json(0, "verify"));
        for (var name : new String[]{ "seals", "head" }) {
            assertThat(status.path(name)).isEqualTo(head.path(name));
            assertThat(verify.path(verify.size() - 1).path(name)).isEqualTo(head.path(name));
        }
        json(0, "verify --head " + head.path("head").asString());
    }

    private static void tellsWhatTheRunCameTo(JsonNode run) {
        assertThat(run.path("run").asInt()).isEqualTo(1);
        assertThat(run.path("attempt").asInt()).isEqualTo(1);
        assertThat(run.path("exit_codes")).hasToString("[0]");
        assertThat(run.path("invoices").asInt()).isEqualTo(1);
        assertThat(run.path("totals")).hasToString("""
                [{"currency":"EUR","invoices":1,"net_total":"10.00","tax_total":"2.55","total":"12.55"}]""");
        assertThat(run.path("parked_groups")).hasToString("[]");
        assertThat(run.path("folder").asString()).endsWith("out/2026-09/run-1");
        assertThat(run.path("steps").size()).isEqualTo(10);
        assertThat(run.path("steps")).allSatisfy(step -> {
            assertThat(step.path("status").asString()).isEqualTo("COMPLETED");
            assertThat(step.has("millis") && step.path("done").isNumber()).isTrue();
        });
        assertThat(run.path("steps").path(0).path("step").asString()).isEqualTo("freezeInputs");
    }

    @Test
    void exportIsAppliedAgain() throws IOException {
        json(0, "apply FOLDER/company.yaml");
        write("export.json", json(0, "export").out());
        assertThat(document(json(0, "apply FOLDER/export.json"))).isEmpty();
    }

    @Test
    void ledgerIsAFileOfItsOwn() {
        var refused = json(2, "ledger export 2026-09 --format hledger");
        assertThat(refused.err()).contains("--json tells of a file: name it with --out");
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void noCommandIsForgotten() {
        assertThat(names("", new BillingCommand().withAll(Program::createWithoutBeans)))
                .allSatisfy(name -> assertThat(COMMANDS).containsPattern("(?m)^[0-9]+ " + name + "\\b"));
    }

    /** The names of all commands that do something in a database. */
    private static List<String> names(String name, CommandLine command) {
        if (command.getCommandSpec().userObject().getClass().isAnnotationPresent(ContextCommand.class)) {
            return List.of(name.strip());
        }
        return command.getSubcommands().entrySet().stream()
                .flatMap(part -> names(name + " " + part.getKey(), part.getValue()).stream()).toList();
    }
}
