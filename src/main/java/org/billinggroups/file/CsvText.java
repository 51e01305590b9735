package org.billinggroups.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The text of a CSV file: UTF-8, without the byte order marks at its start. It ends with an {@link IOException} when
 * one row continues for too long, and with an {@link InvalidInputException} when the file is of another kind.
 *
 * <p>A byte that is no UTF-8 becomes a character that no text has, so that the row and the cell in which it is are
 * known when it is refused.
 */
final class CsvText extends Reader {
    private static final int BUFFER = 1 << 16;
    private static final int BEGINNING = 1 << 13;
    private static final byte[] BYTE_ORDER_MARK = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };
    /** A lone half of a surrogate pair, the lower byte of which is the byte that is no text. */
    private static final int NO_TEXT = 0xDC00;
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private final String file;
    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    private boolean atStart = true;
    private boolean atEnd;
    private boolean malformed;
    private int secondHalf = -1;
    private long charactersInRow;

    CsvText(String file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /** Begins to count the characters of a row. */
    void startRow() {
        charactersInRow = 0;
    }

    /** Whether a byte that is no UTF-8 was read; the row in which it is may still come. */
    boolean isMalformed() {
        return malformed;
    }

    /** Where in the text of a cell a byte is that is no UTF-8; -1 if there is none. */
    static int malformedAt(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c >= NO_TEXT + 0x80 && c <= NO_TEXT + 0xff
                    && (i == 0 || !Character.isHighSurrogate(cell.charAt(i - 1)))) {
                return i;
            }
        }
        return -1;
    }

    /** What is wrong with a cell that has such a byte. */
    static InputProblem problem(String file, long line, String column, String cell) {
        var text = new StringBuilder(cell);
        int first = malformedAt(cell);
        byte bad = (byte) cell.charAt(first);
        for (int i = first; i >= 0; i = malformedAt(text.toString())) {
            text.setCharAt(i, new String(new byte[]{ (byte) text.charAt(i) }, WINDOWS).charAt(0));
        }
        var letter = text.charAt(first);
        return new InputProblem(file, line, column, text.toString(), "is not UTF-8: character " + (first + 1)
                + " is the byte 0x" + HexFormat.of().withUpperCase().toHexDigits(bad)
                + (letter == '\uFFFD' ? "" : ", which is '" + letter + "' in Windows-1252")
                + "; save the file as UTF-8 (in Excel: \"CSV UTF-8\")");
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (atStart) {
            begin();
        }
        int count = decode(buffer, offset, length);
        charactersInRow += Math.max(count, 0);
        if (charactersInRow > CsvInput.MAX_ROW_CHARACTERS) {
            throw new IOException("a row has more than " + CsvInput.MAX_ROW_CHARACTERS
                    + " characters (a quote not closed?)");
        }
        return count;
    }

    private void begin() throws IOException {
        atStart = false;
        bytes.clear();
        bytes.limit(in.readNBytes(bytes.array(), 0, BEGINNING));
        ForeignFile.refuse(file, bytes.array(), bytes.limit());
        while (bytes.remaining() >= BYTE_ORDER_MARK.length
                && bytes.slice(bytes.position(), BYTE_ORDER_MARK.length).equals(ByteBuffer.wrap(BYTE_ORDER_MARK))) {
            bytes.position(bytes.position() + BYTE_ORDER_MARK.length);
        }
    }

    private int decode(char[] buffer, int offset, int length) throws IOException {
        if (secondHalf >= 0) {
            buffer[offset] = (char) secondHalf;
            secondHalf = -1;
            return 1;
        }
        var text = CharBuffer.wrap(buffer, offset, length);
        while (true) {
            var result = decoder.decode(bytes, text, atEnd);
            if (result.isMalformed() && text.hasRemaining()) {
                malformed = true;
                text.put((char) (NO_TEXT + (bytes.get() & 0xff)));
            } else if (text.position() > offset) {
                return text.position() - offset;
            } else if (result.isOverflow()) {
                return firstHalf(buffer, offset);
            } else if (atEnd) {
                return -1;
            } else {
                fill();
            }
        }
    }

    /** There is room for one character, and the next one needs two. */
    private int firstHalf(char[] buffer, int offset) {
        var pair = CharBuffer.allocate(2);
        decoder.decode(bytes, pair, atEnd);
        buffer[offset] = pair.get(0);
        secondHalf = pair.get(1);
        return 1;
    }

    private void fill() throws IOException {
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        atEnd = count < 0;
        bytes.position(bytes.position() + Math.max(count, 0)).flip();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
