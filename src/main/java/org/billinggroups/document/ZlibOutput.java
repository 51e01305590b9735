package org.billinggroups.document;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Adler32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Deflates in the format zlib (RFC 1950), whose sum Java counts faster than the deflater does: that takes a seventh off
 * the time for deflating the electronic form.
 */
final class ZlibOutput extends DeflaterOutputStream {
    /** Deflated with a window of 32 KB, by a fast level. */
    private static final byte[] HEAD = { 0x78, 0x5E };
    private static final int BUFFER = 1 << 14;

    private final Adler32 sum = new Adler32();

    ZlibOutput(OutputStream out, int level) throws IOException {
        super(out, new Deflater(level, true), BUFFER);
        out.write(HEAD);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        sum.update(bytes, from, length);
        super.write(bytes, from, length);
    }

    /** Writes what is left, and the sum. */
    @Override
    public void finish() throws IOException {
        if (!def.finished()) {
            super.finish();
            for (int bits = Integer.SIZE - Byte.SIZE; bits >= 0; bits -= Byte.SIZE) {
                out.write((int) (sum.getValue() >> bits));
            }
        }
    }

    /** How many bytes were written to it. */
    long size() {
        return def.getBytesRead();
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            def.end();
        }
    }
}
