package org.billinggroups.document;

import java.util.List;
import org.billinggroups.file.BillingException;

/** Names, addresses or ids of an invoice have characters that the fonts of documents cannot show. */
final class UnprintableTextException extends BillingException {
    private static final long serialVersionUID = 1;

    UnprintableTextException(List<String> texts) {
        super(String.join("; ", texts));
    }
}
