package org.billinggroups.database;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the text format of PostgreSQL's {@code COPY}, kept in memory. Columns are written in order, each row ended by
 * {@link #endRow}.
 */
public sealed class CopyRows permits CopyWriter {
    /** When rows are to be sent on. */
    public static final int FULL = 1 << 16;

    private static final int SECONDS_PER_DAY = 86_400;
    private static final int TIME_LENGTH = "T00:00:00Z".length();
    private static final int LONG_LENGTH = "-9223372036854775808".length();
    /** Precision up to which the digits of a decimal fit into a long. */
    private static final int LONG_PRECISION = 18;
    /** As many days are kept as texts: more than a billing period has. */
    private static final int DAYS_KEPT = 64;

    private byte[] buffer = new byte[FULL + (1 << 12)];
    private int length;
    private boolean rowStarted;
    private final @Nullable String[] dayTexts = new String[DAYS_KEPT];
    private final long[] days = new long[DAYS_KEPT];

    /** A text column, or NULL. */
    public CopyRows text(@Nullable String value) {
        startColumn();
        if (value == null) {
            appendAscii("\\N");
        } else {
            appendEscaped(value.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /** A numeric column, or NULL. */
    public CopyRows number(@Nullable BigDecimal value) {
        startColumn();
        if (value == null) {
            appendAscii("\\N");
        } else if (value.scale() >= 0 && value.scale() <= LONG_PRECISION && value.precision() <= LONG_PRECISION) {
            appendDecimal(value.unscaledValue().longValue(), value.scale());
        } else {
            appendAscii(value.toPlainString());
        }
        return this;
    }

    /** An integer column. */
    public CopyRows number(long value) {
        startColumn();
        if (value == Long.MIN_VALUE) {
            appendAscii(Long.toString(value));
        } else {
            appendDecimal(value, 0);
        }
        return this;
    }

    /** The same as the number's text, without making one: digits from the last to the first, the point among them. */
    private void appendDecimal(long unscaled, int scale) {
        ensure(LONG_LENGTH + 2);
        if (unscaled < 0) {
            buffer[length++] = '-';
        }
        long left = Math.abs(unscaled);
        int digits = Math.max(digitsOf(left), scale + 1);
        int end = length + digits + (scale > 0 ? 1 : 0);
        for (int at = end - 1, place = 1; at >= length; place++) {
            buffer[at--] = (byte) ('0' + left % 10);
            left /= 10;
            if (place == scale) {
                buffer[at--] = '.';
            }
        }
        length = end;
    }

    private static int digitsOf(long number) {
        int digits = 1;
        for (long left = number; left >= 10; left /= 10) {
            digits++;
        }
        return digits;
    }

    /** A timestamp with time zone, or NULL. */
    public CopyRows instant(@Nullable Instant value) {
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

    /** The same as the instant's text, without making one. */
    private void appendSeconds(long epochSecond) {
        long day = Math.floorDiv(epochSecond, SECONDS_PER_DAY);
        int second = Math.floorMod(epochSecond, SECONDS_PER_DAY);
        appendDay(day);
        ensure(TIME_LENGTH);
        buffer[length++] = 'T';
        appendTwoDigits(second / 3600);
        buffer[length++] = ':';
        appendTwoDigits(second / 60 % 60);
        buffer[length++] = ':';
        appendTwoDigits(second % 60);
        buffer[length++] = 'Z';
    }

    /** The text of a day is kept from row to row. */
    private void appendDay(long day) {
        int place = Math.floorMod(day, DAYS_KEPT);
        var text = dayTexts[place];
        if (text == null || days[place] != day) {
            text = LocalDate.ofEpochDay(day).toString();
            dayTexts[place] = text;
            days[place] = day;
        }
        appendAscii(text);
    }

    private void appendTwoDigits(int number) {
        buffer[length++] = (byte) ('0' + number / 10);
        buffer[length++] = (byte) ('0' + number % 10);
    }

    /** A date column. */
    public CopyRows date(@Nullable LocalDate value) {
        if (value == null) {
            return text(null);
        }
        startColumn();
        appendDay(value.toEpochDay());
        return this;
    }

    /**
     * Ends the row.
     *
     * @throws SQLException if rows are sent on, and the server does not take them
     */
    public void endRow() throws SQLException {
        append((byte) '\n');
        rowStarted = false;
    }

    /** The rows so far as bytes; they are forgotten. */
    public byte[] take() {
        var taken = Arrays.copyOf(buffer, length);
        length = 0;
        return taken;
    }

    /** How many bytes the rows so far have. */
    public int length() {
        return length;
    }

    byte[] buffer() {
        return buffer;
    }

    void clear() {
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
