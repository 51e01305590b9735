package org.billinggroups.document;

import java.text.Normalizer;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.billinggroups.file.PrintableText;

/**
 * What the fonts of documents can show; what they cannot is shown as {@code □}, which says that something stood there.
 * Scripts that run from right to left are not shown, since the letters would
 * be in the wrong order; neither are control characters, nor invisible ones such as bidi overrides, which make a
 * text look like another one.
 */
final class Glyphs {
    private static final int FIRST_NOT_ASCII = 0x80;
    private static final int DELETE = 0x7F;
    private static final int SUBSTITUTE = 0x25A1;

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

    /** The missing characters for people, such as {@code 'CO₂' U+2082}; of what has no look only the number. */
    static String named(Set<Integer> codePoints) {
        return codePoints.stream().map(Glyphs::named).collect(Collectors.joining(", "));
    }

    private static String named(int codePoint) {
        var number = "U+%04X".formatted(codePoint);
        return PrintableText.isPrintable(codePoint)
                ? "'" + Character.toString(codePoint) + "' (" + number + ")"
                : number;
    }

    /**
     * The text as it is set: letters and their accents are one character each, since the fonts cannot put accents in
     * place; line breaks and tabs are blanks; what cannot be shown is a substitute.
     */
    static String printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= DELETE || c < ' ') {
                return substituted(composed(text));
            }
        }
        return text;
    }

    private static String substituted(String text) {
        StringBuilder changed = null;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            if (changed == null && !shows(codePoint)) {
                changed = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (changed != null) {
                changed.appendCodePoint(shows(codePoint) ? codePoint : substitute(codePoint));
            }
        }
        return changed == null ? text : changed.toString();
    }

    private static int substitute(int codePoint) {
        return codePoint == '\t' || codePoint == '\n' || codePoint == '\r' ? ' ' : SUBSTITUTE;
    }

    private static String composed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_NOT_ASCII) {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
    }

    private static boolean shows(int codePoint) {
        if (codePoint < FIRST_NOT_ASCII) {
            return codePoint >= ' ' && codePoint != DELETE;
        }
        return PrintableText.isPrintable(codePoint) && !runsRightToLeft(codePoint) && Typeface.REGULAR.shows(codePoint)
                && Typeface.BOLD.shows(codePoint);
    }

    private static boolean runsRightToLeft(int codePoint) {
        byte direction = Character.getDirectionality(codePoint);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                || direction == Character.DIRECTIONALITY_ARABIC_NUMBER;
    }
}
