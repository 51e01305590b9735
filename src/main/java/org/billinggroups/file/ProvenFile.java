package org.billinggroups.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * A file that is made by one process and used up by another, and that nobody notes anywhere: its end proves that it has
 * the bytes that were written.
 */
public final class ProvenFile {
    private ProvenFile() {}

    /** Writes a file as {@link AtomicFile#writeBesideOthers} does, and its proof behind the content. */
    public static void write(Path target, AtomicFile.Content content) throws IOException {
        AtomicFile.createFolders(AtomicFile.folderOf(target));
        AtomicFile.writeBesideOthers(target, out -> {
            var digest = Sha256.newDigest();
            var proven = new DigestOutputStream(out, digest);
            content.writeTo(proven);
            out.write(digest.digest());
        });
    }

    /**
     * Opens a file whose content is as it was written.
     *
     * @return the content alone; empty if the file is missing, or is not as it was written
     */
    public static Optional<InputStream> open(Path root, Path file) throws IOException {
        try {
            long length = RegularFile.length(root, file) - Sha256.newDigest().getDigestLength();
            if (length < 0 || !isProven(file, length)) {
                return Optional.empty();
            }
            return Optional.of(new Content(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), length));
        } catch (NoSuchFileException | OutOfPlaceException e) {
            return Optional.empty();
        }
    }

    private static boolean isProven(Path file, long length) throws IOException {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            var digest = Sha256.newDigest();
            new Content(new DigestInputStream(in, digest), length).transferTo(OutputStream.nullOutputStream());
            return MessageDigest.isEqual(digest.digest(), in.readAllBytes());
        }
    }

    /** What comes before the proof. */
    private static final class Content extends FilterInputStream {
        private long left;

        Content(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = super.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }
    }
}
