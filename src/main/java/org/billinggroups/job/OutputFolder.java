package org.billinggroups.job;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.RefusedException;

/** The folder in which run folders, and other files for people, appear. */
public final class OutputFolder {
    private OutputFolder() {}

    /**
     * Finds out that the folder cannot be used before a run starts, not after its numbers are spent, and leaves nothing
     * behind. A link, or a folder of somebody else, could be turned elsewhere by others while invoices are written.
     *
     * @throws RefusedException if the folder may not be made or written to, is a link, or belongs to another user
     * @throws JobFailedException if its disk is full or takes no files now, which may pass
     */
    public static void requireUsable(Path folder) {
        var missing = Stream.iterate(folder.toAbsolutePath(), Objects::nonNull, Path::getParent)
                .takeWhile(path -> Files.notExists(path, LinkOption.NOFOLLOW_LINKS)).toList();
        try {
            make(folder);
        } finally {
            missing.forEach(OutputFolder::removeEmpty);
        }
    }

    private static void removeEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // Somebody else uses it already.
        }
    }

    /**
     * Makes the folder, if there is none, for what is about to be written; the same as {@link #requireUsable} forbids
     * it.
     */
    static void make(Path folder) {
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
        } catch (AccessDeniedException | FileAlreadyExistsException | NotDirectoryException | NoSuchFileException e) {
            throw new RefusedException(
                    "the output folder " + folder + " cannot be used (" + e.getClass().getSimpleName()
                            + "); nothing was started. Mend it, or name another one with --out");
        } catch (IOException e) {
            throw new JobFailedException("the output folder " + folder + " cannot be written now (" + reason(e)
                    + "); nothing was started", e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(e.getMessage());
    }
}
