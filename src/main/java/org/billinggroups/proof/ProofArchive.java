package org.billinggroups.proof;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.billinggroups.file.AtomicFile.Content;
import org.billinggroups.file.Sha256;

/**
 * A ZIP archive whose files are stored as they are, all at one time, with a list of their hashes at its end: the same
 * files make the same bytes, whichever compressor a machine has, and a page can read them with little code.
 */
final class ProofArchive implements AutoCloseable {
    static final String MANIFEST = "manifest.sha256";
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipOutputStream zip;
    private final Map<String, String> hashes = new TreeMap<>();

    ProofArchive(OutputStream out) {
        zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.setMethod(ZipOutputStream.STORED);
    }

    /** Adds a file. */
    void add(String path, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        add(path, out -> out.write(bytes));
    }

    /** Adds a file whose content is written twice, since its length and hashes come first. */
    void add(String path, Content content) throws IOException {
        hashes.put(path, put(path, content));
    }

    /** Adds a file that the list leaves out: the page, which cannot vouch for itself. */
    void addUnlisted(String path, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        put(path, out -> out.write(bytes));
    }

    private String put(String path, Content content) throws IOException {
        var digest = Sha256.newDigest();
        var crc = new CRC32();
        var count = new Counter();
        content.writeTo(new DigestOutputStream(new CheckedOutputStream(count, crc), digest));
        var entry = new ZipEntry(path);
        entry.setTimeLocal(TIME);
        entry.setSize(count.bytes);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        content.writeTo(zip);
        zip.closeEntry();
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Adds the list of hashes, in the form of {@code sha256sum}; nothing can be added afterwards. */
    @Override
    public void close() throws IOException {
        var list = new StringBuilder();
        hashes.forEach((path, hash) -> list.append(hash).append("  ").append(path).append('\n'));
        var bytes = list.toString().getBytes(StandardCharsets.UTF_8);
        put(MANIFEST, out -> out.write(bytes));
        zip.finish();
    }

    /** Counts bytes. */
    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int one) {
            bytes++;
        }

        @Override
        public void write(byte[] some, int offset, int length) {
            bytes += length;
        }
    }
}
