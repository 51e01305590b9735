package org.billinggroups.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.billinggroups.account.BillingTerms.ExtraCharge;
import org.billinggroups.account.Declaration.DeclaredAccount;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplyFileReaderTest {
    @TempDir
    private Path folder;

    private Declaration read(String yaml) throws IOException {
        return ApplyFileReader.read(Files.writeString(folder.resolve("apply.yaml"), yaml));
    }

    private List<InputProblem> problems(String yaml) {
        return catchThrowableOfType(InvalidInputException.class, () -> read(yaml)).problems();
    }

    /** A group with this field, on line 6. */
    private static String group(String field) {
        return """
                accounts:
                  - id: acme
                    billing_groups:
                      - name: Europe
                        currency: EUR
                        %s
                """.formatted(field);
    }

    @Test
    void readsEveryScalarAsText() throws IOException {
        var declaration = read("""
                seller: {id: 007, name: Yes, city: 1_000, zip_code: 00100, country_code: NO, iban: NO9386011117947}
                accounts:
                  - id: 1.10
                    name: on
                    billing_groups:
                      - id: 0B9B1F5E-6D0C-4C1E-9D59-2F3A3F7F5B10
                        name: 2026-10-01
                        currency: EUR
                        zip_code: 00100
                        discount_percent: 5.0
                        commitment: {amount: 1000.00}
                        extra_charges: [{description: 12e3, amount: 250, period: 2026-10}]
                    projects:
                      - id: 1e3
                        billing_group: 2026-10-01
                        tags: {"billing:team": off, empty: }
                """);
        assertThat(declaration.seller().id()).isEqualTo("007");
        var seller = declaration.seller().fields();
        assertThat(seller).isEqualTo(Map.of(SellerField.NAME, "Yes", SellerField.CITY, "1_000", SellerField.ZIP_CODE,
                "00100", SellerField.COUNTRY_CODE, "NO", SellerField.IBAN, "NO9386011117947"));
        var account = declaration.accounts().getFirst();
        assertThat(account.id()).isEqualTo("1.10");
        assertThat(account.name()).isEqualTo("on");
        var group = account.groups().getFirst();
        assertThat(group.id()).hasToString("0b9b1f5e-6d0c-4c1e-9d59-2f3a3f7f5b10");
        assertThat(group.name()).isEqualTo("2026-10-01");
        var october = BillingPeriod.parse("2026-10");
        assertThat(group.fields()).isEqualTo(Map.of(GroupField.CURRENCY, CurrencyUnit.EUR, GroupField.ZIP_CODE, "00100",
                GroupField.DISCOUNT_PERCENT, new BigDecimal("5"), GroupField.COMMITMENT,
                Commitment.monthly(Money.parse("EUR 1000.00"), null, null), GroupField.EXTRA_CHARGES,
                List.of(new ExtraCharge("12e3", Money.parse("EUR 250.00"), october, october))));
        var project = account.projects().getFirst();
        assertThat(project.id()).isEqualTo("1e3");
        assertThat(project.group()).isEqualTo("2026-10-01");
        assertThat(project.tags().byName()).isEqualTo(Map.of("billing:team", "off", "empty", ""));
    }

    @Test
    void namesOnlyFieldsThatAreGiven() throws IOException {
        var declaration = read(group("city:"));
        var fields = declaration.accounts().getFirst().groups().getFirst().fields();
        assertThat(fields).containsOnlyKeys(GroupField.CURRENCY, GroupField.CITY).containsEntry(GroupField.CITY, null);
        assertThat(declaration.seller()).isNull();
        assertThat(declaration.taxRates()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "company", "address_lines", "city", "state", "zip_code", "country_code", "vat_id",
            "billing_emails", "billing_contact_emails", "extra_text", "purchase_order", "endpoint", "buyer_reference",
            "tax_exempt", "tax_territory", "debtor_account", "support_fixed", "support_minimum", "commitment",
            "extra_charges", "price_adjustments", "sepa_mandate" })
    void clearsFieldsByEmptyText(String field) throws IOException {
        var key = GroupField.of(field);
        var quoted = read(group(field + ": \"\"")).accounts().getFirst().groups().getFirst().fields().get(key);
        var plain = read(group(field + ":")).accounts().getFirst().groups().getFirst().fields().get(key);
        assertThat(quoted).isEqualTo(plain);
        assertThat(quoted == null || quoted.equals(List.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "currency", "payment_terms_days", "language", "discount_percent", "support_percent",
            "reminders" })
    void refusesToClearWhatAGroupAlwaysHas(String field) {
        var yaml = "accounts: [{id: a, billing_groups: [{id: 0b9b1f5e-6d0c-4c1e-9d59-2f3a3f7f5b10, " + field
                + ": \"\"}]}]";
        assertThat(problems(yaml)).singleElement().satisfies(problem -> {
            assertThat(problem.column()).isEqualTo(field);
            assertThat(problem.reason()).isEqualTo("is missing");
        });
    }

    @Test
    void clearsNamesAndTagsOfProjectsAndNamesOfAccounts() throws IOException {
        var account = read("accounts: [{id: a, name: \"\", projects: [{id: p, name: \"\", tags: \"\"}]}]").accounts()
                .getFirst();
        assertThat(account.name()).isEqualTo("a");
        assertThat(account.projects().getFirst().name()).isEmpty();
        assertThat(account.projects().getFirst().tags()).isEqualTo(Tags.NONE);
        assertThat(problems("accounts: [{id: a, billing_groups: [{name: \"\"}]}]")).singleElement()
                .satisfies(problem -> assertThat(problem.column()).isEqualTo("name"));
    }

    @Test
    void readsWhatAliasesNameInOtherItems() throws IOException {
        var accounts = read("""
                accounts:
                  - id: a
                    billing_groups: &groups
                      - {name: Europe, currency: EUR, address_lines: &lines [x, y]}
                      - {name: Asia, currency: EUR, address_lines: *lines}
                    projects:
                      - {id: p, tags: &tags {stage: prod}}
                      - {id: q, tags: *tags}
                  - &c {id: c, billing_groups: *groups, projects: [{id: r, tags: *tags}]}
                  - *c
                """).accounts();
        assertThat(accounts).extracting(DeclaredAccount::id).containsExactly("a", "c", "c");
        assertThat(accounts).allSatisfy(account -> {
            assertThat(account.groups()).hasSize(2).isEqualTo(accounts.getFirst().groups());
            assertThat(account.projects()).isNotEmpty()
                    .allSatisfy(project -> assertThat(project.tags()).isEqualTo(Tags.of(Map.of("stage", "prod"))));
        });
    }

    @Test
    void tellsProblemsOfAnAccountBeforeThoseOfItsItems() {
        var yaml = "accounts:\n- projects: [{id: p, colour: red}]\n  billing_groups: [{name: G, city: [a]}]\n  name: [b]";
        assertThat(problems(yaml)).extracting(InputProblem::column)
                .containsExactly("id", "name", "city", "colour");
    }

    @Test
    void readsTaxRates() throws IOException {
        var rates = read("""
                tax_rates:
                  - {country_code: FI, rate: 25.50, valid_from: 2024-09-01}
                  - {country_code: FI, tax_class: reduced, rate: 0.0, valid_from: 2013-01-01}
                """).taxRates();
        assertThat(rates).containsExactly(
                new TaxRate("FI", "standard", LocalDate.parse("2024-09-01"), new BigDecimal("25.5")),
                new TaxRate("FI", "reduced", LocalDate.parse("2013-01-01"), BigDecimal.ZERO));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "company: ' ' | company", "city: {a: b} | city", "city: [a] | city", "country_code: UK | country_code",
            "vat_id: '?' | vat_id", "extra_text: \"a\\tb\" | extra_text", "payment_terms_days: -1 | payment_terms_days",
            "language: english_us | language", "discount_percent: 101 | discount_percent",
            "support_percent: 1001 | support_percent", "address_lines: [a, b, c, d] | address_lines",
            "address_lines: Street 1 | address_lines", "address_lines: [[a]] | address_lines",
            "billing_emails: [nobody] | billing_emails", "endpoint: '9906:IT1' | endpoint",
            "endpoint: '0088:4035811991015' | endpoint", "tax_territory: Narnia | tax_territory",
            "commitment: {amount: -1} | amount", "commitment: {amount: 1.005} | amount", "commitment: {} | amount",
            "'commitment: {amount: 1, currency: USD}' | currency",
            "'commitment: {amount: 1, from: 2026-10, until: 2026-09}' | until",
            "'commitment: {amount: 1, from: October}' | from",
            "'sepa_mandate: {id: M-1, signed_on: 2026-01-31}' | iban",
            "'sepa_mandate: {id: M-1, signed_on: 31.1.2026, iban: FI2112345600000785}' | signed_on",
            "'sepa_mandate: {id: /M, signed_on: 2026-01-31, iban: FI2112345600000785}' | id",
            "'sepa_mandate: {id: M//1, signed_on: 2026-01-31, iban: FI2112345600000785}' | id",
            "'sepa_mandate: {id: Mü, signed_on: 2026-01-31, iban: FI2112345600000785}' | id",
            "'sepa_mandate: {id: M2345678901234567890123456789012345X, signed_on: 2026-01-31, iban: FI2112345600000785}' | id",
            "'sepa_mandate: {id: M-1, signed_on: 2026-01-31, iban: FI2112345600000786}' | iban",
            "'sepa_mandate: {id: M-1, signed_on: 2026-01-31, iban: TR330006100519786457841326}' | iban",
            "'sepa_mandate: {id: M-1, signed_on: 2026-01-31, iban: CH9300762011623852957}' | bic",
            "'sepa_mandate: {id: M-1, signed_on: 2026-01-31, iban: FI2112345600000785, bic: NDEA}' | bic",
            "'sepa_mandate: {id: M-1, signed_on: 2026-01-31, iban: FI2112345600000785, scheme: COR1}' | scheme",
            "'price_adjustments: [{sku: a}]' | percent", "'price_adjustments: [{percent: -100.01}]' | percent",
            "'price_adjustments: [{percent: 1001}]' | percent", "'price_adjustments: [{percent: 10 %}]' | percent",
            "'price_adjustments: [{percent: 1, sku: v*m}]' | sku",
            "'price_adjustments: [{percent: 1, service: \"*a\"}]' | service",
            "'price_adjustments: [{percent: 1, from: 2026-10, until: 2026-09}]' | until",
            "'price_adjustments: [{percent: 1, period: 2026-10, until: 2026-11}]' | period",
            "'price_adjustments: [{percent: 1, from: 2026-10-01}]' | from",
            "'price_adjustments: [{percent: 1}, {percent: 2}]' | sku",
            "'price_adjustments: [{percent: 1, sku: \"*\"}, {percent: 2, service: \"*\"}]' | sku",
            "'price_adjustments: [{percent: 1, sku: a, until: 2026-10}, {percent: 2, sku: a, from: 2026-10}]' | sku",
            "'extra_charges: [{description: a, amount: 1}]' | period",
            "'extra_charges: [{description: a, amount: 1, period: 2026-10, until: 2026-11}]' | period",
            "'extra_charges: [{description: a, amount: 1, period: 2026-10, from: 2026-11}]' | period",
            "'extra_charges: [{amount: 1, period: 2026-10}]' | description",
            "payment_terms_days: | payment_terms_days", "language: ~ | language",
            "discount_percent: | discount_percent",
            "support_percent: null | support_percent", "colour: red | colour", "id: Europe | id", "[a]: b | ''" })
    void namesLineAndFieldOfWhatIsWrong(String field, String named) {
        assertThat(problems(group(field))).singleElement().satisfies(problem -> {
            assertThat(problem.file()).endsWith("apply.yaml");
            assertThat(problem.line()).isEqualTo(6);
            assertThat(problem.column()).isEqualTo(named);
            assertThat(problem.reason()).isNotBlank();
        });
    }

    @ParameterizedTest
    @CsvSource({ "company, 128", "city, 50", "state, 30", "zip_code, 36", "extra_text, 1000", "vat_id, 64",
            "debtor_account, 36" })
    void limitsLengthOfFields(String field, int max) throws IOException {
        assertThat(read(group(field + ": " + "x".repeat(max))).accounts()).hasSize(1);
        assertThat(problems(group(field + ": " + "x".repeat(max + 1)))).singleElement()
                .satisfies(problem -> assertThat(problem.column()).isEqualTo(field));
    }

    @ParameterizedTest
    @ValueSource(strings = { "currency:", "invoice_series: ~" })
    void refusesToEmptyWhatSellerAlwaysHas(String field) {
        assertThat(problems("seller:\n  id: main\n  " + field)).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.column()).isEqualTo(field.split(":")[0]);
            assertThat(problem.reason()).isEqualTo("is missing");
        });
    }

    @Test
    void limitsEmailAddressesToTen() throws IOException {
        assertThat(read(group("billing_emails: [" + "a@b.example, ".repeat(10) + "]")).accounts()).hasSize(1);
        assertThat(problems(group("billing_emails: [" + "a@b.example, ".repeat(11) + "]"))).singleElement()
                .satisfies(problem -> assertThat(problem.reason()).isEqualTo("expected at most 10 entries, found 11"));
    }

    @Test
    void tellsAllProblemsInTheOrderOfTheFile() {
        assertThat(problems("""
                sellers: {}
                accounts:
                  - name: Acme
                  - id: beta
                    billing_groups:
                      - {id: 1}
                    projects:
                      - {name: a}
                      - [b]
                    projects: []
                tax_rates:
                  - {country_code: XX, rate: 200}
                """)).extracting(problem -> problem.line() + " " + problem.column()).contains("1 sellers", "3 id",
                "6 id", "10 projects", "12 country_code", "12 rate", "12 valid_from");
    }

    @Test
    void refusesKeyThatStandsTwice() {
        assertThat(problems("seller: {id: main, name: a,\n  name: b}")).singleElement()
                .satisfies(problem -> assertThat(problem).hasToString(
                        problem.file() + ":2: name '': the key stands twice in one mapping"));
    }

    @Test
    void namesKnownKeysInFixedOrder() {
        assertThat(problems("seler: {}")).singleElement().satisfies(problem -> assertThat(problem.reason())
                .isEqualTo("unknown key: expected one of accounts, projects, seller, tax_rates"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "'' | is empty", "# nothing | is empty",
            "'---\n' | expected a mapping (key: value)" })
    void refusesFileWithoutContent(String yaml, String reason) {
        assertThat(problems(yaml).getFirst().reason()).startsWith(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = { "a: [ | is not YAML: expected the node content", "a: b: c | is not YAML: mapping",
                    "'\tseller: {}' | is not YAML: found character",
                    "'seller: {}\n---\nseller: {}' | is not YAML: but found another document",
                    "a: \"b | is not YAML: found unexpected end of stream", "- a | expected a mapping (key: value)",
                    "text | expected a mapping (key: value)",
                    "seller: *unknown | is not YAML: found undefined alias unknown",
                    "seller: [] | expected a mapping (key: value)", "accounts: {} | expected a list",
                    "'seller: \u0000' | expected printable characters only, found U+0000" })
    void refusesWhatIsNotTheYamlOfAnApplyFile(String yaml, String reason) {
        assertThat(problems(yaml).getFirst().reason()).startsWith(reason);
    }

    @Test
    void tellsLineOfSyntaxError() {
        assertThat(problems("seller:\n  id: main\n  name: \"open\n")).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isPositive();
            assertThat(problem.reason()).startsWith("is not YAML: ");
        });
    }

    @Test
    void refusesFileThatIsNotUtf8() throws IOException {
        var file = Files.write(folder.resolve("latin.yaml"),
                "seller: {id: M\u00fcller}".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(catchThrowableOfType(InvalidInputException.class, () -> ApplyFileReader.read(file)).problems())
                .singleElement().satisfies(problem -> assertThat(problem.reason()).isEqualTo("is not UTF-8 text"));
    }

    @Test
    void refusesFileThatIsMissing() {
        assertThat(catchThrowableOfType(InvalidInputException.class,
                () -> ApplyFileReader.read(folder.resolve("missing.yaml"))).problems()).singleElement()
                .satisfies(problem -> assertThat(problem.reason()).isEqualTo("there is no such file"));
    }
}
