package org.billinggroups.document;

import org.jspecify.annotations.Nullable;
import org.openpdf.text.pdf.PdfArray;
import org.openpdf.text.pdf.PdfContentByte;
import org.openpdf.text.pdf.PdfDictionary;
import org.openpdf.text.pdf.PdfName;
import org.openpdf.text.pdf.PdfObject;
import org.openpdf.text.pdf.PdfString;
import org.openpdf.text.pdf.PdfStructureElement;
import org.openpdf.text.pdf.PdfWriter;

/**
 * What a document is for readers who do not see it (PDF/UA-1, ISO 14289-1): headings, paragraphs, tables and pictures
 * in the order in which they are read. All else is marked as artifact.
 */
final class Tags {
    private static final PdfName ARTIFACT = new PdfName("Artifact");
    private static final PdfDictionary HEAD_OF_COLUMN = attributes("Table", new PdfName("Scope"),
            new PdfName("Column"));

    private final PdfContentByte canvas;
    private final PdfStructureElement document;
    private @Nullable PdfStructureElement table;

    Tags(PdfWriter writer) {
        canvas = writer.getDirectContent();
        document = new PdfStructureElement(writer.getStructureTreeRoot(), PdfName.DOCUMENT);
    }

    private static PdfDictionary attributes(String owner, PdfName name, PdfObject value) {
        var attributes = new PdfDictionary();
        attributes.put(PdfName.O, new PdfName(owner));
        attributes.put(name, value);
        return attributes;
    }

    private static PdfName name(Block.Role role) {
        return switch (role) {
            case TITLE -> PdfName.H1;
            case HEADING -> PdfName.H2;
            case PARAGRAPH -> PdfName.P;
            case COLUMN_HEAD -> PdfName.TH;
            case CELL -> PdfName.TD;
        };
    }

    /** The new element that the parts of a block are below: a row, or all of the document. */
    PdfStructureElement parent(Block.Kind kind) {
        if (kind == Block.Kind.ASIDE) {
            return document;
        }
        if (kind != Block.Kind.ROW) {
            table = null;
            return document;
        }
        var present = table;
        if (present == null) {
            present = new PdfStructureElement(document, PdfName.TABLE);
            table = present;
        }
        return new PdfStructureElement(present, PdfName.TABLEROW);
    }

    PdfStructureElement element(PdfStructureElement parent, Block.Role role) {
        var element = new PdfStructureElement(parent, name(role));
        element.remove(PdfName.TYPE);
        if (role == Block.Role.COLUMN_HEAD) {
            element.put(PdfName.A, HEAD_OF_COLUMN);
        }
        return element;
    }

    /** The text of an element that has a picture as well. */
    PdfStructureElement span(PdfStructureElement parent) {
        return new PdfStructureElement(parent, PdfName.SPAN);
    }

    /** A picture in a place of the page. */
    PdfStructureElement figure(PdfStructureElement parent, String meaning, float... box) {
        var figure = new PdfStructureElement(parent, PdfName.FIGURE);
        figure.put(PdfName.ALT, new PdfString(meaning, PdfObject.TEXT_UNICODE));
        figure.put(PdfName.A, attributes("Layout", PdfName.BBOX, new PdfArray(box)));
        return figure;
    }

    PdfStructureElement figure(String meaning, float... box) {
        return figure(document, meaning, box);
    }

    void begin(PdfStructureElement element) {
        canvas.beginMarkedContentSequence(element);
    }

    void beginArtifact() {
        canvas.beginMarkedContentSequence(ARTIFACT);
    }

    void end() {
        canvas.endMarkedContentSequence();
    }
}
