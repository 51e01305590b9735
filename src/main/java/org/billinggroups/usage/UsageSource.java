package org.billinggroups.usage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
            // The JDK's reader takes whatever follows a member, even a damaged one, for the end of the file.
            return gzip
                    ? GzipCompressorInputStream.builder().setInputStream(in).setBufferSize(BUFFER)
                            .setDecompressConcatenated(true).get()
                    : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
