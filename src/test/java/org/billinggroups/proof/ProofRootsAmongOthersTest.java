package org.billinggroups.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page makes of roots beside other numbers, and beside roots of others. */
class ProofRootsAmongOthersTest extends TypedRoots {
    /** Numbers and times before and after groups of digits make other groups that come to as many digits. */
    @Test
    void doesNotTakeGroupsThatOverlapAHeadForRoots() {
        var mac = groups(OTHER, 2).replace(' ', ':');
        for (var head : List.of("head 21 " + groups(OTHER, 4) + " 2026-11-30", "head 21 " + mac + " 12:30 UTC",
                "head 21 " + groups(OTHER, 8) + " 20261130", "head of it: " + groups(OTHER, 4) + " 2026")) {
            assertThat(said(head)).as(head).startsWith("open. What you have from elsewhere is the head");
        }
        assertThat(word("head 3 " + groups(OTHER, 4) + " 2026-11-30\nroot 5 " + OWN)).isEqualTo("bad");
    }

    /** Any list of numbers can come to as many digits: a join says only what it is, not what it is not. */
    @Test
    void takesGroupsOfWhichNothingSaysThatTheyAreARootForNoOtherOne() {
        assertThat(said(groups(OTHER, 8))).startsWith("open. The groups of digits in what you typed come to no root");
        assertThat(said("2 invoices: " + groups(OTHER, 16))).startsWith("open. The groups of digits");
        assertThat(word("on 20261130 " + groups(OWN, 8) + " " + groups(BEFORE, 8))).isEqualTo("good");
        assertThat(word("root " + groups(OTHER, 8))).isEqualTo("bad");
    }

    @Test
    void doesNotTakeIdsForRoots() {
        var ids = "01234567-89ab-cdef-0123-456789abcdef\n13579BDF-0246-8ace-1357-9bdf02468ace";
        assertThat(said(ids)).startsWith("open. There is no root in what you typed").endsWith("0 to 9 and a to f.");
        assertThat(word("root 5 " + OWN + "\n" + ids + "\nroot 3 " + BEFORE)).isEqualTo("good");
        assertThat(said("root 5 " + OWN + "\nMD5 " + OTHER.substring(32))).startsWith("open, and its root is one")
                .doesNotContain("digits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = { "head of the chain: H", "the head of our chain at seal 21: H", "head (SHA-256): H", "head_H",
                    "head 1,234 H", "root 5 is not this, but the head: H", "head 2026-11-30 12:30: H" })
    void knowsAHeadByTheWordInItsLine(String typed) {
        assertThat(said(typed.replace("H", OTHER))).startsWith("open. What you have from elsewhere is the head");
    }

    @ParameterizedTest
    @ValueSource(strings = { "ahead: H", "head\nor H", "the head is above the root: H", "head 21 B, H" })
    void takesOtherHashesForRoots(String typed) {
        assertThat(word(typed.replace("H", OTHER).replace("B", BEFORE.replace('0', '2')))).isEqualTo("bad");
    }

    @Test
    void comparesTheHeadOfASealThatIsNamedInTheLine() {
        assertThat(word("head at seal 5: " + OTHER)).isEqualTo("bad");
        assertThat(said("root 5 " + OWN + "\nthe head at seal 3 was " + OTHER)).startsWith("bad, and its root is one");
    }

    /** Another supplier has runs of the same name, and seals of the same number. */
    @Test
    void doesNotCallForgedWhatMayBeOfAnotherSupplier() {
        for (var other : List.of("root 3 " + OTHER + " run 2026-08/run-1", "root 1 " + OTHER + " run 2026-09/run-1",
                "{\"seal\":1,\"root\":\"" + OTHER + "\",\"content\":\"" + OTHER + "\",\"kind\":\"run\","
                        + "\"subject\":\"2026-09/run-1\"}")) {
            var typed = "root 5 " + OWN + " run 2026-10/run-1\n" + other;
            assertThat(said(typed)).as(other).startsWith("open, and its root is one of those")
                    .contains("ask for those of 2026-09/run-1.", "may be of 2026-09/run-1: either");
            assertThat(rows(typed)).isEqualTo("one of yours good, perhaps differs from yours open");
        }
        assertThat(said("root 5 " + OWN + "\nroot 1 " + OTHER + " run 2026-08/run-1")).doesNotContain("may be of");
    }

    /** The same root after other seals is in another chain. */
    @Test
    void isNotSureOfARootWhoseHeadIsAnotherOne() {
        var roots = "root 5 " + OWN + "\nroot 3 " + BEFORE;
        assertThat(said(roots + "\nhead 3 " + OTHER)).startsWith("open, and its root is one of those")
                .contains("may be of 2026-09/run-1: either");
        assertThat(rows(roots + "\nhead 3 " + OTHER))
                .isEqualTo("one of yours good, one of yours, but another head open");
        assertThat(word(roots + "\nhead 5 " + OTHER)).isEqualTo("open");
        assertThat(word(roots + "\nhead 3 " + BEFORE.replace('0', '1'))).isEqualTo("good");
        assertThat(word(roots + "\nhead 4 " + OTHER)).isEqualTo("good");
    }

    @Test
    void marksTheSealsAsTheVerdictSays() {
        assertThat(rows("root 3 " + OTHER + " run 2026-09/run-1\nroot 5 " + OWN))
                .isEqualTo("one of yours good, differs from yours bad");
        assertThat(rows(OTHER)).isEqualTo("none of yours bad, not compared open");
        assertThat(rows("")).isEqualTo("not compared open, not compared open");
        var head = "head 3 " + BEFORE.replace('0', '1');
        assertThat(rows(head)).isEqualTo("not compared open, one of yours good");
        assertThat(said(head)).isEqualTo("open. What you have from elsewhere is of earlier runs that it rests on, "
                + "2026-09/run-1, and says nothing of its own: ask for the root of the run, 2026-10/run-1.");
    }

    @Test
    void countsDigitsBesideRootsThatAreWhole() {
        assertThat(said(OWN + "\n" + BEFORE.substring(2))).contains("has 62 digits");
        assertThat(said(OTHER.substring(1) + "\n" + groups(OWN, 4))).contains("has 63 digits");
        assertThat(said(OTHER.substring(1) + "\n" + BEFORE.substring(2))).contains("has 63 digits");
    }

    @Test
    void joinsWhatMailsAndTablesTakeApart() {
        for (var between : List.of("\u00ad", "\u200b", "=\n", "=\r\n", " | ")) {
            assertThat(word(OWN.substring(0, 40) + between + OWN.substring(40) + "\nroot 3 " + BEFORE))
                    .isEqualTo("good");
        }
    }
}
