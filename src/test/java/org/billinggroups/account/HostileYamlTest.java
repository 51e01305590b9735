package org.billinggroups.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.billinggroups.file.HostileTexts;
import org.billinggroups.file.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes as an apply file is read as it is, or refused with its place, soon and without a stack trace. */
class HostileYamlTest {
    @TempDir
    private Path folder;

    private Declaration read(String yaml) throws IOException {
        return ApplyFileReader.read(Files.writeString(folder.resolve("apply.yaml"), yaml));
    }

    static List<String> wrong() {
        return List.of(
                "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                        + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nseller: *e\n",
                "accounts: &a [*a]\n", "accounts: &a {id: *a}\n", "&a accounts: *a\n",
                "seller: !!javax.script.ScriptEngineManager [!!java.net.URL [\"http://localhost/\"]]\n",
                "accounts: " + "[".repeat(5000) + "]".repeat(5000),
                "accounts: " + "{a: ".repeat(5000) + "}".repeat(5000),
                "- ".repeat(5000) + "x", "a: b\u0000c\n", "\u0000", "accounts: [{id: \"a\\0b\", name: x}]\n",
                "accounts: [{id: \"\\e[31m\", name: x}]\n", "accounts: [{id: a, name: \"\\uD800\"}]\n",
                "? [complex, key]\n: x\n", "? {a: b}\n: x\n", "%YAML 9.9\n---\naccounts: []\n",
                "%TAG ! tag:x,2026:\n---\n!x y",
                "accounts: []\n---\naccounts: []\n", "accounts: []\n...\naccounts: []\n", "accounts: [}\n",
                "accounts: \"x\n",
                "accounts: 'x\n", "\taccounts: []\n", "accounts:\n\t- id: a\n", "accounts: *nobody\n", "<<: {a: b}\n",
                "accounts: []\nACCOUNTS: []\n", "\u0430ccounts: []\n", "accounts: {id: a}\n", "accounts: text\n",
                "accounts: [[]]\n", "accounts: [a, b]\n", "seller: []\n",
                "tax_rates: [{country_code: FI, rate: NaN}]\n",
                "tax_rates: [{country_code: FI, rate: 1e999999999, valid_from: 2026-01-01}]\n",
                "tax_rates: [{country_code: FI, rate: -1, valid_from: 2026-01-01}]\n",
                "tax_rates: [{country_code: FI, rate: 25, valid_from: 2026-02-30}]\n",
                "tax_rates: [{country_code: ZZ, rate: 25, valid_from: 2026-01-01}]\n", "{\"accounts\": [}\n", "<html/>",
                "accounts: [{id: a, name: " + "x".repeat(1_000_000) + "}]\n", "x".repeat(20_000_000),
                "accounts: [{id: a, name: \"" + "x".repeat(20_000_000) + "\"}]\n",
                "accounts: [{" + "k: v, ".repeat(100_000) + "}]\n", "x: y\n".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void isRefused(String yaml) {
        var start = System.nanoTime();
        var thrown = catchThrowable(() -> read(yaml));
        assertThat(thrown).isInstanceOf(InvalidInputException.class);
        assertThat(((InvalidInputException) thrown).problems()).isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.toString()).contains("apply.yaml"));
        assertThat(thrown.getMessage()).hasSizeLessThan(200_000).doesNotContain("\tat ");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(strings = { "=cmd|' /C calc'!A0", "../../etc/passwd", "'; DROP TABLE seller; --", "<script>", "%s%n",
            "${jndi:ldap://x}", "Καλημέρα", "\uD83D\uDE00", "no", "~x", "0x1F", "1:30", "!x" })
    void isReadAsText(String name) throws IOException {
        assertThat(read("accounts: [{id: acme, name: \"" + name + "\"}]\n").accounts()).singleElement()
                .satisfies(account -> assertThat(account.name()).isEqualTo(name));
    }

    /** All fields that hold text; each stands where {@code %s} is. */
    static List<String> texts() {
        var group = "accounts: [{id: a, billing_groups: [{name: x, currency: EUR, %s: \"%%s\"}]}]";
        var seller = "seller: {id: main, name: x, city: x, country_code: FI, %s: \"%%s\"}";
        var fields = Stream.of("id", "company", "city", "state", "zip_code", "country_code", "vat_id", "extra_text",
                "payment_terms_days", "language", "purchase_order", "endpoint", "buyer_reference", "tax_territory",
                "debtor_account", "discount_percent", "support_percent", "tax_exempt").map(group::formatted);
        var lists = Stream.of("address_lines", "billing_emails", "billing_contact_emails")
                .map(field -> group.formatted(field).replace("\"%s\"", "[\"%s\"]"));
        var sellers = Stream.of("vat_id", "tax_number", "zip_code", "iban", "bic", "email", "endpoint", "accent_color",
                "logo", "invoice_series", "credit_note_series", "currency").map(seller::formatted);
        var others = Stream.of("accounts: [{id: \"%s\", name: x}]", "accounts: [{id: a, name: \"%s\"}]",
                "accounts: [{id: a, projects: [{id: \"%s\"}]}]", "projects: [{id: p, name: \"%s\"}]",
                "accounts: [{id: a, projects: [{id: p, billing_group: \"%s\"}]}]", "projects: [{\"%s\": p}]",
                "projects: [{id: p, tags: {\"%s\": x}}]", "projects: [{id: p, tags: {x: \"%s\"}}]", "\"%s\": []",
                "accounts: [{id: a, billing_groups: [{name: \"%s\", currency: EUR}]}]",
                "accounts: [{id: a, billing_groups: [{name: x, currency: \"%s\"}]}]",
                "accounts: [{id: a, billing_groups: [{name: x, currency: EUR, extra_charges: [{amount: 1, "
                        + "period: 2026-10, description: \"%s\"}]}]}]",
                "accounts: [{id: a, billing_groups: [{name: x, currency: EUR, commitment: {amount: \"%s\"}}]}]",
                "accounts: [{id: a, billing_groups: [{name: x, currency: EUR, support_fixed: \"%s\"}]}]",
                "seller: {id: main, name: \"%s\", city: x, country_code: FI}",
                "seller: {id: \"%s\", name: x, city: x, country_code: FI}",
                "seller: {id: main, name: x, city: \"%s\", country_code: FI}",
                "tax_rates: [{country_code: FI, rate: 1, valid_from: 2026-01-01, tax_class: \"%s\"}]",
                "tax_rates: [{country_code: FI, rate: 1, valid_from: \"%s\"}]");
        return Stream.of(fields, lists, sellers, others).flatMap(all -> all).toList();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void refusesTextThatCannotBeKeptInEachField(String yaml) {
        for (var text : HostileTexts.UNPRINTABLE) {
            var escapes = text.codePoints().mapToObj(c -> c < 0x7f && c > 0x1f
                    ? Character.toString(c)
                    : "\\U%08x".formatted(c)).collect(Collectors.joining());
            refusesHarmlessly(yaml.formatted(escapes));
        }
        // Two are line breaks to YAML, which become a blank.
        HostileTexts.IN_UTF8.stream().filter(text -> !text.matches("a[\u0085\u2028]b"))
                .forEach(text -> refusesHarmlessly(yaml.formatted(text)));
        refusesHarmlessly(yaml.formatted(HostileTexts.endless()));
    }

    private void refusesHarmlessly(String yaml) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(InvalidInputException.class)
                .message().contains("apply.yaml:1: ").matches(HostileTexts::isHarmless);
    }

    @Test
    void tellsWhereACharacterStandsThatYamlDoesNotAllow() {
        assertThatThrownBy(() -> read("accounts:\n- id: a\u001B[31m\n")).hasMessageEndingWith("apply.yaml:2: "
                + "character 8 '- id: a<U+001B>': expected printable characters only, found U+001B");
    }

    @Test
    void countsProblemsByKindIfThereAreVeryMany() {
        var accounts = IntStream.range(0, 50_000).mapToObj("- {id: a%d, colour%<d: red}\n"::formatted)
                .collect(Collectors.joining());
        assertThatThrownBy(() -> read("accounts:\n" + accounts)).message()
                .contains("apply.yaml:21: colour19 ''", "and 49,980 more:\n  49,980 × unknown key")
                .hasLineCount(22);
    }
}
