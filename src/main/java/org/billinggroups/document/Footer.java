package org.billinggroups.document;

import java.util.List;
import org.billinggroups.account.Seller;

/** What the law wants at the foot of each page of a seller, below the number of the page. */
record Footer(List<String> lines) {
    static Footer of(Seller seller) {
        return new Footer(seller.legalText().stream()
                .flatMap(text -> LineBreaks.of(text, Style.SMALL, Pages.CONTENT_WIDTH).stream()).toList());
    }

    /** The room that it takes, in points. */
    float height() {
        return lines.size() * Style.SMALL.leading();
    }
}
