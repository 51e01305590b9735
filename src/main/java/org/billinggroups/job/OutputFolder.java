package org.billinggroups.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.period.RefusedException;

/** The folder in which run folders appear. */
final class OutputFolder {
    private OutputFolder() {}

    /**
     * Finds out that the folder cannot be used before a run starts, not after its numbers are spent.
     *
     * @throws RefusedException if the folder cannot be made or written to
     */
    static void requireUsable(Path folder) {
        try {
            AtomicFile.createFolders(folder);
            Files.delete(Files.createTempFile(folder, ".writable", ".tmp"));
        } catch (IOException e) {
            throw new RefusedException(
                    "the output folder " + folder + " cannot be used (" + e.getClass().getSimpleName()
                            + "); nothing was started. Mend it, or name another one with --out");
        }
    }
}
