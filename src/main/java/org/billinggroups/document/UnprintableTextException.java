package org.billinggroups.document;

import java.util.List;
import java.util.stream.Collectors;

/** Texts of an invoice have characters that the fonts of documents cannot show. */
public final class UnprintableTextException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> texts;

    UnprintableTextException(List<String> texts) {
        super(texts.stream().map(text -> "'" + text + "' has characters that cannot be printed: "
                + String.join(" ", Glyphs.named(Glyphs.missing(text)))).collect(Collectors.joining("; ")));
        this.texts = List.copyOf(texts);
    }

    /** The texts. */
    public List<String> texts() {
        return texts;
    }
}
