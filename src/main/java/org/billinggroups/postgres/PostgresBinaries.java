package org.billinggroups.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The programs of a PostgreSQL server, unpacked from the archive on the class path. */
record PostgresBinaries(Path folder) {
    /** The version of the archive; an upgrade changes the folder's name, so that the programs are unpacked again. */
    static final String VERSION = "18.6.0";

    private static final Map<String, String> ARCHIVES = Map
            .of("amd64", "/postgres-linux-x86_64.txz", "aarch64", "/postgres-linux-arm_64.txz");
    private static final int OWNER_MAY_EXECUTE = 0100;

    /** A program such as {@code initdb}. */
    String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    /**
     * The binaries below the folder, unpacked if they are not there. Call it under the start lock only.
     *
     * @throws DatabaseRefusedException if this operating system or processor has no binaries
     */
    static PostgresBinaries unpackInto(Path parent) throws IOException {
        Path folder = parent.resolve("binaries-" + VERSION);
        if (!Files.isDirectory(folder)) {
            Path unfinished = parent.resolve("binaries-" + VERSION + ".unfinished");
            Folders.deleteTree(unfinished);
            unpack(unfinished);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return new PostgresBinaries(folder);
    }

    private static void unpack(Path folder) throws IOException {
        String system = System.getProperty("os.name");
        String processor = System.getProperty("os.arch");
        String archive = ARCHIVES.get(processor.toLowerCase(Locale.ROOT));
        if (archive == null || !system.equals("Linux")) {
            throw unsupported(system + " on " + processor);
        }
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (packed == null) {
                throw unsupported("this build, which lacks " + archive);
            }
            unpack(packed, folder);
        }
    }

    static void unpack(InputStream packed, Path folder) throws IOException {
        unpack(new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed))), folder);
    }

    private static void unpack(TarArchiveInputStream archive, Path folder) throws IOException {
        createDirectories(folder);
        for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
            Path target = folder.resolve(entry.getName()).normalize();
            if (!target.startsWith(folder)) {
                throw new IOException("the PostgreSQL archive names a file outside of its folder: " + entry.getName());
            }
            if (entry.isDirectory()) {
                createDirectories(target);
            } else {
                createDirectories(target.resolveSibling(""));
                unpack(archive, entry, target);
            }
        }
    }

    private static void unpack(TarArchiveInputStream archive, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(archive, target);
        boolean executable = (entry.getMode() & OWNER_MAY_EXECUTE) != 0;
        // Explicit, whatever the umask: the server may run as a user that does not own these files.
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static void createDirectories(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static DatabaseRefusedException unsupported(String where) {
        return new DatabaseRefusedException("there is no embedded PostgreSQL for " + where
                + ": it runs on Linux (amd64, aarch64); set SPRING_DATASOURCE_URL to use a server of your own");
    }
}
