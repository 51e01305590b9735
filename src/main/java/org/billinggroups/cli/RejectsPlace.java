package org.billinggroups.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Where the bad rows of an import are written: to the file that is named, else below the data folder; those of a dry
 * run only for as long as it lasts.
 */
record RejectsPlace(@Nullable Path given, boolean dryRun, Path dataDir) {
    /** Whether the list stays when the command has ended. */
    boolean isKept() {
        return given != null || !dryRun;
    }

    /** @throws ParameterException if the file that is named cannot be it */
    void check(List<String> files, CommandSpec spec) throws IOException {
        if (given == null) {
            return;
        }
        if (files.size() > 1) {
            throw new ParameterException(spec.commandLine(), "--rejects takes the bad rows of one FILE");
        }
        if (given.toString().isEmpty() || Files.isDirectory(given)) {
            throw new ParameterException(spec.commandLine(), "--rejects '" + given + "': expected a file's name");
        }
        if (files.isEmpty()) {
            return;
        }
        var file = Path.of(files.getFirst());
        if (Files.exists(given) && Files.exists(file) && Files.isSameFile(given, file)) {
            throw new ParameterException(spec.commandLine(), "--rejects would overwrite " + file);
        }
    }

    Path of(String name, String sha256, Spool spool) throws IOException {
        if (given != null) {
            return given.toAbsolutePath();
        }
        if (dryRun) {
            return spool.temporary();
        }
        var base = Path.of(name).getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "_");
        return dataDir.toAbsolutePath().resolve("rejects").resolve(base + "-" + sha256.substring(0, 12) + ".csv");
    }
}
