package org.billinggroups.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.graalvm.polyglot.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page makes of the roots that somebody types. */
class ProofRootsTest extends TypedRoots {
    /** The root of the invoice's run alone does not vouch for what was billed before. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            '',                  open, 'own,before'
            own,                 open, before
            'own,before',        good, ''
            before,              bad,  own
            'forged,before',     bad,  own
            """)
    void isSureOnlyWithAllRoots(String roots, String word, String unknown) {
        assertThat(page.eval("""
                (() => {
                  const seals = ['own', 'before'].map((root) => ({ root, content: root + 1, link: root + 2 }));
                  const roots = new Set('%s'.split(',').filter((r) => r));
                  const found = compareSeals({ seals, ownSeal: seals[0] },
                    { hashes: roots, roots, heads: new Set(), claims: [] });
                  return [found.word, ...found.unknown.map((seal) => seal.root)].join(' ');
                })()""".formatted(roots))).isEqualTo((word + " " + unknown.replace(',', ' ')).strip());
    }

    @Test
    void readsRootsAsTheyAreExportedMailedAndPrinted() {
        assertThat(said(OWN + "\n" + BEFORE)).startsWith("good, and all roots");
        assertThat(
                word("root 3 " + BEFORE + " run 2026-09/run-1\nroot 5 " + OWN + " run 2026-10/run-1\nhead 9 " + OTHER))
                .isEqualTo("good");
        assertThat(word("Our roots: 0x" + OWN + ", root_" + BEFORE.toUpperCase(Locale.ROOT) + "."))
                .isEqualTo("good");
        assertThat(word("root_0x" + OWN + "/" + BEFORE)).isEqualTo("good");
        assertThat(word("> the root is " + OWN.substring(0, 50) + "\n> " + OWN.substring(50) + "\n>\n> and " + BEFORE))
                .isEqualTo("good");
        assertThat(word(groups(OWN, 2).replace(' ', ':') + "\n" + groups(BEFORE, 8).replace(' ', '-')))
                .isEqualTo("good");
        for (int digits : new int[]{ 2, 4, 5, 8, 16, 32 }) {
            assertThat(word("root 5 " + groups(OWN, digits) + "\r\n" + groups(BEFORE, digits))).as(digits + " digits")
                    .isEqualTo("good");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "the root", "0123456789abcdef", "root 5 of 2026-10" })
    void saysThatThereIsNoRootInWhatWasTyped(String typed) {
        assertThat(said(typed)).startsWith("open. There is no root in what you typed").endsWith("0 to 9 and a to f.");
        assertThat(said("  \n")).isEqualTo("open. Compare its root with one that you have from elsewhere.");
    }

    @Test
    void countsTheDigitsOfWhatLooksLikeARoot() {
        assertThat(said("root " + OWN.substring(1))).startsWith("open. There is no root in what you typed")
                .contains("has 63 digits");
        assertThat(said(groups(OWN, 4) + " 77")).startsWith("open, and its root is one").doesNotContain("digits");
        assertThat(said(OWN + "0")).contains("has 65 digits");
        assertThat(said(OWN + ", " + BEFORE.substring(2))).startsWith("open, and its root is one")
                .contains("has 62 digits");
        assertThat(said(OTHER + ", " + OWN.substring(2))).startsWith("bad").contains("has 62 digits");
    }

    /** The chain has grown since: nothing is known of the archive, neither good nor bad. */
    @Test
    void doesNotTakeALaterHeadForAForgery() {
        for (var head : new String[]{ "head 21 " + OTHER, "seals: 21, head " + OTHER,
                "{\"seals\":21,\"head\":\"" + OTHER
                        + "\"}",
                "head " + groups(OTHER, 4), "head 21 " + groups(OTHER, 2) }) {
            assertThat(said(head)).as(head).startsWith("open. What you have from elsewhere is the head")
                    .contains("ask for the root of the run, 2026-10/run-1", "billing verify --head");
        }
        assertThat(said(OTHER)).startsWith("bad, but its root is none")
                .contains("head of the chain of seals at another");
        assertThat(word("root 4 " + OTHER + "\nhead 21 " + OTHER.replace('1', '2'))).isEqualTo("bad");
    }

