package org.billinggroups.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server says about itself in {@code postmaster.pid}: its process, its port and whether it is ready. After a
 * crash the file is stale: its process is gone, or the number is another process's by now.
 */
record PostmasterFile(Path file, List<String> lines) {
    private static final int START_LINE = 2;
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;
    /** How far the start that the system tells may be from the one that the server wrote down. */
    private static final int START_SECONDS = 60;
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

    /**
     * Whether the process lives and is the server of this very data folder, not one that got its number later. However
     * it was started, a server works in its data folder; where that may not be looked at, its name and start tell.
     */
    boolean isAlive() throws IOException {
        Path process = Path.of("/proc", lines.getFirst().strip());
        if (!isServer(process)) {
            return false;
        }
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(file.resolveSibling("").toRealPath());
        } catch (AccessDeniedException e) {
            return isStartedThen();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static boolean isServer(Path process) {
        try {
            return Files.readString(process.resolve("cmdline")).split("\0")[0].endsWith("postgres");
        } catch (IOException e) {
            // There is no such process, or it ended while it was read.
            return false;
        }
    }

    private boolean isStartedThen() {
        var started = ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .flatMap(handle -> handle.info().startInstant());
        return lines.size() > START_LINE && started.isPresent() && Math.abs(started.get().getEpochSecond()
                - Long.parseLong(lines.get(START_LINE).strip())) < START_SECONDS;
    }

    /** Whether the server says that it is about to end. */
    boolean isStopping() {
        return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("stopping");
    }

    /** Ends the process as it is, which is safe, since the log of a server is durable. */
    void kill() {
        ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).ifPresent(ProcessHandle::destroyForcibly);
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
