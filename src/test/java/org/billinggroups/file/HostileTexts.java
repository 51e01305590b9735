package org.billinggroups.file;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Texts that nobody means, and that no database, terminal or document is to get as they are. */
public final class HostileTexts {
    /** With characters that command, hide or turn round, or are none. */
    public static final List<String> UNPRINTABLE = List.of("a\u0000b", "a\u0007b", "a\u001B[31mb", "a\u001B]0;t\u0007b",
            "a\u007Fb", "a\u0085b", "a\u009B31mb", "a\u200Bb", "a\u200Eb", "a\u202Eb", "a\u2066b", "a\u2028b",
            "a\uFEFFb", "a\uFFFEb", "a\uE000b", "a\uD800b", "a\uDC00b", "a\uDB40\uDC41b");

    /** Those that UTF-8 can write: others are known by their bytes where a file is read. */
    public static final List<String> IN_UTF8 = UNPRINTABLE.stream()
            .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text)).toList();

    private HostileTexts() {}

    /** Longer than any index takes, and not to be compressed. */
    public static String endless() {
        return new Random(1).ints(5000, 'a', 'z' + 1).mapToObj(Character::toString).collect(Collectors.joining());
    }

    /** Whether a text can do anything to a terminal but print lines. */
    public static boolean isHarmless(String text) {
        return text.codePoints().allMatch(c -> c == '\n' || PrintableText.isPrintable(c));
    }
}
