package org.billinggroups.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.billinggroups.file.Sha256;
import org.billinggroups.rating.SharedAmount;
import org.billinggroups.seal.MerkleTree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The parts of the page's script, held against Java. */
class ProofPageTest {
    private static final Map<String, RoundingMode> ROUNDINGS = Map.of("down", RoundingMode.DOWN, "up", RoundingMode.UP,
            "floor", RoundingMode.FLOOR, "ceiling", RoundingMode.CEILING, "half-up", RoundingMode.HALF_UP);

    private static CheckedArchive page;

    @BeforeAll
    static void open() {
        page = new CheckedArchive();
    }

    @AfterAll
    static void close() {
        page.close();
    }

    private static BigDecimal random(Random random) {
        return BigDecimal.valueOf(random.nextLong() >> random.nextInt(60), random.nextInt(18));
    }

    private static String decimal(BigDecimal value) {
        return "Decimal.of('" + value.toPlainString() + "')";
    }

    @Test
    void decimalsAreThoseOfJava() {
        var random = new Random(1);
        assertSoftly(softly -> {
            for (int i = 0; i < 300; i++) {
                var a = random(random);
                var b = random(random);
                var both = decimal(a) + ".%s(" + decimal(b) + ") + ''";
                softly.assertThat(page.eval(both.formatted("plus"))).isEqualTo(a.add(b).toPlainString());
                softly.assertThat(page.eval(both.formatted("minus"))).isEqualTo(a.subtract(b).toPlainString());
                softly.assertThat(page.eval(both.formatted("times"))).isEqualTo(a.multiply(b).toPlainString());
                softly.assertThat(page.eval(both.formatted("compare"))).isEqualTo(a.compareTo(b) + "");
                int scale = random.nextInt(20);
                ROUNDINGS.forEach((name, rounding) -> {
                    softly.assertThat(page.eval("%s.rounded(%d, '%s') + ''".formatted(decimal(a), scale, name)))
                            .isEqualTo(a.setScale(scale, rounding).toPlainString());
                    if (b.signum() != 0) {
                        softly.assertThat(page.eval("%s.dividedBy(%s, %d, '%s') + ''".formatted(decimal(a), decimal(b),
                                scale, name))).isEqualTo(a.divide(b, scale, rounding).toPlainString());
                    }
                });
            }
        });
    }

    @Test
    void crossRatesAreThoseOfJava() {
        var random = new Random(2);
        assertSoftly(softly -> {
            for (int i = 0; i < 300; i++) {
                var a = BigDecimal.valueOf(1 + random.nextInt(1_000_000), random.nextInt(5));
                var b = BigDecimal.valueOf(1 + random.nextInt(1_000_000), random.nextInt(5));
                softly.assertThat(
                        new BigDecimal(page.eval("%s.dividedTo(%s, 10) + ''".formatted(decimal(a), decimal(b)))))
                        .isEqualByComparingTo(a.divide(b, new MathContext(10, RoundingMode.HALF_UP)));
            }
        });
    }

    @Test
    void sharesAreThoseOfJava() {
        var random = new Random(3);
        assertSoftly(softly -> {
            for (int i = 0; i < 100; i++) {
                List<BigDecimal> weights = IntStream.range(0, 1 + random.nextInt(5))
                        .mapToObj(n -> BigDecimal.valueOf(random.nextInt(9), random.nextInt(3))).toList();
                var amount = weights.stream().allMatch(weight -> weight.signum() == 0)
                        ? BigDecimal.ZERO
                        : BigDecimal.valueOf(random.nextInt(100_000) - 20_000, random.nextInt(15));
                softly.assertThat(page.eval("shared(%s, [%s], %d).join(' ')".formatted(decimal(amount),
                        weights.stream().map(ProofPageTest::decimal).collect(Collectors.joining(",")),
                        Math.max(12, amount.scale()))))
                        .isEqualTo(SharedAmount.of(amount, weights).stream().map(BigDecimal::toPlainString)
                                .collect(Collectors.joining(" ")));
            }
        });
    }

    @Test
    void hashesAreThoseOfJava() {
        var random = new Random(4);
        assertSoftly(softly -> IntStream.of(0, 1, 3, 54, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 1000)
                .forEach(length -> {
                    var bytes = new byte[length];
                    random.nextBytes(bytes);
                    softly.assertThat(page.eval("hex(sha256(bytesOfHex('" + HexFormat.of().formatHex(bytes) + "')))"))
                            .as(length + " bytes")
                            .isEqualTo(HexFormat.of().formatHex(Sha256.newDigest().digest(bytes)));
                }));
    }

