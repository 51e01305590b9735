package org.billinggroups.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * Writes files that are either there as a whole or not at all: to a temporary name beside the target, forced to disk,
 * then renamed. Files and folders made here can be read by their owner only.
 */
public final class AtomicFile {
    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private AtomicFile() {}

    /** What a file holds. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; the stream is buffered and is closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** A file as it was written: its SHA-256 in hexadecimal and its size. */
    public record Written(String sha256, long bytes) {}

    /**
     * Writes a file, replacing one that is there. The rename is durable once {@link #force} was called on its folder.
     *
     * @throws IOException if it cannot be written; the temporary file is then removed, the target left as it was
     */
    public static Written write(Path target, Content content) throws IOException {
        try (var files = new FileBatch()) {
            var written = files.write(target, content);
            files.complete();
            return written;
        }
    }

    /** Writes a file that another process may be writing as well, one that should be dead; else as {@link #write}. */
    public static Written writeBesideOthers(Path target, Content content) throws IOException {
        try (var files = FileBatch.besideOthers()) {
            var written = files.write(target, content);
            files.complete();
            return written;
        }
    }

    /**
     * Opens a new file, in place of one that is there, for the owner only; for content that grows as work continues.
     */
    public static OutputStream newOwnerOnlyFile(Path file) throws IOException {
        Files.deleteIfExists(file);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        return Channels.newOutputStream(FileChannel.open(file, options, OWNER_ONLY_FILE));
    }

    /** Lets a file appear that was written to a temporary name in its folder: it and its rename are durable. */
    public static void publish(Path temporary, Path target) throws IOException {
        force(temporary);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        force(folderOf(target));
    }

    /** The folder in which a file is, or shall be. */
    public static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), () -> file + " is in no folder");
    }

    /** Makes a folder and those above it that are missing, for the owner only. */
    public static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, OWNER_ONLY_FOLDER);
    }

    /** Forces a file, or renames in a folder, to disk. */
    public static void force(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
