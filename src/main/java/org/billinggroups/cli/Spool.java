package org.billinggroups.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.billinggroups.file.AtomicFile;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * What can be read only once, such as standard input, kept in files while it is imported. Each process has a folder of
 * its own with a file that it locks, so that the folders of processes that were killed are known, and deleted by the
 * next.
 */
final class Spool implements AutoCloseable {
    private static final String BEGINNING = "import-";
    private static final String LOCK = "lock";

    private final Path folder;
    private @Nullable Path own;
    private @Nullable FileChannel lock;

    Spool(Path folder) {
        this.folder = folder;
    }

    /** Keeps all that comes, and gives the file. */
    Path keep(InputStream in) throws IOException {
        var file = Files.createTempFile(own(), "input", ".csv");
        try (var out = Files.newOutputStream(file)) {
            in.transferTo(out);
        }
        return file;
    }

    /** A file that is not there yet, and goes with the others. */
    Path temporary() throws IOException {
        return Files.createTempDirectory(own(), "rejects").resolve("rejects.csv");
    }

    private synchronized Path own() throws IOException {
        if (own == null) {
            AtomicFile.createFolders(folder);
            deleteAbandoned();
            own = Files.createTempDirectory(folder, BEGINNING);
            // It is locked before it has the name by which others look for it. Nobody else opens it in this process:
            // who closes a file loses all locks that the process has on it.
            var unnamed = own.resolve("new");
            lock = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock.lock();
            Files.move(unnamed, own.resolve(LOCK));
        }
        return own;
    }

    private void deleteAbandoned() throws IOException {
        try (var found = Files.newDirectoryStream(folder, BEGINNING + "*")) {
            for (var other : found) {
                try (var channel = FileChannel.open(other.resolve(LOCK), StandardOpenOption.WRITE)) {
                    if (channel.tryLock() != null) {
                        FileSystemUtils.deleteRecursively(other);
                    }
                } catch (NoSuchFileException e) {
                    // It is being made, or another process has just deleted it.
                }
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        FileSystemUtils.deleteRecursively(own);
        if (lock != null) {
            lock.close();
        }
    }
}
