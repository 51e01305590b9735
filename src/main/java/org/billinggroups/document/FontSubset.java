package org.billinggroups.document;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A font file with the outlines of some glyphs only. Glyphs keep their numbers; those after the last one are left out,
 * the others are empty.
 */
final class FontSubset {
    /** What a PDF needs (ISO 32000-1, 9.9), in the order of the file. */
    private static final List<String> TABLES = List.of("cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp",
            "prep");
    private static final int ALIGNMENT = 4;
    private static final int MISSING_GLYPH = 0;
    private static final int LONG_OFFSETS = 1;
    private static final int WORDS = 0x01;
    private static final int SCALE = 0x08;
    private static final int MORE_COMPONENTS = 0x20;
    private static final int TWO_SCALES = 0x40;
    private static final int MATRIX = 0x80;

    private final FontFile font;
    private final BitSet glyphs;
    private final int count;

    private FontSubset(FontFile font, BitSet glyphs) {
        this.font = font;
        this.glyphs = (BitSet) glyphs.clone();
        this.glyphs.set(MISSING_GLYPH);
        if (font.table("head").getShort(50) != LONG_OFFSETS) {
            throw new IllegalArgumentException("the font " + font.name() + " has short offsets");
        }
        addComponents();
        count = this.glyphs.length();
    }

    static byte[] of(FontFile font, BitSet glyphs) {
        return new FontSubset(font, glyphs).file();
    }

    private ByteBuffer outline(int glyph) {
        var loca = font.table("loca");
        int from = loca.getInt(4 * glyph);
        return font.table("glyf").slice(from, loca.getInt(4 * glyph + 4) - from);
    }

    /** An accented letter may be made of others, which may be made of others. */
    private void addComponents() {
        var waiting = glyphs;
        while (!waiting.isEmpty()) {
            var found = new BitSet();
            waiting.stream().forEach(glyph -> addComponents(outline(glyph), found));
            found.andNot(glyphs);
            glyphs.or(found);
            waiting = found;
        }
    }

    private static void addComponents(ByteBuffer outline, BitSet found) {
        boolean composite = outline.limit() > 0 && outline.getShort(0) < 0;
        int at = 10;
        while (composite) {
            int flags = outline.getShort(at);
            found.set(outline.getChar(at + 2));
            at += (flags & WORDS) == 0 ? 6 : 8;
            at += (flags & SCALE) != 0 ? 2 : (flags & TWO_SCALES) != 0 ? 4 : (flags & MATRIX) != 0 ? 8 : 0;
            composite = (flags & MORE_COMPONENTS) != 0;
        }
    }

    private byte[] file() {
        Map<String, ByteBuffer> tables = new LinkedHashMap<>();
        TABLES.stream().filter(font::hasTable).forEach(tag -> tables.put(tag, font.table(tag)));
        int metrics = Math.min(count, font.table("hhea").getChar(34));
        tables.put("hmtx", metrics(metrics));
        tables.put("hhea", copy("hhea").putChar(34, (char) metrics));
        tables.put("maxp", copy("maxp").putChar(4, (char) count));
        var loca = ByteBuffer.allocate(4 * (count + 1));
        tables.put("glyf", outlines(loca));
        tables.put("loca", loca);
        return file(tables);
    }

    private ByteBuffer copy(String tag) {
        var table = font.table(tag);
        return ByteBuffer.allocate(table.limit()).put(0, table, 0, table.limit());
    }

    /** Widths of the glyphs that are there; the first ones have a width each, the others that of the last one. */
    private ByteBuffer metrics(int metrics) {
        var all = font.table("hmtx");
        var some = ByteBuffer.allocate(4 * metrics + 2 * (count - metrics));
        glyphs.stream().filter(glyph -> glyph < metrics)
                .forEach(glyph -> some.putInt(4 * glyph, all.getInt(4 * glyph)));
        some.putInt(4 * metrics - 4, all.getInt(4 * metrics - 4));
        return some;
    }

    private ByteBuffer outlines(ByteBuffer loca) {
        var some = ByteBuffer.allocate(glyphs.stream().map(glyph -> aligned(outline(glyph).limit())).sum());
        for (int glyph = 0; glyph <= count; glyph++) {
            loca.putInt(4 * glyph, some.position());
            if (glyphs.get(glyph)) {
                var outline = outline(glyph);
                int next = some.position() + aligned(outline.limit());
                some.put(outline).position(next);
            }
        }
        return some.rewind();
    }

    private static byte[] file(Map<String, ByteBuffer> tables) {
        int offset = 12 + 16 * tables.size();
        var file = ByteBuffer.allocate(offset + tables.values().stream().mapToInt(t -> aligned(t.limit())).sum());
        int power = Integer.highestOneBit(tables.size());
        file.putInt(0x1_0000).putShort((short) tables.size()).putShort((short) (16 * power))
                .putShort((short) Integer.numberOfTrailingZeros(power))
                .putShort((short) (16 * (tables.size() - power)));
        for (var table : tables.entrySet()) {
            int length = table.getValue().limit();
            file.put(offset, table.getValue(), 0, length);
            file.put(table.getKey().getBytes(StandardCharsets.ISO_8859_1)).putInt(sum(file, offset, aligned(length)))
                    .putInt(offset).putInt(length);
            offset += aligned(length);
        }
        return file.array();
    }

    private static int sum(ByteBuffer file, int from, int length) {
        int sum = 0;
        for (int at = from; at < from + length; at += ALIGNMENT) {
            sum += file.getInt(at);
        }
        return sum;
    }

    private static int aligned(int length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
