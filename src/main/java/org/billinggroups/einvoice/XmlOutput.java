package org.billinggroups.einvoice;

import java.io.OutputStream;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes XML as a stream: elements with content, and elements that are left out where there is none. */
final class XmlOutput {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final XMLStreamWriter xml;

    private XmlOutput(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** What an element holds. */
    interface Content {
        void write() throws XMLStreamException;
    }

    /** What a document holds. */
    interface Body {
        void write(XmlOutput xml) throws XMLStreamException;
    }

    /**
     * Writes a document.
     *
     * @param namespaces by prefix, in the order in which they are declared; the empty prefix is the default
     */
    static void document(OutputStream out, String root, Map<String, String> namespaces, Body body) {
        try {
            var writer = FACTORY.createXMLStreamWriter(out, "UTF-8");
            writer.writeStartDocument("UTF-8", "1.0");
            writer.writeStartElement(root);
            for (var namespace : namespaces.entrySet()) {
                writer.writeAttribute(namespace.getKey().isEmpty() ? "xmlns" : "xmlns:" + namespace.getKey(),
                        namespace.getValue());
            }
            body.write(new XmlOutput(writer));
            writer.writeEndElement();
            writer.writeEndDocument();
            writer.flush();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("the electronic invoice cannot be written", e);
        }
    }

    /** An element with elements in it. */
    void in(String name, Content content) throws XMLStreamException {
        xml.writeStartElement(name);
        content.write();
        xml.writeEndElement();
    }

    /** An element with text, left out where that is null. */
    void text(String name, @Nullable String text) throws XMLStreamException {
        if (text != null) {
            xml.writeStartElement(name);
            xml.writeCharacters(text);
            xml.writeEndElement();
        }
    }

    /** An element with text and an attribute, left out where the text is null. */
    void text(String name, String attribute, String value, @Nullable String text) throws XMLStreamException {
        if (text != null) {
            xml.writeStartElement(name);
            xml.writeAttribute(attribute, value);
            xml.writeCharacters(text);
            xml.writeEndElement();
        }
    }
}
