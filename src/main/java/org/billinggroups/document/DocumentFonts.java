package org.billinggroups.document;

import java.io.IOException;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fonts of one document, with the characters that it shows. */
final class DocumentFonts {
    private final Map<FontFile, Used> fonts = new LinkedHashMap<>();

    /** A font of the document. */
    record Used(FontFile font, String name, BitSet characters) {}

    /** The font's name within the document, and where to note characters. */
    Used use(FontFile font) {
        return fonts.computeIfAbsent(font, added -> new Used(added, "F" + (fonts.size() + 1), new BitSet()));
    }

    /** Writes the fonts, and gives the dictionary of their names. */
    String writeTo(PdfFile file) throws IOException {
        var names = new StringBuilder("<<");
        for (var used : fonts.values()) {
            int font = EmbeddedFont.with(used.characters, used.font, file).writeTo(file);
            names.append('/').append(used.name).append(' ').append(PdfFile.reference(font));
        }
        return names.append(">>").toString();
    }
}
