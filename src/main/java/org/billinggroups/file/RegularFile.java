package org.billinggroups.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Files below a folder that are opened only if they are regular files, and only if no link on the way to them leads
 * elsewhere: what a link points to may change without the folder changing, and who opens a named pipe waits for ever.
 * The folder itself may be a link.
 */
public final class RegularFile {
    private RegularFile() {}

    /**
     * Opens a file.
     *
     * @param root the folder below which no link is followed
     * @throws OutOfPlaceException if it, or a folder on the way to it, is something else
     */
    public static InputStream open(Path root, Path file) throws IOException {
        length(root, file);
        return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** The length of a file, see {@link #open}. */
    public static long length(Path root, Path file) throws IOException {
        requireFolders(root, file.getParent());
        var attributes = attributes(file);
        if (!attributes.isRegularFile()) {
            throw new OutOfPlaceException(file, "is " + (attributes.isDirectory() ? "a folder" : kind(attributes))
                    + ", not a file");
        }
        return attributes.size();
    }

    /**
     * What becomes another if a file does, however its content is changed: its number, its length and when the system
     * saw it change last, which nobody can set on file systems of Unix. Folders on the way to it are not looked at, see
     * {@link #requireFolders}.
     *
     * @throws OutOfPlaceException if it is something else than a regular file
     */
    public static String stamp(Path file) throws IOException {
        var attributes = Files.readAttributes(file, "unix:isRegularFile,ino,size,ctime", LinkOption.NOFOLLOW_LINKS);
        if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
            throw new OutOfPlaceException(file, "is not a file");
        }
        return attributes.get("ino") + " " + attributes.get("size") + " " + attributes.get("ctime");
    }

    /** The hash of a file's bytes, see {@link #open}. */
    public static String sha256(Path root, Path file) throws IOException {
        try (var in = open(root, file)) {
            return Sha256.of(in);
        }
    }

    /** Whether a file is there, with that hash. */
    public static boolean has(Path root, Path file, String sha256) throws IOException {
        try {
            return sha256(root, file).equals(sha256);
        } catch (OutOfPlaceException | NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Looks at the folders on the way from a folder to another, and at that one.
     *
     * @throws OutOfPlaceException if one is something else
     */
    public static void requireFolders(Path root, @Nullable Path folder) throws IOException {
        if (folder == null || folder.equals(root)) {
            return;
        }
        requireFolders(root, folder.getParent());
        var attributes = attributes(folder);
        if (!attributes.isDirectory()) {
            throw new OutOfPlaceException(folder, "is " + kind(attributes) + ", not a folder");
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** What something is that is no folder. */
    public static String kind(BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return "a link";
        }
        return attributes.isRegularFile() ? "a file" : "a named pipe, socket or device";
    }
}
