package org.billinggroups.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.billinggroups.postgres.EmbeddedPostgres;
import org.tukaani.xz.LZMA2Options;

/** A data folder in a file, without the programs of its server: as small as it gets. */
final class DataFolderArchive {
    private static final List<String> LEFT_OUT = List.of("binaries-", "server.log", "start.lock", "users.lock");
    private static final String CLUSTER = "postgresql/cluster-18";
    private static final int SMALLEST = 9;

    private DataFolderArchive() {}

    /** Packs the folder, which nobody uses. */
    static void write(Path dataFolder, Path archive) throws IOException {
        try (var out = new TarArchiveOutputStream(XZCompressorOutputStream.builder()
                .setOutputStream(new BufferedOutputStream(Files.newOutputStream(archive)))
                .setLzma2Options(new LZMA2Options(SMALLEST)).get());
                var files = Files.walk(dataFolder)) {
            for (var file : files.filter(each -> isKept(dataFolder.relativize(each))).sorted().toList()) {
                var entry = new TarArchiveEntry(file, dataFolder.relativize(file).toString());
                entry.setModTime(0L);
                entry.setIds(0, 0);
                entry.setNames("", "");
                out.putArchiveEntry(entry);
                if (Files.isRegularFile(file)) {
                    Files.copy(file, out);
                }
                out.closeArchiveEntry();
            }
        }
    }

    private static boolean isKept(Path path) {
        return !path.toString().isEmpty() && (path.getNameCount() == 1
                || LEFT_OUT.stream().noneMatch(path.getName(1).toString()::startsWith));
    }

    /** Unpacks one where there is no data folder, for the user whom the server takes on this machine. */
    static void unpack(Path archive, Path dataFolder) throws IOException {
        EmbeddedPostgres.start(dataFolder).close();
        var cluster = dataFolder.resolve(CLUSTER);
        var owner = Files.getAttribute(cluster, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        var group = Files.getAttribute(cluster, "unix:gid", LinkOption.NOFOLLOW_LINKS);
        boolean isOwn = owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        deleteTree(cluster);
        try (var in = new TarArchiveInputStream(new XZCompressorInputStream(
                new BufferedInputStream(Files.newInputStream(archive))))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                var target = dataFolder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(in, target);
                }
                if (target.startsWith(cluster)) {
                    Files.setPosixFilePermissions(target,
                            PosixFilePermissions.fromString(entry.isDirectory() ? "rwx------" : "rw-------"));
                    if (!isOwn) {
                        Files.setAttribute(target, "unix:uid", owner);
                        Files.setAttribute(target, "unix:gid", group);
                    }
                }
            }
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
