package org.billinggroups.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.billinggroups.delivery.InvoiceMail.Attached;
import org.billinggroups.einvoice.ElectronicInvoice;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.wording.Figures;
import org.billinggroups.wording.Language;
import org.joda.money.Money;

/** What mails say, in the language of the invoice. */
final class MailText {
    private MailText() {}

    static String subject(Invoice invoice) {
        return language(invoice).text("mail-subject", named(invoice), invoice.seller().name());
    }

    static String reminder(Invoice invoice, List<Attached> files, Money open) {
        var language = language(invoice);
        List<String> facts = new ArrayList<>();
        facts.add(fact(language, "reminder-open", open));
        var iban = invoice.seller().iban();
        if (iban != null) {
            facts.add(language.text("mail-fact", language.text("iban"), Figures.iban(iban)));
        }
        var reference = invoice.printedReference();
        facts.add(language.text("mail-fact", language.text("reference"),
                reference == null ? String.valueOf(invoice.number()) : Figures.iban(reference)));
        List<String> parts = greeting(invoice);
        parts.add(language.text("reminder-due",
                language.figures().date(Objects.requireNonNull(invoice.dueDate()))));
        parts.add(String.join("\n", facts));
        parts.add(language.text("reminder-paid"));
        return closed(parts, invoice, files);
    }

    private static List<String> greeting(Invoice invoice) {
        var language = language(invoice);
        return new ArrayList<>(List.of(language.text("mail-greeting", String.valueOf(invoice.buyer().company())),
                language.text("mail-attached", named(invoice), language.month(invoice.period()),
                        invoice.groupName())));
    }

    private static String closed(List<String> parts, Invoice invoice, List<Attached> files) {
        files.stream().filter(file -> file.kind().key != null)
                .forEach(file -> parts.add(language(invoice).text(file.kind().key, file.name())));
        parts.add(invoice.seller().name());
        return String.join("\n\n", parts) + "\n";
    }

    static String text(Invoice issued, List<Attached> files) {
        var invoice = issued.asPrinted();
        var language = language(invoice);
        List<String> facts = new ArrayList<>();
        if (issued.isCreditNote()) {
            facts.add(fact(language, "amount-credited", invoice.headline()));
            if (!invoice.prepaid().isZero()) {
                facts.add(fact(language, "prepaid-returned", invoice.prepaid()));
            }
        } else {
            facts.add(fact(language, "amount-due", invoice.headline()));
            if (invoice.dueDate() != null && invoice.amountDue().isPositive()) {
                facts.add(language.text(invoice.collectedBy() == null ? "pay-by" : "collected-on",
                        language.figures().date(invoice.dueDate())));
            }
        }
        List<String> parts = greeting(issued);
        parts.add(String.join("\n", facts));
        if (ElectronicInvoice.isInside(invoice)) {
            parts.add(language.text("mail-electronic"));
        }
        return closed(parts, invoice, files);
    }

    private static String fact(Language language, String name, Money amount) {
        return language.text("mail-fact", language.text(name), language.figures().amountWithCurrency(amount));
    }

    /** Such as {@code Invoice INV-2026-000001}. */
    private static String named(Invoice invoice) {
        var language = language(invoice);
        return language.text("named", language.text(invoice.isCreditNote() ? "credit-note" : "invoice"),
                String.valueOf(invoice.number()));
    }

    private static Language language(Invoice invoice) {
        return Language.of(invoice.buyer().language());
    }
}
