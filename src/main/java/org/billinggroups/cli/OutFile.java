package org.billinggroups.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.RefusedException;

/** The file of an option {@code --out}, which only its owner can read and which is there as a whole or not at all. */
record OutFile(Path path) {
    /**
     * The file of that name.
     *
     * @throws RefusedException if it cannot be one
     */
    static OutFile of(Path out) {
        var file = out.toAbsolutePath().normalize();
        var folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw new RefusedException("--out " + file + ": expected a file in a folder that is there");
        }
        return new OutFile(file);
    }

    /** Writes it; afterwards it is there whatever happens to the machine. */
    AtomicFile.Written write(AtomicFile.Content content) throws IOException {
        var written = AtomicFile.write(path, content);
        AtomicFile.force(AtomicFile.folderOf(path));
        return written;
    }
}
