package org.billinggroups.document;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the fonts of documents can show. Scripts that run from right to left are not shown, since the letters would
 * stand in the wrong order; neither are control characters, nor invisible ones such as bidi overrides, which make a
 * text look like another one.
 */
final class Glyphs {
    private static final int FIRST_NOT_ASCII = 0x80;

    private Glyphs() {}

    /** The code points of the text that cannot be shown, in ascending order. */
    static Set<Integer> missing(String text) {
        Set<Integer> missing = new TreeSet<>();
        composed(text).codePoints().filter(c -> !shows(c)).forEach(missing::add);
        return missing;
    }

    /** Whether every character of the text can be shown. */
    static boolean canShow(String text) {
        return composed(text).codePoints().allMatch(Glyphs::shows);
    }

    /** The missing characters for people, such as {@code [U+4E2D]}. */
    static List<String> named(Set<Integer> codePoints) {
        return codePoints.stream().map(c -> "U+" + hex(c)).toList();
    }

    /** The text with letters and their accents as one character each: the fonts cannot put accents in place. */
    static String composed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_NOT_ASCII) {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
    }

    private static boolean shows(int codePoint) {
        if (codePoint < FIRST_NOT_ASCII) {
            return codePoint >= ' ' && codePoint != 0x7F;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> !runsRightToLeft(codePoint) && Typeface.REGULAR.shows(codePoint)
                    && Typeface.BOLD.shows(codePoint);
        };
    }

    private static boolean runsRightToLeft(int codePoint) {
        byte direction = Character.getDirectionality(codePoint);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                || direction == Character.DIRECTIONALITY_ARABIC_NUMBER;
    }

    private static String hex(int codePoint) {
        String digits = Integer.toHexString(codePoint).toUpperCase(Locale.ROOT);
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }
}
