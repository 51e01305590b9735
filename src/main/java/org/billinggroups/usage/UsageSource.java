package org.billinggroups.usage;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Opens usage files, compressed with gzip or not; which it is, their first two bytes tell. */
public final class UsageSource {
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;
    private static final int BUFFER = 1 << 16;

    private UsageSource() {}

    /** The decompressed bytes of a file. */
    public static InputStream open(Path file) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            in.mark(2);
            boolean gzip = in.read() == GZIP_MAGIC_1 && in.read() == GZIP_MAGIC_2;
            in.reset();
            return gzip ? new Decompressed(in) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /**
     * All members of a gzip file; damage is a {@link ZipException} that says what. The JDK's reader takes whatever
     * follows a member, even a damaged one, for the end of the file.
     */
    private static final class Decompressed extends FilterInputStream {
        Decompressed(InputStream compressed) throws IOException {
            super(GzipCompressorInputStream.builder().setInputStream(compressed).setBufferSize(BUFFER)
                    .setDecompressConcatenated(true).get());
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (EOFException e) {
                throw new ZipException("it ends too early");
            } catch (IOException e) {
                throw new ZipException(e.getMessage());
            }
        }
    }
}
