package org.billinggroups.receivable;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of an XML file.
 *
 * @param line where it begins
 * @param currency its attribute {@code Ccy}
 * @param text its own text, without blanks around it
 */
record XmlElement(String name, long line, @Nullable String currency, String text, List<XmlElement> children) {
    /** The first element at the end of a path of names. */
    @Nullable
    XmlElement at(String... path) {
        return all(path).findFirst().orElse(null);
    }

    /** All elements at the end of a path. */
    Stream<XmlElement> all(String... path) {
        var found = Stream.of(this);
        for (var step : path) {
            found = found.flatMap(element -> element.children.stream()).filter(child -> child.name.equals(step));
        }
        return found;
    }

    /** The text of the first element at the end of one of the paths, which are written with strokes. */
    @Nullable
    String text(String... paths) {
        return Stream.of(paths).flatMap(path -> all(path.split("/"))).map(XmlElement::text)
                .filter(text -> !text.isEmpty()).findFirst().orElse(null);
    }
}
