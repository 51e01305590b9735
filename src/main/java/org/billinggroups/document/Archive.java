package org.billinggroups.document;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Objects;
import org.billinggroups.einvoice.ElectronicInvoice;
import org.billinggroups.invoice.Invoice;
import org.openpdf.text.pdf.PdfArray;
import org.openpdf.text.pdf.PdfBoolean;
import org.openpdf.text.pdf.PdfDate;
import org.openpdf.text.pdf.PdfEncryption;
import org.openpdf.text.pdf.PdfName;
import org.openpdf.text.pdf.PdfNumber;
import org.openpdf.text.pdf.PdfObject;
import org.openpdf.text.pdf.PdfStream;
import org.openpdf.text.pdf.PdfString;
import org.openpdf.text.pdf.PdfWriter;

/**
 * What makes a document fit for archives and machines: PDF/A-3 (ISO 19005-3, level B) with a colour profile and XMP
 * metadata, and inside it the electronic invoice as Factur-X 1.0 describes it.
 */
final class Archive {
    private static final String PRODUCER = "billing-groups";
    private static final String SRGB = "sRGB IEC61966-2.1";
    /** Read and deflated once, and never changed. */
    private static final PdfStream PROFILE = profile();

    private static final String HEAD = """
            <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
             xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
             xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
            <pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
            <dc:format>application/pdf</dc:format>
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
            <dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>
            <dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>
            <xmp:CreateDate>%5$s</xmp:CreateDate><xmp:ModifyDate>%5$s</xmp:ModifyDate>
            <pdf:Producer>%4$s</pdf:Producer>
            </rdf:Description>
            """;
    private static final String FACTUR_X = """
            <rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">
            <fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>
            <fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>
            </rdf:Description>
            """;
    /** PDF/A wants to know what properties are that its own standard does not name. */
    private static final String SCHEMAS = """
            <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
             xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
            xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
            <pdfaExtension:schemas><rdf:Bag>
            """
            + schema("PDF/UA Universal Accessibility Schema", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid",
                    property("part", "Integer", "internal", "part of ISO 14289 that the document conforms to"));
    private static final String FACTUR_X_SCHEMA = schema("Factur-X PDFA Extension Schema",
            "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#", "fx",
            property("DocumentFileName", "Text", "external", "name of the embedded XML invoice file")
                    + property("DocumentType", "Text", "external", "INVOICE")
                    + property("Version", "Text", "external", "version of the XML schema")
                    + property("ConformanceLevel", "Text", "external", "profile of the XML invoice"));
    private static final String TAIL = """
            </rdf:Bag></pdfaExtension:schemas></rdf:Description>
            </rdf:RDF></x:xmpmeta>
            <?xpacket end="w"?>""";

    private final PdfWriter writer;
    private final Invoice invoice;
    private final String title;
    private final String language;
    private final LocalDate date;

    /** Prepares the writer of a document that is not open yet. */
    Archive(PdfWriter writer, Invoice invoice) {
        this.writer = writer;
        this.invoice = invoice;
        var words = Wording.of(invoice);
        title = DocumentType.of(invoice).named(invoice, words);
        language = words.language().code();
        date = Objects.requireNonNullElse(invoice.issueDate(), invoice.period().lastDay());
        writer.setPdfVersion(PdfWriter.VERSION_1_7);
        writer.setPDFXConformance(PdfWriter.PDFA3B);
        writer.setTagged();
        // OpenPDF prints the other form of the table of objects in the digits of the default locale.
        writer.setFullCompression();
    }

    /** Adds profile, metadata and electronic invoice to the document, which is open. */
    void complete(byte[] id) throws IOException {
        boolean electronic = ElectronicInvoice.isInside(invoice);
        writer.setOutputIntents(SRGB, null, "http://www.color.org", SRGB, (ICC_Profile) null);
        writer.getExtraCatalog().getAsArray(PdfName.OUTPUTINTENTS).getAsDict(0).put(PdfName.DESTOUTPUTPROFILE,
                writer.addToBody(PROFILE).getIndirectReference());
        if (electronic) {
            attach();
        }
        writer.setXmpMetadata(packet(electronic));
        writer.getExtraCatalog().put(PdfName.LANG, new PdfString(language));
        writer.addViewerPreference(PdfName.DISPLAYDOCTITLE, PdfBoolean.PDFTRUE);
        var info = writer.getInfo();
        info.put(PdfName.TITLE, new PdfString(title, PdfObject.TEXT_UNICODE));
        info.put(PdfName.AUTHOR, new PdfString(invoice.seller().name(), PdfObject.TEXT_UNICODE));
        info.put(PdfName.PRODUCER, new PdfString(PRODUCER));
        info.put(PdfName.CREATIONDATE, day());
        info.put(PdfName.MODDATE, day());
        // In place of a number by chance.
        info.put(PdfName.FILEID, PdfEncryption.createInfoId(id, id));
    }

    private static PdfStream profile() {
        var stream = new PdfStream(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
        stream.put(PdfName.N, new PdfNumber(3));
        stream.put(PdfName.ALTERNATE, PdfName.DEVICERGB);
        stream.flateCompress(PdfStream.BEST_COMPRESSION);
        return stream;
    }

    private byte[] packet(boolean electronic) {
        var packet = HEAD.formatted(escaped(title), escaped(invoice.seller().name()), escaped(language), PRODUCER,
                date + "T00:00:00Z") + (electronic ? FACTUR_X + SCHEMAS + FACTUR_X_SCHEMA : SCHEMAS) + TAIL;
        return packet.getBytes(StandardCharsets.UTF_8);
    }

    private void attach() throws IOException {
        var file = new Attachment(writer, ElectronicInvoice.of(invoice), day());
        writer.addFileAttachment(file);
        writer.getExtraCatalog().put(PdfName.AF, new PdfArray(file.getReference()));
    }

    private PdfDate day() {
        return new PdfDate("D:" + date.toString().replace("-", "") + "000000Z");
    }

    private static String schema(String name, String namespace, String prefix, String properties) {
        return """
                <rdf:li rdf:parseType="Resource"><pdfaSchema:schema>%s</pdfaSchema:schema>
                <pdfaSchema:namespaceURI>%s</pdfaSchema:namespaceURI><pdfaSchema:prefix>%s</pdfaSchema:prefix>
                <pdfaSchema:property><rdf:Seq>
                %s</rdf:Seq></pdfaSchema:property></rdf:li>
                """.formatted(name, namespace, prefix, properties);
    }

    private static String property(String name, String type, String category, String description) {
        return """
                <rdf:li rdf:parseType="Resource"><pdfaProperty:name>%s</pdfaProperty:name>
                <pdfaProperty:valueType>%s</pdfaProperty:valueType><pdfaProperty:category>%s</pdfaProperty:category>
                <pdfaProperty:description>%s</pdfaProperty:description></rdf:li>
                """.formatted(name, type, category, description);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
