package org.billinggroups.document;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Random;

/**
 * Where OpenPDF gets the six letters before the name of an embedded font. It asks for randomness; to give equal
 * documents equal bytes it gets letters that follow from the document, for the thread that is writing it. Nothing
 * secret hangs on them.
 */
final class SubsetTags extends SecureRandom {
    private static final long serialVersionUID = 1;

    private static final ThreadLocal<Random> LETTERS = new ThreadLocal<>();

    /** From now on, this thread's letters follow from the fingerprint of its document. */
    static void follow(byte[] fingerprint) {
        LETTERS.set(new Random(ByteBuffer.wrap(fingerprint).getLong()));
    }

    /** This thread's document is complete. */
    static void done() {
        LETTERS.remove();
    }

    @Override
    public double nextDouble() {
        Random letters = LETTERS.get();
        if (letters == null) {
            throw new IllegalStateException("no document is being written by this thread");
        }
        return letters.nextDouble();
    }
}
