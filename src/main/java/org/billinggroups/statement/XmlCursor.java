package org.billinggroups.statement;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.billinggroups.file.CellText;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InvalidInputException;

/**
 * Goes through an XML file element by element, those of other namespaces left out. Nothing outside of the file is read,
 * and no entity is known but the five of XML itself.
 */
final class XmlCursor implements AutoCloseable {
    private static final int DEEPEST = 30;
    private static final int LONGEST = 1 << 20;
    private static final Pattern PLACE = Pattern
            .compile("(?s)ParseError at \\[row,col\\]:\\[\\d+,\\d+\\]\\s*Message: ");

    private final String file;
    private final XMLStreamReader reader;
    private String namespace = "";
    private int characters;

    XmlCursor(String file, InputStream in) {
        this.file = file;
        try {
            reader = factory().createXMLStreamReader(in);
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setXMLResolver((publicId, systemId, base, space) -> {
            throw new XMLStreamException("it refers to something outside of it");
        });
        return factory;
    }

    /** Goes to the outermost element; from then on only elements of its namespace count. */
    void enterRoot() {
        while (next() != XMLStreamConstants.START_ELEMENT) {
            if (reader.getEventType() == XMLStreamConstants.DTD) {
                throw new InvalidInputException(new InputProblem(file, line(), "", "",
                        "has a DOCTYPE, which no statement has: it may name files that are not to be read"));
            }
        }
        namespace = namespace();
    }

    /** The namespace of the present element. */
    String namespace() {
        var found = reader.getNamespaceURI();
        return found == null ? "" : found;
    }

    String name() {
        return reader.getLocalName();
    }

    long line() {
        return Math.max(1, reader.getLocation().getLineNumber());
    }

    /** Goes to the next child of the element in which this is, or behind its end. */
    boolean nextChild() {
        while (true) {
            int event = next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                return false;
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (namespace().equals(namespace)) {
                    return true;
                }
                skip();
            }
        }
    }

    /** Goes behind the present element. */
    void skip() {
        for (int open = 1; open > 0;) {
            int event = next();
            open += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    /** Reads the present element with all that is in it. */
    XmlElement element() {
        characters = 0;
        return element(0);
    }

    private XmlElement element(int depth) {
        if (depth > DEEPEST) {
            throw new InvalidInputException(
                    new InputProblem(file, line(), name(), "", "is nested more deeply than in any statement"));
        }
        var name = name();
        long line = line();
        var currency = reader.getAttributeValue(null, "Ccy");
        var text = new StringBuilder();
        List<XmlElement> children = new ArrayList<>();
        while (true) {
            int event = next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                return new XmlElement(name, line, currency, CellText.trimmed(text.toString()), children);
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                readChild(depth, children);
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
                requireRoom(reader.getTextLength(), line, name);
            }
        }
    }

    private void readChild(int depth, List<XmlElement> children) {
        if (namespace().equals(namespace)) {
            requireRoom(1, line(), name());
            children.add(element(depth + 1));
        } else {
            skip();
        }
    }

    private void requireRoom(int more, long line, String name) {
        characters += more;
        if (characters > LONGEST) {
            throw new InvalidInputException(
                    new InputProblem(file, line, name, "", "is longer than anything in a statement"));
        }
    }

    private int next() {
        try {
            return reader.next();
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }

    private InvalidInputException broken(XMLStreamException e) {
        long line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
        var reason = PLACE.matcher(String.valueOf(e.getMessage())).replaceFirst("");
        return new InvalidInputException(new InputProblem(file, line, "", "", "is not XML as a statement has it: "
                + reason.strip()));
    }

    /** The stream is the caller's. */
    @Override
    public void close() {
        try {
            reader.close();
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }
}
