package org.billinggroups.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file row by row: UTF-8 with or without a byte order mark, RFC 4180, a header with known column names in
 * any order, each at most once. Empty lines are no rows. Memory does not grow with the file: a row may have at most
 * {@value #MAX_ROW_CHARACTERS} characters.
 *
 * <p>What is wrong with the file as a whole (encoding, quotes, header) ends reading with an
 * {@link InvalidInputException}; what is wrong in a cell is for the caller to say.
 */
public final class CsvInput implements Closeable {
    /** The longest row. */
    public static final int MAX_ROW_CHARACTERS = 1 << 20;

    private static final CSVFormat FORMAT = CSVFormat.RFC4180;
    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\r|\n");
    private static final CsvReader.CsvReaderBuilder STRICT = CsvReader.builder().skipEmptyLines(false)
            .allowUnclosedQuote(false).extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE);

    private final String file;
    private final RowLimitedReader reader;
    private final CsvReader<CsvRecord> parser;
    private final Iterator<CsvRecord> records;
    private @Nullable CsvRecord last;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private int width;

    /**
     * Opens the file and reads its header. The stream is closed with this, or if there is an exception.
     *
     * @param file the name for messages
     * @param known all columns that may occur
     * @param required those that must occur
     * @throws InvalidInputException if the header does not fit
     */
    public CsvInput(String file, InputStream in, Set<String> known, Set<String> required) throws IOException {
        this(file, in, known::contains, "one of " + String.join(", ", known), required);
    }

    /** A file of which only some columns are wanted, and may have any others. */
    public static CsvInput withOtherColumns(String file, InputStream in, Set<String> required) throws IOException {
        return new CsvInput(file, in, name -> true, "", required);
    }

    /** The same for a file in which columns are told by a rule; blanks around their names do not count. */
    public CsvInput(String file, InputStream in, Predicate<String> known, Set<String> required) throws IOException {
        this(file, in, known, "other names", required);
    }

    private CsvInput(String file, InputStream in, Predicate<String> known, String expected, Set<String> required)
            throws IOException {
        this.file = file;
        var decoder = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        this.reader = new RowLimitedReader(new InputStreamReader(in, decoder));
        this.parser = STRICT.ofCsvRecord(reader);
        this.records = parser.iterator();
        try {
            readHeader(known, expected, required);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * A row of the file.
     *
     * @param line the line on which it starts, from 1
     */
    public record Row(long line, CsvRecord cells) {

        /** The number of cells. */
        public int size() {
            return cells.getFieldCount();
        }

        /** A cell by its position. */
        public String cell(int column) {
            return cells.getField(column);
        }

        /** The row as CSV again. */
        public String text() {
            return FORMAT.format(cells.getFields().toArray());
        }
    }

    /** The position of a column, or -1 if the file does not have it. */
    public int column(String name) {
        return columns.getOrDefault(name, -1);
    }

    /** How many columns the header has. */
    public int width() {
        return width;
    }

    /** The column names in the order of the file. */
    public List<String> header() {
        return List.copyOf(columns.keySet());
    }

    /** The next row, or null at the end of the file. */
    public @Nullable Row next() {
        while (true) {
            var cells = nextRecord();
            if (cells == null) {
                return null;
            }
            if (cells.getFieldCount() > 1 || !cells.getField(0).isEmpty()) {
                return new Row(cells.getStartingLineNumber(), cells);
            }
        }
    }

    private @Nullable CsvRecord nextRecord() {
        reader.startRow();
        try {
            last = records.hasNext() ? records.next() : null;
            return last;
        } catch (UncheckedIOException e) {
            throw problemAt(lineAfter(last), e.getCause());
        } catch (CsvParseException e) {
            throw problemAt(lineAfter(last), e);
        }
    }

    /** The line on which the row after that one starts. */
    private static long lineAfter(@Nullable CsvRecord row) {
        return row == null
                ? 1
                : row.getStartingLineNumber() + 1
                        + row.getFields().stream().mapToLong(cell -> LINE_BREAK.matcher(cell).results().count()).sum();
    }

    private InvalidInputException problemAt(long line, Exception cause) {
        if (cause instanceof CharacterCodingException) {
            return new InvalidInputException(
                    InputProblem.ofFile(file, "is not UTF-8 text (after line " + (line - 1) + ")"));
        }
        if (cause instanceof ZipException) {
            return new InvalidInputException(new InputProblem(file, line, "", "", "is damaged: " + cause.getMessage()));
        }
        return new InvalidInputException(new InputProblem(file, line, "", "", "is not CSV: " + cause.getMessage()));
    }

    private void readHeader(Predicate<String> known, String expected, Set<String> required) {
        var header = next();
        if (header == null) {
            throw new InvalidInputException(
                    InputProblem.ofFile(file, "is empty: expected a header with " + String.join(",", required)));
        }
        List<InputProblem> problems = new ArrayList<>();
        for (int i = 0; i < header.size() && problems.size() < 100; i++) {
            var name = header.cell(i).strip();
            if (!known.test(name)) {
                problems.add(new InputProblem(file, header.line(), "header", name,
                        "unknown column: expected " + expected));
            } else if (columns.put(name, i) != null) {
                problems.add(new InputProblem(file, header.line(), "header", name, "the column stands twice"));
            }
        }
        width = header.size();
        for (var name : required) {
            if (!columns.containsKey(name)) {
                problems.add(new InputProblem(file, header.line(), "header", name, "the column is missing"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    /** Skips a byte order mark, and stops when one row goes on for too long. */
    private static final class RowLimitedReader extends Reader {
        private static final char BYTE_ORDER_MARK = '\uFEFF';
        private final Reader in;
        private boolean atStart = true;
        private long charactersInRow;

        RowLimitedReader(Reader in) {
            this.in = in;
        }

        void startRow() {
            charactersInRow = 0;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            if (atStart && count > 0) {
                atStart = false;
                if (buffer[offset] == BYTE_ORDER_MARK) {
                    System.arraycopy(buffer, offset + 1, buffer, offset, --count);
                    return count == 0 ? read(buffer, offset, length) : count;
                }
            }
            charactersInRow += Math.max(count, 0);
            if (charactersInRow > MAX_ROW_CHARACTERS) {
                throw new IOException(
                        "a row has more than " + MAX_ROW_CHARACTERS + " characters (a quote not closed?)");
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
