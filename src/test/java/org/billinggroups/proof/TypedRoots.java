package org.billinggroups.proof;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What the page says of an archive with two seals where somebody types roots. */
abstract class TypedRoots {
    static final String OWN = "0123456789abcdef".repeat(4);
    static final String BEFORE = "fedcba9876543210".repeat(4);
    static final String OTHER = "13579bdf02468ace".repeat(4);

    static CheckedArchive page;

    @BeforeAll
    static void open() {
        page = new CheckedArchive();
        page.eval("globalThis.rows = ''");
    }

    @AfterAll
    static void close() {
        page.close();
    }

    /** The word for an archive with the seals 3 and 5, which is the invoice's own, and what is said of it. */
    static String said(String typed) {
        return page.eval("""
                (() => {
                  const seals = [{ root: '%s', position: 5, subject: '2026-10/run-1' },
                    { root: '%s', position: 3, subject: '2026-09/run-1' }]
                    .map((seal) => ({ ...seal, content: seal.position + 'content', link: seal.root.replaceAll('0', '1') }));
                  const result = { seals, ownSeal: seals[0] };
                  const typed = hashesIn(`%s`);
                  const compared = compareSeals(result, typed);
                  rows = compared.seals.map((one) => sayingOfSeal(one, compared, seals[0]).join(' ')).join(', ');
                  return compared.word + sayingOfRoots(compared, typed, seals[0]);
                })()""".formatted(OWN, BEFORE, typed));
    }

    /** What the rows of the seals 5 and 3 say. */
    static String rows(String typed) {
        said(typed);
        return page.eval("rows");
    }

    static String groups(String hash, int digits) {
        return Stream.iterate(0, at -> at < hash.length(), at -> at + digits)
                .map(at -> hash.substring(at, Math.min(hash.length(), at + digits))).collect(Collectors.joining(" "));
    }

    static String word(String typed) {
        return said(typed).replaceAll("[.,].*", "");
    }
}
