package org.billinggroups.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens files that operators name. */
public final class InputFile {
    private InputFile() {}

    /**
     * Opens a file for reading.
     *
     * @throws InvalidInputException if it is missing, a folder, or may not be read
     */
    public static InputStream open(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new IOException("is a folder");
            }
            return new BufferedInputStream(Files.newInputStream(file));
        } catch (IOException e) {
            throw new InvalidInputException(InputProblem.ofUnreadable(file.toString(), e));
        }
    }
}
