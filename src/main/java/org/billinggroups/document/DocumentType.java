package org.billinggroups.document;

import org.billinggroups.invoicing.Invoice;
import org.billinggroups.invoicing.InvoiceState;
import org.jspecify.annotations.Nullable;

/** What a document is, and the words that say so. */
enum DocumentType {
    INVOICE("INVOICE", "Invoice", "Amount due", "Prepaid", null),
    CREDIT_NOTE("CREDIT NOTE", "Credit note", "Amount credited", "Returned to prepaid credit", null),
    DRAFT("DRAFT INVOICE", "Draft invoice", "Amount due", "Prepaid", "DRAFT"),
    ESTIMATE("ESTIMATE", "Estimate", "Estimated amount", "Prepaid", "ESTIMATE");

    private final String title;
    private final String noun;
    private final String amount;
    private final String prepaid;
    private final @Nullable String mark;

    DocumentType(String title, String noun, String amount, String prepaid, @Nullable String mark) {
        this.title = title;
        this.noun = noun;
        this.amount = amount;
        this.prepaid = prepaid;
        this.mark = mark;
    }

    static DocumentType of(Invoice invoice) {
        if (invoice.number() == null) {
            return invoice.state() == InvoiceState.ESTIMATE ? ESTIMATE : DRAFT;
        }
        return invoice.isCreditNote() ? CREDIT_NOTE : INVOICE;
    }

    /** The heading of the first page. */
    String title() {
        return title;
    }

    /** The word before its number. */
    String numberLabel() {
        return noun + " number";
    }

    /** The word before what is to be paid or is given back. */
    String amountLabel() {
        return amount;
    }

    /** The word before what was paid by credit. */
    String prepaidLabel() {
        return prepaid;
    }

    /** What stands across each page, or null on what is issued. */
    @Nullable
    String mark() {
        return mark;
    }

    /** The warning at the head of each page that is not issued. */
    String notice() {
        return mark + " – not an invoice, do not pay";
    }

    /** Its name, such as {@code Invoice INV-2026-000001}. */
    String named(Invoice invoice) {
        return invoice.number() == null ? noun + " for " + invoice.groupName() : noun + " " + invoice.number();
    }

    /** Its name in few words. */
    String shortName(Invoice invoice) {
        return mark == null ? named(invoice) : mark;
    }
}
