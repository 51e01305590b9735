package org.billinggroups.document;

import java.security.SecureRandom;

/**
 * Where OpenPDF gets the six letters before the name of an embedded font. It asks for chance; here each font always
 * gets the same number, so that equal documents have equal bytes, whatever was written before. Nothing secret hangs on
 * it.
 */
final class SubsetPrefix extends SecureRandom {
    private static final long serialVersionUID = 1;
    private static final double LETTERS = 26;

    private final int letter;

    SubsetPrefix(int letter) {
        this.letter = letter;
    }

    @Override
    public double nextDouble() {
        return (letter + 0.5) / LETTERS;
    }
}
