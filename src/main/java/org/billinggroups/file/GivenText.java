package org.billinggroups.file;

/** Texts of commands that are kept, such as a reason or a reference. */
public final class GivenText {
    private GivenText() {}

    /**
     * The text as it is.
     *
     * @param name what it is, such as {@code --reason}
     * @param max how many characters it may have; it has one at least
     * @throws RefusedException naming the text and what was expected
     */
    public static String require(String name, String text, int max) {
        try {
            if (text.isBlank()) {
                throw new IllegalArgumentException("expected 1 to " + max + " characters");
            }
            return PrintableText.require(text, max);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(name + " '" + CellText.shown(text) + "': " + e.getMessage());
        }
    }
}
