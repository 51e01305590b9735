package org.billinggroups.document;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Objects;
import org.billinggroups.einvoice.ElectronicInvoice;
import org.billinggroups.invoicing.Invoice;

/**
 * What makes a document fit for archives and machines: PDF/A-3 (ISO 19005-3, level B) with a colour profile and XMP
 * metadata, and inside it the electronic invoice as Factur-X 1.0 describes it.
 */
final class Archive {
    private static final String PRODUCER = "billing-groups";
    private static final String SRGB = "sRGB IEC61966-2.1";
    private static final Deflated PROFILE = profile();

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

    private final PdfFile file;
    private final Invoice invoice;
    private final String title;
    private final String language;
    private final LocalDate date;

    Archive(PdfFile file, Invoice invoice) {
        this.file = file;
        this.invoice = invoice;
        var words = Wording.of(invoice);
        title = DocumentType.of(invoice).named(invoice, words);
        language = words.language().code();
        date = Objects.requireNonNullElse(invoice.issueDate(), invoice.period().lastDay());
    }

    /** Writes profile, metadata and electronic invoice, and gives what the catalog says of them. */
    String catalogEntries() throws IOException {
        boolean electronic = invoice.number() != null && ElectronicInvoice.isPossible(invoice);
        var attached = electronic ? attached() : "";
        var metadata = file.addStream("/Type/Metadata/Subtype/XML", packet(electronic));
        return "/Lang" + PdfFile.text(language) + "/Metadata " + PdfFile.reference(metadata)
                + "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(" + SRGB + ")/Info(" + SRGB
                + ")/RegistryName(http://www.color.org)/DestOutputProfile "
                + PdfFile.reference(file.add("/N 3/Alternate/DeviceRGB", PROFILE)) + ">>]" + attached;
    }

    /** Writes what the document says of itself outside the metadata, which says the same; gives its object. */
    int info() throws IOException {
        return file.add("<</Title" + PdfFile.text(title) + "/Author" + PdfFile.text(invoice.seller().name())
                + "/Producer(" + PRODUCER + ")/CreationDate" + day() + "/ModDate" + day() + ">>");
    }

    private byte[] packet(boolean electronic) {
        var packet = HEAD.formatted(escaped(title), escaped(invoice.seller().name()), escaped(language), PRODUCER,
                date + "T00:00:00Z") + (electronic ? FACTUR_X : "") + TAIL;
        return packet.getBytes(StandardCharsets.UTF_8);
    }

    private String attached() throws IOException {
        var xml = file.deflated(ElectronicInvoice.of(invoice)::writeCii);
        int stream = file.add("/Type/EmbeddedFile/Subtype/text#2Fxml/Params<</ModDate" + day() + "/Size "
                + xml.plainLength() + ">>", xml);
        var name = PdfFile.text(ElectronicInvoice.FILE);
        var attached = PdfFile.reference(file.add("<</Type/Filespec/F(" + ElectronicInvoice.FILE + ")/UF" + name
                + "/Desc(Factur-X)/AFRelationship/Alternative/EF<</F " + PdfFile.reference(stream) + "/UF "
                + PdfFile.reference(stream) + ">>>>"));
        return "/AF[" + attached + "]/Names<</EmbeddedFiles<</Names[" + name + attached + "]>>>>";
    }

    private String day() {
        return "(D:" + date.toString().replace("-", "") + "000000Z)";
    }

    private static Deflated profile() {
        try {
            return Deflated.once(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
