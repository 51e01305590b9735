package org.billinggroups.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.file.Sha256;
import org.billinggroups.usage.UsageSource;

/** Files given on the command line: where they can be read twice, and their hashes. */
final class InputSource {
    private InputSource() {}

    /** A file that can be read twice: a pipe is kept in one. */
    static Path readable(Path file, Spool spool) throws IOException {
        if (!Files.exists(file) || Files.isRegularFile(file) || Files.isDirectory(file)) {
            return file.toAbsolutePath();
        }
        try (var in = Files.newInputStream(file)) {
            return spool.keep(in);
        }
    }

    static String hash(String name, Path path) {
        try (var in = UsageSource.open(path)) {
            return Sha256.of(in);
        } catch (ZipException e) {
            throw new InvalidInputException(InputProblem.ofFile(name, "is damaged: " + e.getMessage()));
        } catch (IOException e) {
            throw new InvalidInputException(InputProblem.ofUnreadable(name, e));
        }
    }
}
