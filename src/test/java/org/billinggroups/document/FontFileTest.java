package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpdf.text.pdf.BaseFont;

/** Test {@link FontFile} and {@link FontSubset}, the former beside what OpenPDF reads from the same file. */
class FontFileTest {
    private static final String REGULAR = "/liberation/LiberationSans-Regular.ttf";

    @ParameterizedTest
    @ValueSource(strings = { REGULAR, "/liberation/LiberationSans-Bold.ttf",
            "/fonts/ttf/NotoSansSC/NotoSansSC-Regular.ttf" })
    void knowsEachCharacterAndItsWidth(String file) throws IOException {
        var font = FontFile.read(file);
        BaseFont other;
        try (var in = FontFileTest.class.getResourceAsStream(file)) {
            other = BaseFont.createFont(file, BaseFont.IDENTITY_H, BaseFont.EMBEDDED, false, in.readAllBytes(), null);
        }
        for (int c = ' '; c <= 0x2FFFF; c++) {
            boolean there = font.glyph(c) != 0;
            assertThat(there).as("U+%X", c).isEqualTo(other.charExists(c));
            if (there) {
                assertThat(font.width(font.glyph(c))).as("U+%X", c).isEqualTo(other.getWidth(c));
            }
        }
    }

    @Test
    void aSubsetHasTheOutlinesThatItsLettersAreMadeOf() {
        var font = FontFile.read(REGULAR);
        var glyphs = new BitSet();
        glyphs.set(font.glyph('ä'));

        var subset = ByteBuffer.wrap(FontSubset.of(font, glyphs));

        assertThat(outlineLength(subset, font.glyph('ä'))).isPositive();
        assertThat(outlineLength(subset, font.glyph('a'))).isPositive();
        assertThat(outlineLength(subset, font.glyph('b'))).isZero();
    }

    @Test
    void aSubsetIsAWholeFileWithCorrectSums() {
        var font = FontFile.read(REGULAR);
        var glyphs = new BitSet();
        "Invoice".chars().forEach(c -> glyphs.set(font.glyph(c)));

        var subset = ByteBuffer.wrap(FontSubset.of(font, glyphs));

        for (int record = 12; record < 12 + 16 * subset.getShort(4); record += 16) {
            int sum = 0;
            for (int at = 0; at < subset.getInt(record + 12); at += 4) {
                sum += subset.getInt(subset.getInt(record + 8) + at);
            }
            assertThat(sum).isEqualTo(subset.getInt(record + 4));
        }
        assertThat(subset.limit() % 4).isZero();
    }

    private static int outlineLength(ByteBuffer file, int glyph) {
        for (int record = 12;; record += 16) {
            if (file.getInt(record) == 0x6C6F6361) {
                int loca = file.getInt(record + 8);
                return file.getInt(loca + 4 * glyph + 4) - file.getInt(loca + 4 * glyph);
            }
        }
    }
}
