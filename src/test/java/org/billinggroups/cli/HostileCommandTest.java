package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.billinggroups.file.HostileTexts;
import org.billinggroups.job.SmallCompany;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever text a command is given is kept as it is or refused in words; whatever it shows cannot command a terminal. */
class HostileCommandTest extends CommandTest {
    private static final String ESCAPE = "a\u001B[31mb\u202E";
    private static final String SHOWN = "a<U+001B>[31mb<U+202E>";
    private static final String INVOICE = "INV-2026-000001";

    /** Texts that are kept; {@code %} is the text. */
    private static final List<String> KEPT = List.of("account create --id % --name x", "account create --id x --name %",
            "account edit acme --name %", "project create %", "project create x --name %", "project create x --tag %=x",
            "project create x --tag x=%", "project tag project-0 x=%", "project tag project-0 %=x",
            "group edit Group_1 --name %", "group edit Group_1 --company %", "group edit Group_1 --address-line %",
            "group edit Group_1 --city %", "group edit Group_1 --state %", "group edit Group_1 --zip-code %",
            "group edit Group_1 --country-code %", "group edit Group_1 --vat-id %", "group edit Group_1 --currency %",
            "group edit Group_1 --billing-email %", "group edit Group_1 --billing-contact-email %",
            "group edit Group_1 --extra-text %", "group edit Group_1 --payment-terms-days %",
            "group edit Group_1 --language %", "group edit Group_1 --purchase-order %",
            "group edit Group_1 --endpoint %", "group edit Group_1 --buyer-reference %",
            "group edit Group_1 --debtor-account %", "group edit Group_1 --tax-territory %",
            "group edit Group_1 --tax-exempt %", "group edit Group_1 --discount-percent %",
            "group edit Group_1 --support-percent %", "group create --account acme --name % --yes",
            "credit add Group_1 --kind promotional --amount 1 --description %",
            "credit add Group_1 --kind prepaid --amount 1 --claim-code %",
            "import --source % --complete 2026-10", "import USAGE --source % --replace",
            "invoice pay " + INVOICE + " --amount 0.01 --reference %", "invoice credit-note " + INVOICE + " --reason %",
            "account edit acme --name y --actor %", "invoice approve 2026-10 --all --actor %");

    /** Texts by which something is looked for. */
    private static final List<String> LOOKED_FOR = List.of("account show %", "account delete % --yes", "project show %",
            "project create x --account %", "project create x --account acme --billing-group %",
            "project associate % --account acme", "project create --from-usage %", "group show %", "group events %",
            "group assign % project-0 --yes", "group assign Group_1 % --yes",
            "credit add % --kind prepaid --amount 1", "credit claim Group_1 %", "credit list %", "import %",
            "import USAGE --format %", "apply %", "price import %", "rate import %", "usage show %",
            "usage void % --yes", "run %", "run --allow-missing-usage % 2026-10", "invoice show %",
            "invoice explain %", "invoice pay % --amount 1", "invoice approve 2026-10 %",
            "invoice credit-note " + INVOICE + " --reason x --lines %", "render %",
            "ledger export 2026-10 --format hledger --currency %", "ledger export 2026-10 --format %", "send %",
            "status %", "verify --head %", "purge --older-than %", "%", "invoice % x", "--data-dir", "--%");

    private SmallCompany company;

    @BeforeEach
    void createCompany() {
        company = SmallCompany.write(folder, 2);
        billing(0, "apply", company.apply().toString(), "--yes");
        billing(0, "price", "import", company.prices().toString());
        billing(0, "import", company.usage().toString());
        billing(0, "run", "2026-10", "--out", folder.resolve("out").toString());
    }

    private CommandInProcess.Ended run(String command, String text) {
        var words = Arrays.stream(command.split(" ")).map(word -> word.replace("%", text)
                .replace("USAGE", company.usage().toString()).replace("Group_1", "Group 1"));
        return CommandInProcess.run(database, Stream.concat(
                Stream.of("--data-dir", folder.resolve("data").toString()), words).toArray(String[]::new));
    }

    private void refusesInWords(String command, String text) {
        var ended = run(command, text);
        assertThat(ended.exitCode()).as(command + "\n" + ended.out() + ended.err()).isIn(2, 20, 21);
        assertThat(ended.err()).as(command).contains("billing: ").matches(HostileTexts::isHarmless, "harmless")
                .doesNotContain("Exception", "ERROR", "SQL", "--verbose tells more", "the database cannot keep");
        assertThat(ended.out()).as(command).matches(HostileTexts::isHarmless, "harmless");
    }

    private List<String> kept() {
        return Stream.of("account", "project", "billing_group", "change_event", "credit", "payment", "usage_delivery",
                "usage_file", "issued_invoice", "approval")
                .map(table -> table + ": " + database.jdbc().sql("SELECT count(*) FROM " + table).query(Long.class)
                        .single())
                .toList();
    }

    @Test
    void refusesTextThatCannotBeKept() {
        var before = kept();
        for (var command : KEPT) {
            refusesInWords(command, ESCAPE);
            refusesInWords(command, HostileTexts.endless());
        }
        for (var text : List.of("a\u0000b", "a\uD800b", "M\uFFFDller")) {
            refusesInWords("account edit acme --name %", text);
            refusesInWords("import %", text);
        }
        assertThat(kept()).isEqualTo(before);
    }

    @Test
    void refusesTextByWhichNothingIsFound() {
        var before = kept();
        for (var command : LOOKED_FOR) {
            refusesInWords(command, ESCAPE);
        }
        refusesInWords("group show %", HostileTexts.endless());
        refusesInWords("project show %", HostileTexts.endless());
        assertThat(kept()).isEqualTo(before);
    }

