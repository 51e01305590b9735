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
     * Finds out that the folder cannot be used before a run starts, not after its numbers are spent. A link, or a
     * folder of somebody else, could be turned elsewhere by others while invoices are written.
     *
     * @throws RefusedException if the folder cannot be made or written to, is a link, or belongs to another user
     */
    static void requireUsable(Path folder) {
        if (Files.isSymbolicLink(folder)) {
            throw new RefusedException("the output folder " + folder + " is a symbolic link; name the folder itself");
        }
        try {
            AtomicFile.createFolders(folder);
            var own = Files.createTempFile(folder, ".writable", ".tmp");
            boolean isForeign = !Files.getOwner(own).equals(Files.getOwner(folder));
            Files.delete(own);
            if (isForeign) {
                throw new RefusedException("the output folder " + folder + " belongs to " + Files.getOwner(folder)
                        + "; name one of your own");
            }
        } catch (IOException e) {
            throw new RefusedException(
                    "the output folder " + folder + " cannot be used (" + e.getClass().getSimpleName()
                            + "); nothing was started. Mend it, or name another one with --out");
        }
    }
}
