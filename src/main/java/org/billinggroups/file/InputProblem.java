package org.billinggroups.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

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
    private static final Pattern VARYING_END = Pattern.compile("(?s), found .*|; .*|(?<=not before \\w{1,40}) .*");
    /** Of such a problem the column is the wrong key itself. */
    private static final Pattern ABOUT_KEY = Pattern.compile("^(unknown|the) key ?\\b");
    private static final Pattern VARYING = Pattern.compile("'[^']*'|(?<=line )[0-9]+");

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

    /** What it has in common with others: column and reason, without what differs from row to row. */
    String kind() {
        var common = VARYING.matcher(VARYING_END.matcher(reason).replaceAll("")).replaceAll("…");
        boolean namesColumn = !column.isEmpty() && !ABOUT_KEY.matcher(reason).find();
        return (namesColumn ? CellText.shown(column) + ": " : "") + CellText.shown(common);
    }

    /** One sentence: {@code usage.csv:12: quantity '1,5': expected a decimal number}. */
    @Override
    public String toString() {
        var text = new StringBuilder(CellText.visible(file));
        if (line > 0) {
            text.append(':').append(line);
        }
        if (!file.isEmpty()) {
            text.append(": ");
        }
        if (!column.isEmpty()) {
            text.append(CellText.shown(column)).append(" '").append(CellText.shown(value)).append("': ");
        }
        return text.append(CellText.line(reason)).toString();
    }
}
