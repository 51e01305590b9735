package org.billinggroups.document;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.billinggroups.einvoice.ElectronicInvoice;
import org.billinggroups.invoicing.Invoice;
import org.openpdf.text.pdf.PdfArray;
import org.openpdf.text.pdf.PdfDate;
import org.openpdf.text.pdf.PdfDictionary;
import org.openpdf.text.pdf.PdfFileSpecification;
import org.openpdf.text.pdf.PdfName;
import org.openpdf.text.pdf.PdfString;
import org.openpdf.text.pdf.PdfWriter;

/**
 * What makes a document fit for archives and machines: PDF/A-3 (ISO 19005-3, level B) with a colour profile and XMP metadata,
 * and inside it the electronic invoice as Factur-X 1.0 describes it. OpenPDF's own metadata has neither fixed dates nor the
 * properties of Factur-X.
 */
final class Archive {
    private static final String PRODUCER = "billing-groups";
    private static final String SRGB = "sRGB IEC61966-2.1";
    private static final byte[] PROFILE = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();

    private static final String HEAD = """
            <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
             xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
             xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
            <pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
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
            <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
             xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
            <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
            <pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>
            <pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>
            <pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
            """ + property("DocumentFileName", "name of the embedded XML invoice file")
            + property("DocumentType", "INVOICE") + property("Version", "version of the XML schema")
            + property("ConformanceLevel", "profile of the XML invoice") + """
                    </rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
                    </rdf:Description>
                    """;
    private static final String TAIL = """
            </rdf:RDF></x:xmpmeta>
            <?xpacket end="w"?>""";

    private final PdfWriter writer;

    /** Prepares the writer before its document is opened. */
    Archive(PdfWriter writer) {
        this.writer = writer;
        writer.setPDFXConformance(PdfWriter.PDFA3B);
    }

    /** Writes profile, metadata and electronic invoice; the document is open. */
    void complete(Invoice invoice, String title, String language, LocalDate date) {
        try {
            writer.setOutputIntents(SRGB, "", "http://www.color.org", SRGB, PROFILE);
            boolean electronic = invoice.number() != null && ElectronicInvoice.isPossible(invoice);
            if (electronic) {
                embed(invoice, date);
            }
            var created = date + "T00:00:00Z";
            var packet = HEAD.formatted(escaped(title), escaped(invoice.seller().name()), escaped(language), PRODUCER,
                    created) + (electronic ? FACTUR_X : "") + TAIL;
            writer.setXmpMetadata(packet.getBytes(StandardCharsets.UTF_8));
            var info = writer.getInfo();
            info.put(PdfName.PRODUCER, new PdfString(PRODUCER));
            info.put(PdfName.CREATIONDATE, pdfDate(date));
            info.put(PdfName.MODDATE, pdfDate(date));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void embed(Invoice invoice, LocalDate date) throws IOException {
        var xml = new ByteArrayOutputStream();
        ElectronicInvoice.of(invoice).writeCii(xml);
        var params = new PdfDictionary();
        params.put(PdfName.MODDATE, pdfDate(date));
        var file = PdfFileSpecification.fileEmbedded(writer, null, ElectronicInvoice.FILE, xml.toByteArray(), true,
                "text/xml", params);
        file.put(new PdfName("AFRelationship"), new PdfName("Alternative"));
        file.put(PdfName.UF, new PdfString(ElectronicInvoice.FILE));
        file.put(PdfName.DESC, new PdfString("Factur-X"));
        writer.addFileAttachment(file);
        writer.getExtraCatalog().put(new PdfName("AF"), new PdfArray(file.getReference()));
    }

    private static PdfDate pdfDate(LocalDate date) {
        return new PdfDate("D:" + date.toString().replace("-", "") + "000000Z");
    }

    private static String property(String name, String description) {
        return """
                <rdf:li rdf:parseType="Resource"><pdfaProperty:name>%s</pdfaProperty:name>
                <pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>
                <pdfaProperty:description>%s</pdfaProperty:description></rdf:li>
                """.formatted(name, description);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
