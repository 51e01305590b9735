package org.billinggroups.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.billinggroups.file.Sha256;

/**
 * A font as documents embed it: the outlines and widths of some characters, and which characters they are. What it is
 * depends on the font and the characters only.
 *
 * @param name with six letters before it, which differ by characters
 */
record EmbeddedFont(FontFile font, String name, Deflated program, String widths, Deflated toUnicode) {
    /**
     * Sets of characters that are prepared once, the first one that has all characters of a document serves it: this
     * saves subsetting and deflating fonts, which was about a third of the time of a document of 30 lines.
     */
    private static final List<BitSet> COMMON = List.of(characters("·–€"),
            characters("·–€—‘’“”„…«»ŒœŠšŽžŸ", 0xC0, 0xFF));

    private static final Map<Prepared, EmbeddedFont> PREPARED = new ConcurrentHashMap<>();
    private static final int TAG_LETTERS = 6;
    private static final int UPRIGHT_LATIN = 32;
    private static final int USUAL_STEM = 80;

    private record Prepared(FontFile font, BitSet characters) {}

    private static BitSet characters(String some, int... range) {
        var characters = new BitSet();
        characters.set(' ', '~' + 1);
        some.chars().forEach(characters::set);
        if (range.length == 2) {
            characters.set(range[0], range[1] + 1);
        }
        return characters;
    }

    /** The font with at least these characters, which it must have; the same for the same characters. */
    static EmbeddedFont with(BitSet characters, FontFile font, PdfFile file) throws IOException {
        for (var common : COMMON) {
            var others = (BitSet) characters.clone();
            others.andNot(common);
            if (others.isEmpty()) {
                return PREPARED.computeIfAbsent(new Prepared(font, common), EmbeddedFont::prepared);
            }
        }
        var glyphs = glyphs(font, characters);
        var program = file.deflated(out -> out.write(program(font, glyphs)));
        return of(font, glyphs, program, file.deflated(out -> out.write(toUnicode(glyphs))));
    }

    private static EmbeddedFont prepared(Prepared prepared) {
        try {
            var glyphs = glyphs(prepared.font, prepared.characters);
            return of(prepared.font, glyphs, Deflated.once(program(prepared.font, glyphs)),
                    Deflated.once(toUnicode(glyphs)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedFont of(FontFile font, TreeMap<Integer, Integer> glyphs, Deflated program,
            Deflated toUnicode) {
        return new EmbeddedFont(font, tag(glyphs) + "+" + font.name(), program, widths(font, glyphs), toUnicode);
    }

    /** Each glyph with its character, the first one if several look the same. */
    private static TreeMap<Integer, Integer> glyphs(FontFile font, BitSet characters) {
        var glyphs = new TreeMap<Integer, Integer>();
        characters.stream().filter(c -> font.glyph(c) != 0).forEach(c -> glyphs.putIfAbsent(font.glyph(c), c));
        return glyphs;
    }

    private static byte[] program(FontFile font, TreeMap<Integer, Integer> glyphs) {
        var kept = new BitSet();
        glyphs.keySet().forEach(kept::set);
        return FontSubset.of(font, kept);
    }

    private static String tag(TreeMap<Integer, Integer> glyphs) {
        var hash = Sha256.newDigest().digest(glyphs.toString().getBytes(StandardCharsets.UTF_8));
        var tag = new StringBuilder();
        for (int i = 0; i < TAG_LETTERS; i++) {
            tag.append((char) ('A' + (hash[i] & 0xFF) % 26));
        }
        return tag.toString();
    }

    /** Runs of glyphs in a row, such as {@code 3[278 278]17[556]}. */
    private static String widths(FontFile font, TreeMap<Integer, Integer> glyphs) {
        var widths = new StringBuilder();
        int expected = -1;
        for (int glyph : glyphs.keySet()) {
            if (glyph != expected) {
                widths.append(expected < 0 ? "" : "]").append(glyph).append('[');
            } else {
                widths.append(' ');
            }
            widths.append(font.width(glyph));
            expected = glyph + 1;
        }
        return widths.append(']').toString();
    }

    private static byte[] toUnicode(TreeMap<Integer, Integer> glyphs) {
        var map = new StringBuilder("""
                /CIDInit /ProcSet findresource begin
                12 dict begin
                begincmap
                /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
                /CMapName /Adobe-Identity-UCS def
                /CMapType 2 def
                1 begincodespacerange
                <0000><FFFF>
                endcodespacerange
                """);
        int left = glyphs.size();
        int inBlock = 0;
        for (var glyph : glyphs.entrySet()) {
            if (inBlock == 0) {
                inBlock = Math.min(left, 100);
                map.append(inBlock).append(" beginbfchar\n");
            }
            map.append('<').append(hex(glyph.getKey())).append("><");
            Character.toString(glyph.getValue()).chars().forEach(unit -> map.append(hex(unit)));
            map.append(">\n");
            left--;
            inBlock--;
            map.append(inBlock == 0 ? "endbfchar\n" : "");
        }
        map.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        return map.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String hex(int unit) {
        return HexFormat.of().toHexDigits((char) unit);
    }

    /** Writes the font's objects, and gives the number of the one that pages use. */
    int writeTo(PdfFile file) throws IOException {
        var head = font.table("head");
        var hhea = font.table("hhea");
        int stream = file.add("/Length1 " + program.plainLength(), program);
        int descriptor = file.add("<</Type/FontDescriptor/FontName/" + name + "/Flags " + UPRIGHT_LATIN + "/FontBBox["
                + font.scaled(head.getShort(36)) + ' ' + font.scaled(head.getShort(38)) + ' '
                + font.scaled(head.getShort(40)) + ' ' + font.scaled(head.getShort(42)) + "]/ItalicAngle 0/Ascent "
                + font.scaled(hhea.getShort(4)) + "/Descent " + font.scaled(hhea.getShort(6)) + "/CapHeight "
                + font.scaled(font.table("OS/2").getShort(88)) + "/StemV " + USUAL_STEM + "/FontFile2 "
                + PdfFile.reference(stream) + ">>");
        int descendant = file.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/" + name
                + "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/DW 1000/W["
                + widths + "]/FontDescriptor " + PdfFile.reference(descriptor) + ">>");
        return file.add("<</Type/Font/Subtype/Type0/BaseFont/" + name + "/Encoding/Identity-H/DescendantFonts["
                + PdfFile.reference(descendant) + "]/ToUnicode " + PdfFile.reference(file.add("", toUnicode)) + ">>");
    }
}
