package org.billinggroups.file;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells by its first bytes what a file is that is no CSV, and what to do: one sentence instead of one for each row. */
final class ForeignFile {
    private static final String SAVE = "open it in a spreadsheet program and save it as \"CSV UTF-8\"";
    private static final String UNPACK = "unpack it first";

    /** By their first bytes, as characters of ISO 8859-1. */
    private static final Map<String, String> BINARY = new LinkedHashMap<>();

    static {
        BINARY.put("\u001f\u008b", "is compressed with gzip: " + UNPACK);
        BINARY.put("BZh", "is compressed with bzip2: " + UNPACK + ", or compress it with gzip");
        BINARY.put("\u00fd7zXZ\0", "is compressed with xz: " + UNPACK + ", or compress it with gzip");
        BINARY.put("(\u00b5/\u00fd", "is compressed with zstd: " + UNPACK + ", or compress it with gzip");
        BINARY.put("7z\u00bc\u00af'\u001c", "is a 7z archive: " + UNPACK);
        BINARY.put("Rar!", "is a rar archive: " + UNPACK);
        BINARY.put("\u00d0\u00cf\u0011\u00e0", "is an Excel workbook (xls): " + SAVE);
        BINARY.put("PAR1", "is a Parquet file: have it exported as CSV");
        BINARY.put("Obj\u0001", "is an Avro file: have it exported as CSV");
        BINARY.put("%PDF", "is a PDF: have the data exported as CSV");
        BINARY.put("SQLite format 3", "is an SQLite database: have it exported as CSV");
    }

    private ForeignFile() {}

    /**
     * Refuses a file of another kind.
     *
     * @param length how many bytes of the beginning there are
     * @throws InvalidInputException naming the kind and the remedy
     */
    static void refuse(String file, byte[] beginning, int length) {
        var kind = kind(new String(beginning, 0, length, StandardCharsets.ISO_8859_1));
        if (kind != null) {
            throw new InvalidInputException(InputProblem.ofFile(file, kind));
        }
    }

    private static @Nullable String kind(String bytes) {
        if (bytes.startsWith("PK\u0003\u0004") || bytes.startsWith("PK\u0005\u0006")) {
            return archive(bytes);
        }
        for (var binary : BINARY.entrySet()) {
            if (bytes.startsWith(binary.getKey())) {
                return binary.getValue();
            }
        }
        if (isUtf16(bytes)) {
            return "is UTF-16 text: save it as UTF-8 (in Excel: \"CSV UTF-8\" instead of \"Unicode text\")";
        }
        if (isBinary(bytes)) {
            return "is no text, since it has bytes that are zero: expected a CSV file";
        }
        var text = bytes.replaceFirst("^(\u00ef\u00bb\u00bf)*\\s*", "");
        return text.isEmpty() ? null : textual(text);
    }

    private static String archive(String bytes) {
        if (bytes.contains("[Content_Types].xml") || bytes.contains("xl/") || bytes.contains("_rels/")) {
            return "is an Excel workbook (xlsx): " + SAVE;
        }
        return bytes.contains("application/vnd.oasis.opendocument.spreadsheet")
                ? "is an OpenDocument spreadsheet (ods): " + SAVE
                : "is a zip archive: " + UNPACK;
    }

    private static boolean isUtf16(String bytes) {
        if (bytes.startsWith("\u00ff\u00fe") || bytes.startsWith("\u00fe\u00ff")) {
            return true;
        }
        for (int zero = 0; zero < 2; zero++) {
            boolean alternates = bytes.length() >= 4;
            for (int i = 0; i < Math.min(bytes.length() & -2, 8); i++) {
                alternates &= (bytes.charAt(i) == 0) == (i % 2 == zero);
            }
            if (alternates) {
                return true;
            }
        }
        return false;
    }

    /** A zero in the header, or very many: a single one in a cell is reported with its place. */
    private static boolean isBinary(String bytes) {
        int first = bytes.indexOf('\0');
        int header = bytes.indexOf('\n');
        return first >= 0 && (header < 0 || first < header || count(bytes, '\0') > bytes.length() / 16);
    }

    private static @Nullable String textual(String text) {
        var start = text.substring(0, Math.min(text.length(), 200)).toLowerCase(Locale.ROOT);
        if (start.charAt(0) == '<') {
            return start.contains("html") || start.startsWith("<head") || start.startsWith("<!--")
                    ? "is an HTML page, not CSV, perhaps of a login or an error: download the file again"
                    : "is XML, not CSV, perhaps the message of an error: download the file again, as CSV";
        }
        if (start.charAt(0) == '{' || start.charAt(0) == '[') {
            return "is JSON, not CSV: have the data exported as CSV";
        }
        if (start.matches("(?s)\"?sep=.*")) {
            return "begins with a line 'sep=' that only Excel knows: delete the line, and separate cells by commas";
        }
        return separator(text.lines().findFirst().orElse(""));
    }

    /** A header has more commas than anything else that may separate its names. */
    private static @Nullable String separator(String header) {
        var outsideQuotes = header.replaceAll("\"[^\"]*\"?", "");
        long commas = count(outsideQuotes, ',');
        if (count(outsideQuotes, ';') > commas) {
            return "has its cells separated by semicolons: save it with commas, and with points in decimal numbers";
        }
        if (count(outsideQuotes, '\t') > commas) {
            return "has its cells separated by tabs: save it with commas";
        }
        return count(outsideQuotes, '|') > commas
                ? "has its cells separated by vertical bars: save it with commas"
                : null;
    }

    private static long count(String text, char c) {
        return text.chars().filter(each -> each == c).count();
    }
}
