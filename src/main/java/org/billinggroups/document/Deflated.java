package org.billinggroups.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Bytes as a PDF holds them.
 *
 * @param plainLength how many bytes they are once inflated
 */
record Deflated(byte[] bytes, long plainLength) {
    private static final int BUFFER = 1 << 13;

    /** What is to be deflated. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Deflates a content, and leaves the deflater ready for the next one. */
    static Deflated by(Deflater deflater, Content content) throws IOException {
        deflater.reset();
        var bytes = new ByteArrayOutputStream(BUFFER);
        var out = new DeflaterOutputStream(bytes, deflater, BUFFER);
        content.writeTo(out);
        out.finish();
        return new Deflated(bytes.toByteArray(), deflater.getBytesRead());
    }

    /** Deflates what many documents share, as small as it gets. */
    static Deflated once(byte[] plain) throws IOException {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            return by(deflater, out -> out.write(plain));
        } finally {
            deflater.end();
        }
    }
}
