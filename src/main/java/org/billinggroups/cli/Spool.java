package org.billinggroups.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.billinggroups.file.AtomicFile;

/**
 * What can be read only once, such as standard input, kept in files while it is imported. Each file is locked as long
 * as it is used, so that those of processes that were killed are known, and deleted by the next that needs the folder.
 */
final class Spool implements AutoCloseable {
    private static final String BEGINNING = "input-";

    private final Path folder;
    private final Map<Path, FileChannel> files = new LinkedHashMap<>();

    Spool(Path folder) {
        this.folder = folder;
    }

    /** Keeps all that comes, and gives the file. */
    synchronized Path keep(InputStream in) throws IOException {
        if (files.isEmpty()) {
            AtomicFile.createFolders(folder);
            deleteAbandoned();
        }
        var unlocked = Files.createTempFile(folder, "new-", ".csv");
        var channel = FileChannel.open(unlocked, StandardOpenOption.WRITE);
        channel.lock();
        // Only now it gets the name by which others would find it unlocked.
        var file = Files.move(unlocked, folder.resolve(BEGINNING + unlocked.getFileName()));
        files.put(file, channel);
        in.transferTo(Channels.newOutputStream(channel));
        return file;
    }

    private void deleteAbandoned() throws IOException {
        try (var found = Files.newDirectoryStream(folder, BEGINNING + "*")) {
            for (var file : found) {
                try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    if (channel.tryLock() != null) {
                        Files.deleteIfExists(file);
                    }
                } catch (OverlappingFileLockException e) {
                    // Another import of this process uses it.
                }
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        for (var file : files.entrySet()) {
            Files.deleteIfExists(file.getKey());
            file.getValue().close();
        }
    }
}
