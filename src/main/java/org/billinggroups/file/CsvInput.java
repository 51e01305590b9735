package org.billinggroups.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file row by row: UTF-8 with or without a byte order mark, RFC 4180, a header with known column names in
 * any order, each at most once. Blanks around cells do not count, nor do empty lines, rows without content and empty
 * columns at the end. Memory does not grow with the file: a row may have at most {@value #MAX_ROW_CHARACTERS}
 * characters.
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
    private final CsvText text;
    private final CsvReader<CsvRecord> parser;
    private final Iterator<CsvRecord> records;
    private @Nullable CsvRecord last;
    private @Nullable CsvHeader header;
    private Map<String, Integer> columns = Map.of();
    private int width = Integer.MAX_VALUE;
    private int cellsOfHeader;

    /**
     * Opens the file and reads its header. The stream is closed with this, or if there is an exception.
     *
     * @param file the name for messages
     * @param known all columns that may occur
     * @param required those that must occur
     * @throws InvalidInputException if the header does not fit
     */
    public CsvInput(String file, InputStream in, Set<String> known, Set<String> required) throws IOException {
        this(file, in, new CsvHeader.Rule(known, name -> false, "one of " + String.join(", ", known), required));
    }

    /**
     * A file of which only some columns are wanted, and may have any others.
     *
     * @param known those that are wanted, whether in small letters or in capitals
     */
    public static CsvInput withOtherColumns(String file, InputStream in, Set<String> known, Set<String> required)
            throws IOException {
        return new CsvInput(file, in, new CsvHeader.Rule(known, name -> true, "", required));
    }

    /**
     * The same for a file in which columns are recognised by a rule.
     *
     * @param expected what the header is expected to have
     */
    public CsvInput(String file, InputStream in, Predicate<String> known, String expected, Set<String> required)
            throws IOException {
        this(file, in, new CsvHeader.Rule(required, known, expected, required));
    }

    private CsvInput(String file, InputStream in, CsvHeader.Rule rule) throws IOException {
        this.file = file;
        this.text = new CsvText(file, in);
        this.parser = STRICT.ofCsvRecord(text);
        this.records = parser.iterator();
        try {
            readHeader(rule);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * A row of the file.
     *
     * @param line the line on which it starts, from 1
     * @param size the number of cells, without empty ones below empty names of columns
     */
    public record Row(long line, CsvRecord cells, int size) {
        /** A cell by its position, without blanks around it. */
        public String cell(int column) {
            return CellText.trimmed(cells.getField(column));
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

    /** The name of a column as it is in the file, which may differ in capitals. */
    public String asWritten(String column) {
        return Objects.requireNonNull(header).written().getOrDefault(column, column);
    }

    /** The next row that is not empty, or null at the end of the file. */
    public @Nullable Row next() {
        while (true) {
            var cells = nextRecord();
            if (cells == null) {
                return null;
            }
            if (text.isMalformed()) {
                requireText(cells);
            }
            int count = cells.getFieldCount();
            int size = count > width && count == cellsOfHeader && isEmpty(cells, width) ? width : count;
            if (!isEmpty(cells, 0)) {
                return new Row(cells.getStartingLineNumber(), cells, size);
            }
        }
    }

    private static boolean isEmpty(CsvRecord cells, int from) {
        for (int i = from; i < cells.getFieldCount(); i++) {
            if (!CellText.trimmed(cells.getField(i)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private void requireText(CsvRecord cells) {
        long line = cells.getStartingLineNumber();
        for (int i = 0; i < cells.getFieldCount(); i++) {
            var cell = cells.getField(i);
            int bad = CsvText.malformedAt(cell);
            if (bad >= 0) {
                int column = i;
                var name = columns.entrySet().stream().filter(entry -> entry.getValue() == column).findFirst()
                        .map(Map.Entry::getKey).orElse(header == null ? "header" : "column " + (i + 1));
                throw new InvalidInputException(
                        CsvText.problem(file, line + lineBreaks(cell.substring(0, bad)), name, cell));
            }
            line += lineBreaks(cell);
        }
    }

    private @Nullable CsvRecord nextRecord() {
        text.startRow();
        try {
            last = records.hasNext() ? records.next() : null;
            return last;
        } catch (UncheckedIOException e) {
            throw problemAt(lineAfter(last), Objects.requireNonNull(e.getCause()));
        } catch (CsvParseException e) {
            throw e.getCause() instanceof InvalidInputException foreign ? foreign : problemAt(lineAfter(last), e);
        }
    }

    /** The line on which the row after that one starts. */
    private static long lineAfter(@Nullable CsvRecord row) {
        return row == null
                ? 1
                : row.getStartingLineNumber() + 1 + row.getFields().stream().mapToLong(CsvInput::lineBreaks).sum();
    }

    private static long lineBreaks(String cell) {
        return LINE_BREAK.matcher(cell).results().count();
    }

    private InvalidInputException problemAt(long line, Exception cause) {
        if (cause instanceof ZipException) {
            return new InvalidInputException(new InputProblem(file, line, "", "", "is damaged: " + cause.getMessage()));
        }
        return new InvalidInputException(new InputProblem(file, line, "", "", "is not CSV: " + cause.getMessage()));
    }

    private void readHeader(CsvHeader.Rule rule) {
        var row = next();
        if (row == null) {
            throw new InvalidInputException(
                    InputProblem.ofFile(file, "is empty: expected a header with " + String.join(",", rule.required())));
        }
        header = CsvHeader.read(file, row, rule);
        columns = header.columns();
        width = header.width();
        cellsOfHeader = row.size();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
