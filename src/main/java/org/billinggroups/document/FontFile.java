package org.billinggroups.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A TrueType font (ISO/IEC 14496-22) from the class path: which glyph shows a character, and how wide it is. */
final class FontFile {
    private static final int UNITS = 1000;
    private static final int TABLE_RECORD = 16;
    private static final int UNICODE_BMP = 0x3_0001;
    private static final int UNICODE_FULL = 0x3_000A;

    private final String name;
    private final ByteBuffer file;
    private final Map<String, ByteBuffer> tables = new HashMap<>();
    /** By character; 0 is the glyph of what is missing. */
    private final char[] glyphs = new char[Character.MAX_VALUE + 1];
    private final Map<Integer, Character> supplementary = new HashMap<>();

    private FontFile(String name, byte[] bytes) {
        this.name = name;
        this.file = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        int count = file.getShort(4);
        for (int i = 0; i < count; i++) {
            int at = 12 + i * TABLE_RECORD;
            var tag = new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
            tables.put(tag, file.slice(file.getInt(at + 8), file.getInt(at + 12)));
        }
        readCharacters();
    }

    static FontFile read(String resource) {
        try (var in = FontFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the font " + resource + " is not on the class path");
            }
            var name = resource.substring(resource.lastIndexOf('/') + 1, resource.lastIndexOf('.'));
            return new FontFile(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the font " + resource, e);
        }
    }

    private void readCharacters() {
        var cmap = table("cmap");
        int count = cmap.getShort(2);
        ByteBuffer best = null;
        for (int i = 0; i < count; i++) {
            int platform = cmap.getInt(4 + i * 8);
            if (platform == UNICODE_FULL || platform == UNICODE_BMP && best == null) {
                int at = cmap.getInt(8 + i * 8);
                best = cmap.slice(at, cmap.limit() - at);
            }
        }
        if (best != null && best.getShort(0) == 12) {
            readGroups(best);
        } else if (best != null && best.getShort(0) == 4) {
            readSegments(best);
        } else {
            throw new IllegalStateException("the font " + name + " has no table of Unicode characters");
        }
    }

    private void readGroups(ByteBuffer map) {
        int groups = map.getInt(12);
        for (int i = 0; i < groups; i++) {
            int at = 16 + i * 12;
            int first = map.getInt(at);
            int last = map.getInt(at + 4);
            for (int c = first; c <= last; c++) {
                put(c, map.getInt(at + 8) + c - first);
            }
        }
    }

    private void readSegments(ByteBuffer map) {
        int size = map.getShort(6);
        for (int i = 0; i < size; i += 2) {
            int last = map.getChar(14 + i);
            int first = map.getChar(16 + size + i);
            int delta = map.getShort(16 + 2 * size + i);
            int rangeAt = 16 + 3 * size + i;
            int range = map.getChar(rangeAt);
            for (int c = first; c <= last && c < Character.MAX_VALUE; c++) {
                int glyph = range == 0 ? c : map.getChar(rangeAt + range + 2 * (c - first));
                put(c, range != 0 && glyph == 0 ? 0 : glyph + delta & 0xFFFF);
            }
        }
    }

    private void put(int codePoint, int glyph) {
        if (codePoint < glyphs.length) {
            glyphs[codePoint] = (char) glyph;
        } else {
            supplementary.put(codePoint, (char) glyph);
        }
    }

    String name() {
        return name;
    }

    /** A table of the file; it must be there. */
    ByteBuffer table(String tag) {
        var table = tables.get(tag);
        if (table == null) {
            throw new IllegalStateException("the font " + name + " has no table " + tag);
        }
        return table;
    }

    boolean hasTable(String tag) {
        return tables.containsKey(tag);
    }

    /** The glyph of a character, 0 if there is none. */
    int glyph(int codePoint) {
        return codePoint < glyphs.length ? glyphs[codePoint] : supplementary.getOrDefault(codePoint, '\0');
    }

    /** The width of a glyph in thousandths of the font's size. */
    int width(int glyph) {
        int last = table("hhea").getChar(34) - 1;
        return scaled(table("hmtx").getChar(4 * Math.min(glyph, last)));
    }

    /** A measure of the font in thousandths of its size. */
    int scaled(int units) {
        return units * UNITS / table("head").getChar(18);
    }
}
