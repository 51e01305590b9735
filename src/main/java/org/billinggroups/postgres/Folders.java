package org.billinggroups.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the file system can do beyond {@link Files}. */
final class Folders {
    /** What the server does not let others do. */
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("----w-rwx");

    private Folders() {}

    /** Makes a folder that only its owner can enter, whatever the umask; its parents as usual. */
    static void createPrivate(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        // Unlike createDirectory it accepts that another process makes the folder at the same moment.
        Files.createDirectories(folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Takes away what others may do with it, as after a copy that lost its rights: the server would not start. */
    static void keepPrivate(Path path) throws IOException {
        var rights = Files.getPosixFilePermissions(path);
        if (rights.stream().anyMatch(OTHERS::contains)) {
            rights.retainAll(PosixFilePermissions.fromString("rwx------"));
            Files.setPosixFilePermissions(path, rights);
        }
    }

    /** Makes a file that only its owner can read, and writes it through to the disk. */
    static void writePrivate(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
        sync(file);
    }

    /** Writes the file, or the entries of the folder, through to the disk. */
    static void sync(Path path) throws IOException {
        StandardOpenOption mode = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }

    /** The numeric owner. */
    static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }

    /** Gives the file or folder itself, not what is in it, to another user and group. */
    static void changeOwner(Path path, int user, int group) throws IOException {
        Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
    }

    /** Deletes it with everything in it, if it is there. */
    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
