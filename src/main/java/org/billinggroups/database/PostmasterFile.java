package org.billinggroups.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a server says about itself in {@code postmaster.pid}: its process, its port and whether it is ready. After a
 * crash the file is stale: its process is gone, or the number is another process's by now.
 */
record PostmasterFile(Path file, List<String> lines) {

    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;
    /** Above the kernel's limit of process numbers. */
    private static final String NO_PROCESS = "2147483646";

    /** The file in a cluster's data folder; empty if there is none, or none with a process yet. */
    static Optional<PostmasterFile> read(Path dataFolder) throws IOException {
        Path file = dataFolder.resolve("postmaster.pid");
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            return lines.isEmpty() ? Optional.empty() : Optional.of(new PostmasterFile(file, lines));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether the process lives and is the server of this very data folder, not one that got its number later. */
    boolean isAlive() {
        try {
            String arguments = Files.readString(Path.of("/proc", lines.getFirst().strip(), "cmdline"));
            return Stream.of(arguments.split("\0")).anyMatch(file.resolveSibling("").toString()::equals);
        } catch (IOException e) {
            // There is no such process, or it ended while it was read.
            return false;
        }
    }

    /** The port, once the server accepts connections there. */
    Optional<Integer> readyPort() {
        boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
        return ready ? Optional.of(Integer.valueOf(lines.get(PORT_LINE).strip())) : Optional.empty();
    }

    /**
     * Replaces the number of a process that is not the server. Otherwise PostgreSQL, which does not look at what the
     * process is, would refuse to start. The file itself stays, as PostgreSQL learns from it which shared memory must
     * be unused.
     */
    void markDead() throws IOException {
        Files.writeString(file, NO_PROCESS + "\n" + String.join("\n", lines.subList(1, lines.size())) + "\n");
    }
}
