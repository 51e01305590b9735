package org.billinggroups.document;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.billinggroups.file.OutOfPlaceException;
import org.billinggroups.file.RegularFile;
import org.springframework.stereotype.Component;

/**
 * What the files that this process wrote looked like when they got their names, forced to disk. As long as one looks
 * the same it holds what was written, and need not be read and hashed to know that; to hash is what a run does longest
 * after drawing. Of files of other processes, also of one that was killed before, nothing is known.
 */
@Component
public class WrittenFiles {
    /** Of so many, which take some 300 bytes each; those that were written first are forgotten first. */
    private static final int MOST = 50_000;

    private final Map<Path, Written> files = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Written> eldest) {
            return size() > MOST;
        }
    });

    private record Written(String sha256, String stamp) {}

    /**
     * Notes a file that was just written.
     *
     * @param stamp what it looked like, see {@link RegularFile#stamp}
     */
    void note(Path file, String sha256, String stamp) {
        files.put(file, new Written(sha256, stamp));
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
            // Who looks next tells what is wrong.
            return false;
        }
    }
}
