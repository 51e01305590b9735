package org.billinggroups.file;

/**
 * Text that is kept: people can read it, and the database can keep it and find it again. Control characters, halves of
 * surrogate pairs, and characters that hide or turn round what is beside them are not in it.
 */
public final class PrintableText {
    private PrintableText() {}

    /**
     * The text.
     *
     * @param max how many characters it may have
     * @throws IllegalArgumentException saying what was expected, if it is too long or cannot be printed
     */
    public static String require(String text, int max) {
        if (text.length() > max) {
            throw new IllegalArgumentException("expected at most " + max + " characters, found " + text.length());
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f && !isPrintable(text, i)) {
                throw new IllegalArgumentException("expected printable characters only, found U+"
                        + "%04X".formatted(text.codePointAt(i)) + " at position " + (i + 1));
            }
        }
        return text;
    }

    private static boolean isPrintable(String text, int index) {
        // The second half of a character is judged with its first.
        return index > 0 && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index))
                || isPrintable(text.codePointAt(index));
    }

    /** Whether a character is one that people see, or a blank. */
    public static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }

    /** Text of others in one line: what cannot be printed becomes a blank, with the blanks beside it. */
    public static String inOneLine(String text) {
        if (text.codePoints().allMatch(PrintableText::isPrintable)) {
            return text;
        }
        var line = new StringBuilder();
        boolean gap = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (!isPrintable(c)) {
                gap = true;
            } else if (!gap || c != ' ') {
                while (gap && !line.isEmpty() && line.charAt(line.length() - 1) == ' ') {
                    line.setLength(line.length() - 1);
                }
                line.append(gap && !line.isEmpty() ? " " : "").appendCodePoint(c);
                gap = false;
            }
        }
        return line.toString();
    }

    /** The text, cut to {@code max} characters, of which the last one then says that there were more. */
    public static String shortened(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
        return text.substring(0, end) + '…';
    }
}