    /** The root of the invoice's run says nothing of earlier ones, which may be made anew. */
    @Test
    void namesEarlierRunsOfWhichAnotherRootIsKnown() {
        for (var other : new String[]{ "root 3 " + OTHER + " run 2026-09/run-1", "head 3 " + OTHER,
                "{\"seal\" : 3,\n  \"root\" : \"" + OTHER + "\"", "root 3 " + groups(OTHER, 4) }) {
            assertThat(said(other + "\nroot 5 " + OWN)).as(other).startsWith("bad, and its root is one of those")
                    .contains("you have other roots: 2026-09/run-1.");
        }
        assertThat(word("root 3 " + OTHER + "\nroot 3 " + BEFORE + "\nroot 5 " + OWN)).as("lists of two suppliers")
                .isEqualTo("good");
        assertThat(word("root 4 " + OTHER + "\nroot 5 " + OWN)).isEqualTo("open");
    }

    @Test
    void comparesTheHeadOfTheSameSeal() {
        assertThat(said("head 5 " + OWN.replace('0', '1'))).startsWith("open, and its root is one of those");
        assertThat(word("head 5 " + OTHER)).isEqualTo("bad");
        assertThat(word("seals: 5, head " + OTHER)).isEqualTo("bad");
    }

    /** The script as the browser has it, on a document that keeps texts and classes. */
    @Test
    void isShownInThePage() {
        var document = """
                class Node {
                  constructor() { this.children = []; this.textContent = ''; }
                  append(...all) { this.children.push(...all); }
                  replaceChildren(...all) { this.children = all; }
                  addEventListener() {}
                  get text() { return [this.textContent, ...this.children.map((one) => one.text)].join(' '); }
                }
                const places = {};
                const document = {
                  createElement: () => new Node(),
                  getElementById: (id) => (places[id] ??= Object.assign(new Node(), { value: '' })),
                };
                """;
        var html = ProofPage.html();
        var script = html.substring(html.indexOf("<script>") + "<script>".length(), html.indexOf("</script>"));
        try (var browser = Context.newBuilder("js").option("engine.WarnInterpreterOnly", "false").build()) {
            browser.eval("js", document + script);
            browser.eval("js", """
                    const seal = { root: '%s', content: '', link: '', position: 5, subject: '2026-10/run-1' };
                    newest.result = { steps: [], lines: [], figures: [], difference: null, seals: [seal],
                      ownSeal: seal, invoice: { number: 'I-1' } };
                    const verdictOn = (typed) => {
                      document.getElementById('roots').value = typed;
                      showNewest();
                      const [first] = document.getElementById('result').children;
                      return `${first.className} ${first.text}`;
                    };""".formatted(OWN));
            assertThat(browser.eval("js", "verdictOn('')").asString())
                    .startsWith("verdict open Invoice I-1 follows from")
                    .contains("Compare its root");
            assertThat(browser.eval("js", "verdictOn('root')").asString()).contains("verdict open",
                    "There is no root in");
            assertThat(browser.eval("js", "verdictOn('" + groups(OWN, 8) + "')").asString()).startsWith("verdict good");
            assertThat(browser.eval("js", "verdictOn('" + OTHER + "')").asString()).startsWith("verdict bad")
                    .contains("head of the chain");
            assertThat(browser.eval("js", """
                    const part = (at) => document.getElementById('result').children[at];
                    const steps = part(2);
                    verdictOn('root 5 %s') + (part(2) === steps) + part(4).text""".formatted(OWN)).asString())
                    .startsWith("verdict good").contains("true").contains("one of yours").doesNotContain("none of");
        }
    }
}