    /** Also no other leaf, place or size leads to the root. */
    @Test
    void pathsOfAllLeavesLeadToTheRoot() {
        assertSoftly(softly -> {
            for (int size = 1; size <= 9; size++) {
                List<String> leaves = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    leaves.add(MerkleTree.leaf("leaf " + i));
                }
                for (int i = 0; i < size; i++) {
                    var path = "['" + String.join("','", MerkleTree.path(leaves, i)) + "'].filter((one) => one)";
                    var root = "rootOf(bytesOfHex('%s'), %d, %d, " + path + ", sha256) + ''";
                    softly.assertThat(page.eval(root.formatted(leaves.get(i), i, size)))
                            .isEqualTo(MerkleTree.root(leaves));
                    softly.assertThat(page.eval(root.formatted(leaves.get(i), i + 1, size)))
                            .isNotEqualTo(MerkleTree.root(leaves));
                    softly.assertThat(page.eval(root.formatted(MerkleTree.leaf("other"), i, size)))
                            .isNotEqualTo(MerkleTree.root(leaves));
                }
            }
        });
    }

    @Test
    void readsRowsAsTheDatabaseWritesThem() {
        assertThat(page.eval("""
                JSON.stringify(rowsOf('(1,,"","a ""b"" \\\\\\\\ (c), d")\\n(2,x,y,"line\\nbreak")\\n', ['a', 'b', 'c', 'd']))
                """)).isEqualTo(
                """
                [{"a":"1","b":null,"c":"","d":"a \\"b\\" \\\\ (c), d"},{"a":"2","b":"x","c":"y","d":"line\\nbreak"}]""");
        assertThat(page.eval("JSON.stringify(elementsOf('{a,\"b \\\\\"c\\\\\" \\\\\\\\ d\"}'))"))
                .isEqualTo("[\"a\",\"b \\\"c\\\" \\\\ d\"]");
    }

    @Test
    void readsCsv() {
        assertThat(page.eval("JSON.stringify(csvOf('a,b\\n1,\"x, \"\"y\"\"\\nz\"\\r\\n,\\n'))")).isEqualTo("""
                [{"a":"1","b":"x, \\"y\\"\\nz","line":2},{"a":"","b":"","line":4}]""");
    }

    @Test
    void refusesASecondRunOrLeafBesideTheGenuineOne() {
        var added = """
                (() => {
                  const inputs = Object.assign(Object.create(Inputs.prototype), { runs: new Map(),
                    invoiceLeaves: new Set() });
                  const seal = (folder, ...names) => ({ folder,
                    leaves: new Map(names.map((name, i) => [`${i}`, { subject: name }])) });
                  const add = (key, of) => inputs.addRun({ key, invoices: [], inputs: false }, of, 0);
                  add('2026-10 attempt 1', seal('a', 'run 2026-10/run-1', 'invoice I-1'));
                  add('2026-09 attempt 1', seal('b', 'invoice I-2'));
                  try {
                    add(%s);
                    return 'right';
                  } catch (e) {
                    return e.message;
                  }
                })()""";
        assertThat(page.eval(added.formatted("'2026-08 attempt 1', seal('c', 'invoice I-3')"))).isEqualTo("right");
        assertThat(page.eval(added.formatted("'2026-10 attempt 1', seal('c', 'invoice I-3')")))
                .contains("expected run 2026-10 attempt 1 once");
        assertThat(page.eval(added.formatted("'2026-08 attempt 1', seal('c', 'invoice I-1')")))
                .contains("c/seal.json: expected one leaf of invoice I-1");
    }

    @Test
    void sortsLinesAsJavaDoes() {
        var texts = Stream.of("\uFFFD", "\uD83D\uDE00", "a", "Z", "ab", "").sorted().toList();
        assertThat(page.eval("""
                ['\uD83D\uDE00', '', 'ab', 'Z', '\uFFFD', 'a'].map((project) => ({ project, service: '', sku: '',
                  unit: '', currency: '', startedAt: 0n, price: null })).sort(byLineOrder)
                  .map((line) => line.project).join('|')""")).isEqualTo(String.join("|", texts));
    }

    /** No network, no other script, and nothing of an archive becomes part of the page but as text. */
    @Test
    void allowsItsOwnScriptAlone() throws Exception {
        var html = ProofPage.html();
        var script = between(html, "<script>", "</script>");
        assertThat(html).contains("default-src 'none'").doesNotContain("%SCRIPT", "%STYLE")
                .contains("script-src 'sha256-" + hash(script) + "'")
                .contains("style-src 'sha256-" + hash(between(html, "<style>", "</style>")) + "'")
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function(",
                        "fetch(", "XMLHttpRequest", "WebSocket", "http:", "https:", "parseFloat", "toFixed");
        assertThat(Pattern.compile("</?script>").matcher(html).results().count()).isEqualTo(2);
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }

    private static String hash(String text) throws Exception {
        return Base64.getEncoder().encodeToString(Sha256.newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
