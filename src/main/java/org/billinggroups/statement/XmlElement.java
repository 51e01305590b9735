package org.billinggroups.statement;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of an XML file. Parts of it are asked for by paths of names with strokes between them, such as
 * {@code BookgDt/Dt}: dozens of times for each entry of a statement, so paths are not taken apart.
 *
 * @param line where it begins
 * @param currency its attribute {@code Ccy}
 * @param text its own text, without blanks around it
 */
record XmlElement(String name, long line, @Nullable String currency, String text, List<XmlElement> children) {
    /** The first element at the end of a path. */
    @Nullable
    XmlElement at(String path) {
        return first(path, 0, false);
    }

    /** All elements at the end of a path. */
    List<XmlElement> all(String path) {
        List<XmlElement> found = new ArrayList<>();
        addAll(path, found);
        return found;
    }

    /** Adds all elements at the end of a path. */
    void addAll(String path, List<XmlElement> found) {
        addAll(path, 0, found);
    }

    /** The text of the first element with a text at the end of one of the paths. */
    @Nullable
    String text(String... paths) {
        for (var path : paths) {
            var element = first(path, 0, true);
            if (element != null) {
                return element.text;
            }
        }
        return null;
    }

    private @Nullable XmlElement first(String path, int from, boolean withText) {
        if (from > path.length()) {
            return withText && text.isEmpty() ? null : this;
        }
        int end = end(path, from);
        for (var child : children) {
            var found = child.isNamed(path, from, end) ? child.first(path, end + 1, withText) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private void addAll(String path, int from, List<XmlElement> found) {
        if (from > path.length()) {
            found.add(this);
            return;
        }
        int end = end(path, from);
        for (var child : children) {
            if (child.isNamed(path, from, end)) {
                child.addAll(path, end + 1, found);
            }
        }
    }

    private static int end(String path, int from) {
        int stroke = path.indexOf('/', from);
        return stroke < 0 ? path.length() : stroke;
    }

    private boolean isNamed(String path, int from, int end) {
        return name.length() == end - from && path.startsWith(name, from);
    }
}
