package org.billinggroups.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * One thing that is wrong in an input file, with its place.
 *
 * @param file the file's name as the user gave it; empty for what was given on the command line
 * @param line the line, from 1; 0 when the file as a whole is meant
 * @param column the column or field, or empty
 * @param value the value found, or empty
 * @param reason what was expected instead
 */
public record InputProblem(String file, long line, String column, String value, String reason) {

    /** Longer values are cut in messages: a hostile file must not flood the terminal. */
    private static final int SHOWN_CHARACTERS = 80;

    /** A problem of the file as a whole. */
    public static InputProblem ofFile(String file, String reason) {
        return new InputProblem(file, 0, "", "", reason);
    }

    /** A file that cannot be read at all. */
    public static InputProblem ofUnreadable(String file, IOException cause) {
        return ofFile(file, switch (cause) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "may not be read by this user";
            default ->
                Files.isDirectory(Path.of(file)) ? "is a folder, not a file" : "cannot be read: " + cause.getMessage();
        });
    }

    /** One sentence: {@code usage.csv:12: quantity '1,5': expected a decimal number}. */
    @Override
    public String toString() {
        var text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        if (!file.isEmpty()) {
            text.append(": ");
        }
        if (!column.isEmpty()) {
            text.append(column).append(" '").append(shown(value)).append("': ");
        }
        return text.append(reason).toString();
    }

    private static String shown(String value) {
        return value.length() <= SHOWN_CHARACTERS
                ? CellText.visible(value)
                : CellText.visible(value.substring(0, SHOWN_CHARACTERS)) + "...";
    }
}
