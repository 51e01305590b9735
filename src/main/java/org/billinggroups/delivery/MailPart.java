package org.billinggroups.delivery;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.billinggroups.document.Documents.Document;
import org.billinggroups.document.Documents.Kind;
import org.billinggroups.invoice.Invoice;

/** What a mail may bring, for who asks for some of it; who does not gets what belongs to the invoice. */
public enum MailPart {
    /** The page, with the electronic form where that is a file of its own. */
    PDF,
    /** All lines. */
    CSV,
    /** The invoice as tools for cloud costs read it. */
    FOCUS,
    /** The electronic form as Peppol has it. */
    UBL;

    /** What is sent of an invoice where nothing is asked for: the lines only if the page has their sums. */
    static Set<MailPart> orUsual(Set<MailPart> asked, Invoice invoice) {
        if (!asked.isEmpty()) {
            return asked;
        }
        return invoice.isSummarised() ? EnumSet.of(PDF, CSV) : EnumSet.of(PDF);
    }

    /** Whether a published document is to be sent where these parts are. */
    static boolean isIn(Set<MailPart> parts, Document document, Invoice invoice) {
        return switch (Kind.valueOf(document.kind().toUpperCase(Locale.ROOT))) {
            case INVOICE_PDF -> parts.contains(PDF);
            case INVOICE_XML -> parts.contains(PDF) || parts.contains(UBL) && invoice.buyer().eInvoice().isUbl();
            case INVOICE_LINES -> parts.contains(CSV);
            case FOCUS -> parts.contains(FOCUS);
            case LEDGER, MANIFEST, REPORT -> false;
        };
    }

    /** Whether the form of Peppol is made for the mail, not being the invoice's own. */
    static boolean isUblMade(Set<MailPart> parts, Invoice invoice) {
        return parts.contains(UBL) && !invoice.buyer().eInvoice().isUbl();
    }
}
