package org.billinggroups.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.billinggroups.file.InvalidInputException;
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
                "accounts: [{id: a, name: " + "x".repeat(1_000_000) + "}]\n",
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
}
