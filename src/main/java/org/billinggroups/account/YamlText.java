package org.billinggroups.account;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InvalidInputException;

/**
 * The text of a YAML file. A character that YAML does not allow is refused with its place, and so is text without end:
 * the parser's time grows with the square of what it has to look at before it can continue, which is a word, a quoted
 * text or a line. JSON without line breaks is one line, in which quotes follow each other soon.
 */
final class YamlText extends FilterReader {
    private static final int LONGEST_LINE = 1 << 24;
    private static final int LONGEST_BETWEEN_QUOTES = 1 << 20;
    private static final int SHOWN = 60;

    private final String file;
    private final StringBuilder beginning = new StringBuilder();
    private int line = 1;
    private int characters;
    private int lastQuote;

    YamlText(String file, Reader in) {
        super(in);
        this.file = file;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        for (int i = offset; i < offset + count; i++) {
            check(buffer[i]);
        }
        return count;
    }

    private void check(char c) {
        if (c == '\n') {
            line++;
            characters = 0;
            lastQuote = 0;
            beginning.setLength(0);
            return;
        }
        characters++;
        if (c == '"' || c == '\'') {
            lastQuote = characters;
        }
        if (beginning.length() < SHOWN) {
            beginning.append(c);
        }
        if (!isAllowed(c)) {
            throw problem("character " + characters, beginning.toString(),
                    "expected printable characters only, found U+%04X".formatted((int) c));
        }
        if (characters > LONGEST_LINE || characters - lastQuote > LONGEST_BETWEEN_QUOTES) {
            throw problem("", "", "expected texts of at most " + LONGEST_BETWEEN_QUOTES + " characters, and lines of "
                    + LONGEST_LINE);
        }
    }

    /** As YAML 1.1 says; halves of pairs come together, since the file is UTF-8. */
    private static boolean isAllowed(char c) {
        return c == '\t' || c == '\r' || c == '\u0085' || c >= ' ' && c < 0x7f || c >= 0xa0 && c < 0xfffe;
    }

    private InvalidInputException problem(String column, String value, String reason) {
        return new InvalidInputException(new InputProblem(file, line, column, value, reason));
    }
}
