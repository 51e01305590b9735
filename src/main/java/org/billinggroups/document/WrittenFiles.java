package org.billinggroups.document;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.billinggroups.file.OutOfPlaceException;
import org.billinggroups.file.RegularFile;
import org.springframework.stereotype.Component;

/**
 * What the files that this process wrote looked like when they were forced to disk under their names. As long as one
 * looks the same it holds what was written, and need not be read and hashed to know that; to hash is what a run does
 * longest after drawing. Of files of other processes, also of one that was killed before, nothing is known.
 */
@Component
public class WrittenFiles {
    /** Others are read. A file takes some 300 bytes. */
    private static final int MOST = 50_000;

    private final Map<Path, Written> files = new ConcurrentHashMap<>();

    private record Written(String sha256, String stamp) {}

    /** Notes a file that was just written. */
    void note(Path file, String sha256) throws IOException {
        if (files.size() < MOST) {
            files.put(file, new Written(sha256, RegularFile.stamp(file)));
        }
    }

    /**
     * Whether this process wrote a file with that hash, and nobody touched it since. A file is asked for once: then it
     * is forgotten.
     *
     * @param root the folder below which no link is followed
     */
    public boolean isAsWritten(Path root, Path file, String sha256) throws IOException {
        var written = files.remove(file);
        if (written == null || !written.sha256.equals(sha256)) {
            return false;
        }
        try {
            RegularFile.requireFolders(root, file.getParent());
            return RegularFile.stamp(file).equals(written.stamp);
        } catch (OutOfPlaceException | NoSuchFileException e) {
            return false;
        }
    }
}
