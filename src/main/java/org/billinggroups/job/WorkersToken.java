package org.billinggroups.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.billinggroups.file.AtomicFile;

/**
 * A file in the output folder while workers are asked for parts: whoever does not find it there has another folder.
 * Only who has the lock on invoicing writes one, so that those of earlier epochs are of processes that died.
 */
final class WorkersToken {
    /** Also what a process that died in the middle of writing one has left. */
    private static final Pattern ANY = Pattern.compile("\\.{1,2}workers-(\\d{1,18})(\\..*)?");

    private WorkersToken() {}

    /** The token of the process whose lock has this epoch. */
    static Path of(Path output, long epoch) {
        return output.resolve(".workers-" + epoch);
    }

    /** Writes one in place of all older ones. */
    static void write(Path output, long epoch) throws IOException {
        AtomicFile.createFolders(output);
        remove(output, epoch);
        AtomicFile.write(of(output, epoch), out -> out.write(Long.toString(epoch).getBytes(StandardCharsets.US_ASCII)));
    }

    /** Removes the one of this epoch and all older ones: a process that has lost its lock leaves its successor's. */
    static void remove(Path output, long epoch) throws IOException {
        try (var files = Files.list(output)) {
            for (var token : files.filter(file -> epochOf(file) <= epoch).toList()) {
                Files.deleteIfExists(token);
            }
        }
    }

    private static long epochOf(Path file) {
        var name = ANY.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : Long.MAX_VALUE;
    }
}