    @Test
    void takesNoTimeThatIsTooFarOffForAFault() {
        for (var command : List.of("run 9998-12", "run 9999-12", "run 0001-01", "estimate 1970-01", "verify 9999-99",
                "group assign Group_1 project-0 --from 1900-01-01T00:00:00+18:00 --yes",
                "group assign Group_1 project-0 --from +999999999-12-31T23:59:59Z --yes",
                "group assign Group_1 project-0 --from 1900-01-01 --yes", "send 9998-12",
                "purge --older-than 9999999999",
                "rate list --date 0000-00-00", "invoice pay " + INVOICE + " --amount 1 --on 9999-12-31",
                "invoice pay " + INVOICE + " --amount 1e999999999",
                "credit add Group_1 --kind prepaid --amount " + "9".repeat(400))) {
            refusesInWords(command, "");
        }
        for (var command : List.of("run 1970-01", "estimate 9998-12", "status 1970-01", "verify 9998-12",
                "invoice list --period 9998-12", "purge --older-than 2147483647")) {
            assertThat(run(command, "").exitCode()).as(command).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            billing.partitions             | x         | setting billing.partitions 'x': expected a whole number
            billing.partitions             | 999999999 | billing.partitions '999999999': expected 0 to 1000
            billing.partitions             | -1        | billing.partitions '-1': expected 0 to 1000
            billing.review.hold-above      | 1e        | setting billing.review.hold-above '1e': expected a number
            billing.membership             | x         | setting billing.membership is 'x': expected period-end or
            billing.small-amount-threshold | 1e99999999 | billing.small-amount-threshold '1e99999999': expected
            """)
    void refusesSettingsInWords(String setting, String value, String expected) {
        billing(0, "invoice", "credit-note", INVOICE, "--reason", "x", "--reopen", "--out", folder.toString());
        System.setProperty(setting, value);
        try {
            assertThat(run("run 2026-10", "").err()).startsWith("billing: " + expected);
        } finally {
            System.clearProperty(setting);
        }
    }

    @Test
    void showsWhatWasKeptBeforeEscaped() throws IOException {
        database.jdbc().sql("UPDATE account SET name = ?").param(ESCAPE).update();
        database.jdbc().sql("UPDATE project SET name = :text, tags = jsonb_build_object(:text, :text)")
                .param("text", ESCAPE).update();
        database.jdbc().sql("UPDATE billing_group SET name = :text, company = :text, address_lines = ARRAY[:text]")
                .param("text", ESCAPE).update();
        database.jdbc().sql("UPDATE usage_file SET name = :text, source = :text").param("text", ESCAPE).update();
        for (var command : List.of("account list", "account show acme", "project list", "project show project-0",
                "group list", "group show 00000000-0000-4000-8000-000000000001", "usage files", "usage show %",
                "invoice list")) {
            var ended = run(command, ESCAPE);
            assertThat(ended.exitCode()).as(command + ended.err()).isZero();
            assertThat(ended.out() + ended.err()).as(command).matches(HostileTexts::isHarmless, "harmless");
            assertThat(ended.out()).contains(command.equals("invoice list") ? INVOICE : SHOWN);
            // JSON keeps it, escaped as JSON demands.
            var json = run(command + " --json", ESCAPE);
            assertThat(json.out()).contains(command.equals("invoice list") ? INVOICE : "a\\u001B[31mb");
        }
        assertThat(run("project delete project-0", "").err()).contains("- delete project project-0");
        assertThat(run("usage void %", ESCAPE).err()).contains(SHOWN).matches(HostileTexts::isHarmless, "harmless");
    }

    @Test
    void showsNamesOfFilesEscaped() throws IOException {
        var name = "b\u001B[31m\u009B\n.csv";
        write(name, "usage_id\n");
        for (var command : List.of("import", "price import", "rate import", "apply")) {
            var ended = run(command + " %", folder.resolve(name).toString());
            assertThat(ended.exitCode()).as(command).isEqualTo(20);
            assertThat(ended.err()).contains("b<U+001B>[31m<U+009B><U+000A>.csv").matches(HostileTexts::isHarmless);
        }
    }

    @Test
    void tellsTwentyBadRowsAndCountsTheOthersByKind() throws IOException {
        var rows = new StringBuilder("usage_id,project,service,sku,quantity,unit,started_at,ended_at\n");
        for (int i = 0; i < 50_000; i++) {
            rows.append("u-%d,%s,S,vm,%s,hour,2026-11-01T00:00:00Z,2026-11-01T01:00:00Z%n".formatted(i,
                    i % 5 < 3 ? "web" : "", i % 5 < 3 ? "x" + i : "1"));
        }
        var file = write("bad.csv", rows.toString());
        var data = folder.resolve("data");
        var ended = billing(20, "import", file, "--data-dir", data.toString());
        assertThat(ended.err().lines()).hasSize(24).contains("and 49,980 more:",
                "  29,988 × quantity: expected a decimal number such as 12.5 or 1.86E-8",
                "  19,992 × project: is missing");
        assertThat(ended.err().lines().toList().getLast()).startsWith("billing: " + file
                + ": 50000 of 50000 rows are bad; nothing of the file was imported; all bad rows: " + data);
        try (var rejects = Files.list(data.resolve("rejects"))) {
            assertThat(rejects).singleElement().satisfies(list -> assertThat(list).content().hasLineCount(50_001));
        }
    }
}
