package org.billinggroups.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;

/**
 * A file that was read to its end, once: what it says and which bytes said so.
 *
 * @param content what was made of it
 * @param sha256 the hash of its bytes
 */
public record ReadFile<T>(T content, String sha256) {
    /** Makes something of a file. */
    @FunctionalInterface
    public interface Reader<T> {
        /** Reads all of the stream. */
        T read(String file, InputStream in) throws IOException;
    }

    /**
     * Reads a file that an operator names.
     *
     * @throws InvalidInputException if it cannot be read
     */
    public static <T> ReadFile<T> of(Path file, Reader<T> reader) {
        var digest = Sha256.newDigest();
        try (var in = new DigestInputStream(InputFile.open(file), digest)) {
            var content = reader.read(file.toString(), in);
            return new ReadFile<>(content, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            throw new InvalidInputException(InputProblem.ofUnreadable(file.toString(), e));
        }
    }
}
