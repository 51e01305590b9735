package org.billinggroups.document;

import java.util.List;
import java.util.stream.Collectors;

/** Texts of an invoice have characters that the fonts of documents cannot show. */
final class UnprintableTextException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnprintableTextException(List<String> texts) {
        super(texts.stream().map(text -> "'" + text + "' has characters that cannot be printed: "
                + String.join(" ", Glyphs.named(Glyphs.missing(text)))).collect(Collectors.joining("; ")));
    }
}
