package org.billinggroups.database;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Streams rows into a table with PostgreSQL's {@code COPY ... FROM STDIN} in text format, in the connection's
 * transaction. Columns are written in order, each row ended by {@link #endRow}; {@link #finish} completes the copy, and
 * closing an unfinished one cancels it.
 */
public final class CopyWriter implements AutoCloseable {
    private static final int FLUSH_BYTES = 1 << 16;

    private static final int SECONDS_PER_DAY = 86_400;
    private static final int TIME_LENGTH = "T00:00:00Z".length();

    private final CopyIn copy;
    private byte[] buffer = new byte[FLUSH_BYTES + (1 << 12)];
    private int length;
    private boolean rowStarted;
    private long lastDay = Long.MIN_VALUE;
    private String lastDayText = "";

    /**
     * Starts a copy.
     *
     * @param target the table with its columns, such as {@code invoice_line (invoice_id, line)}; never a user's text
     */
    public CopyWriter(Connection connection, String target) throws SQLException {
        copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + target + " FROM STDIN");
    }

    /** A text column, or NULL. */
    public CopyWriter text(@Nullable String value) {
        startColumn();
        if (value == null) {
            appendAscii("\\N");
        } else {
            appendEscaped(value.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /** A numeric column, or NULL. */
    public CopyWriter number(@Nullable BigDecimal value) {
        startColumn();
        appendAscii(value == null ? "\\N" : value.toPlainString());
        return this;
    }

    /** An integer column. */
    public CopyWriter number(long value) {
        startColumn();
        appendAscii(Long.toString(value));
        return this;
    }

    /** A timestamp with time zone, or NULL. */
    public CopyWriter instant(@Nullable Instant value) {
        startColumn();
        if (value == null) {
            appendAscii("\\N");
        } else if (value.getNano() == 0) {
            appendSeconds(value.getEpochSecond());
        } else {
            appendAscii(value.toString());
        }
        return this;
    }

    /** The same as the instant's text, without making one: the day's text is kept from row to row. */
    private void appendSeconds(long epochSecond) {
        long day = Math.floorDiv(epochSecond, SECONDS_PER_DAY);
        int second = Math.floorMod(epochSecond, SECONDS_PER_DAY);
        if (day != lastDay) {
            lastDay = day;
            lastDayText = LocalDate.ofEpochDay(day).toString();
        }
        appendAscii(lastDayText);
        ensure(TIME_LENGTH);
        buffer[length++] = 'T';
        appendTwoDigits(second / 3600);
        buffer[length++] = ':';
        appendTwoDigits(second / 60 % 60);
        buffer[length++] = ':';
        appendTwoDigits(second % 60);
        buffer[length++] = 'Z';
    }

    private void appendTwoDigits(int number) {
        buffer[length++] = (byte) ('0' + number / 10);
        buffer[length++] = (byte) ('0' + number % 10);
    }

    /** A date column. */
    public CopyWriter date(@Nullable LocalDate value) {
        if (value == null) {
            return text(null);
        }
        startColumn();
        appendAscii(value.toString());
        return this;
    }

    /** Ends the row. */
    public void endRow() throws SQLException {
        append((byte) '\n');
        rowStarted = false;
        if (length >= FLUSH_BYTES) {
            flush();
        }
    }

    /** Completes the copy and tells how many rows it took. */
    public long finish() throws SQLException {
        flush();
        return copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void flush() throws SQLException {
        copy.writeToCopy(buffer, 0, length);
        length = 0;
    }

    private void startColumn() {
        if (rowStarted) {
            append((byte) '\t');
        }
        rowStarted = true;
    }

    private void appendEscaped(byte[] bytes) {
        ensure(2 * bytes.length);
        for (byte b : bytes) {
            switch (b) {
                case '\\', '\t', '\n', '\r' -> {
                    buffer[length++] = '\\';
                    buffer[length++] = b == '\t' ? (byte) 't' : b == '\n' ? (byte) 'n' : b == '\r' ? (byte) 'r' : b;
                }
                default -> buffer[length++] = b;
            }
        }
    }

    private void appendAscii(String text) {
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            buffer[length++] = (byte) text.charAt(i);
        }
    }

    private void append(byte b) {
        ensure(1);
        buffer[length++] = b;
    }

    private void ensure(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
        }
    }
}
