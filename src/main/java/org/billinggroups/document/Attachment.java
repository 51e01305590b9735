package org.billinggroups.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.billinggroups.einvoice.ElectronicInvoice;
import org.openpdf.text.pdf.PdfDictionary;
import org.openpdf.text.pdf.PdfEFStream;
import org.openpdf.text.pdf.PdfFileSpecification;
import org.openpdf.text.pdf.PdfName;
import org.openpdf.text.pdf.PdfNumber;
import org.openpdf.text.pdf.PdfObject;
import org.openpdf.text.pdf.PdfString;
import org.openpdf.text.pdf.PdfWriter;

/**
 * The electronic invoice inside a document. It is deflated while it is written: OpenPDF would want it whole before, two
 * megabytes for 1,000 lines.
 */
final class Attachment extends PdfFileSpecification {
    private static final int BUFFER = 1 << 14;

    Attachment(PdfWriter writer, ElectronicInvoice invoice, PdfObject day) throws IOException {
        this.writer = writer;
        var name = new PdfString(ElectronicInvoice.FILE);
        var stream = new PdfDictionary();
        stream.put(PdfName.F, writer.addToBody(stream(writer, invoice, day)).getIndirectReference());
        stream.put(PdfName.UF, stream.get(PdfName.F));
        put(PdfName.F, name);
        put(PdfName.UF, name);
        put(PdfName.EF, stream);
        put(new PdfName("AFRelationship"), new PdfName("Alternative"));
        addDescription("Factur-X", false);
    }

    private static PdfEFStream stream(PdfWriter writer, ElectronicInvoice invoice, PdfObject day) throws IOException {
        var bytes = new ByteArrayOutputStream(BUFFER);
        try (var out = new ZlibOutput(bytes, writer.getCompressionLevel())) {
            invoice.write(out);
            out.finish();
            var stream = new PdfEFStream(bytes.toByteArray());
            var params = new PdfDictionary();
            params.put(PdfName.MODDATE, day);
            params.put(PdfName.SIZE, new PdfNumber(out.size()));
            stream.put(PdfName.TYPE, PdfName.EMBEDDEDFILE);
            stream.put(PdfName.SUBTYPE, new PdfName("text/xml"));
            stream.put(PdfName.FILTER, PdfName.FLATEDECODE);
            stream.put(PdfName.PARAMS, params);
            return stream;
        }
    }
}
