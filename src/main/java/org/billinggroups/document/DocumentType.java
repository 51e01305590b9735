package org.billinggroups.document;

import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceState;
import org.jspecify.annotations.Nullable;

/** What a document is, and the keys of the words that say so. */
enum DocumentType {
    INVOICE("invoice", "amount-due", "prepaid", null),
    CREDIT_NOTE("credit-note", "amount-credited", "prepaid-returned", null),
    DRAFT("draft", "amount-due", "prepaid", "mark-draft"),
    ESTIMATE("estimate", "amount-estimated", "prepaid", "mark-estimate");

    private final String noun;
    private final String amount;
    private final String prepaid;
    private final @Nullable String mark;

    DocumentType(String noun, String amount, String prepaid, @Nullable String mark) {
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
    String title(Wording words) {
        return words.of("title-" + noun);
    }

    /** The word before its number. */
    String numberLabel(Wording words) {
        return words.of("number", words.of(noun));
    }

    /** The word before its date. */
    String dateLabel(Wording words) {
        return words.of(this == CREDIT_NOTE ? "note-date" : "issue-date");
    }

    /** The word before what is to be paid or is given back. */
    String amountLabel(Wording words) {
        return words.of(amount);
    }

    /** The word before what was paid by credit. */
    String prepaidLabel(Wording words) {
        return words.of(prepaid);
    }

    /** The mark across each page, or null on what is issued. */
    @Nullable
    String mark(Wording words) {
        return mark == null ? null : words.of(mark);
    }

    /** Whether it is marked as no invoice on each page. */
    boolean isMarked() {
        return mark != null;
    }

    /** The warning at the head of each page that is not issued. */
    String notice(Wording words) {
        return words.of("notice", String.valueOf(mark(words)));
    }

    /** Its name, such as {@code Invoice INV-2026-000001}. */
    String named(Invoice invoice, Wording words) {
        return invoice.number() == null
                ? words.of("named-for", words.of(noun), invoice.groupName())
                : words.of("named", words.of(noun), invoice.number());
    }

    /** Its name in few words. */
    String shortName(Invoice invoice, Wording words) {
        return mark == null ? named(invoice, words) : words.of(mark);
    }
}
