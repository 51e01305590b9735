package org.billinggroups.document;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.Seller;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.jspecify.annotations.Nullable;

/** The texts that a document takes from its invoice, each as it was given. */
final class PrintedTexts {
    private static final String LINE_BREAK = "\\R";

    private PrintedTexts() {}

    /**
     * A text that is printed as it was given or not at all, since it says who is who.
     *
     * @param field where it comes from, for people
     */
    record Exact(String field, String text) {}

    /** Each text of the invoice that is printed, once. */
    static Set<String> of(Invoice invoice) {
        Set<String> texts = new LinkedHashSet<>();
        exact(invoice).forEach(exact -> texts.add(exact.text));
        Stream.concat(Stream.of(invoice.groupName(), invoice.accountId()),
                Stream.concat(extraText(invoice.buyer()).stream(), invoice.projectNames().values().stream().sorted()))
                .filter(Objects::nonNull).forEach(texts::add);
        invoice.lines().forEach(line -> line(line).filter(Objects::nonNull).forEach(texts::add));
        return texts;
    }

    /** What says who owes whom and why: names, addresses and ids of both parties, number, reasons. */
    static List<Exact> exact(Invoice invoice) {
        List<Exact> exact = new ArrayList<>();
        add(exact, "number", invoice.number());
        seller(exact, invoice.seller());
        buyer(exact, invoice.buyer());
        var correction = invoice.correction();
        if (correction != null) {
            add(exact, "corrected invoice", correction.number());
            add(exact, "reason", correction.reason());
        }
        invoice.taxes().forEach(tax -> add(exact, "tax_exempt_reason", tax.reason()));
        return exact;
    }

    /** The lines of the buyer's extra text; a tab stands for a space. */
    static List<String> extraText(BillingDetails buyer) {
        String text = buyer.extraText();
        return text == null ? List.of() : List.of(text.replace('\t', ' ').split(LINE_BREAK));
    }

    private static void seller(List<Exact> exact, Seller seller) {
        add(exact, "seller's name", seller.name());
        seller.addressLines().forEach(line -> add(exact, "seller's address_lines", line));
        add(exact, "seller's city", seller.city());
        add(exact, "seller's zip_code", seller.zipCode());
        add(exact, "seller's country_code", seller.countryCode());
        add(exact, "seller's vat_id", seller.vatId());
        add(exact, "seller's tax_number", seller.taxNumber());
        add(exact, "seller's iban", seller.iban());
        add(exact, "seller's bic", seller.bic());
        add(exact, "seller's creditor_id", seller.creditorId());
        add(exact, "seller's email", seller.email());
        add(exact, "seller's registration_id", seller.registrationId());
        add(exact, "seller's website", seller.website());
        seller.legalText().forEach(line -> add(exact, "seller's legal_text", line));
        var contact = seller.contact();
        if (contact != null) {
            add(exact, "seller's contact.name", contact.name());
            add(exact, "seller's contact.phone", contact.phone());
            add(exact, "seller's contact.email", contact.email());
        }
    }

    private static void buyer(List<Exact> exact, BillingDetails buyer) {
        add(exact, "company", buyer.company());
        buyer.addressLines().forEach(line -> add(exact, "address_lines", line));
        add(exact, "city", buyer.city());
        add(exact, "state", buyer.state());
        add(exact, "zip_code", buyer.zipCode());
        add(exact, "country_code", buyer.countryCode());
        add(exact, "vat_id", buyer.vatId());
        add(exact, "purchase_order", buyer.purchaseOrder());
        add(exact, "buyer_reference", buyer.buyerReference());
        add(exact, "registration_id", buyer.registrationId());
        add(exact, "contact_name", buyer.contactName());
    }

    private static void add(List<Exact> exact, String field, @Nullable String text) {
        if (text != null) {
            exact.add(new Exact(field, text));
        }
    }

    private static Stream<String> line(InvoiceLine line) {
        return Stream.concat(
                Stream.of(line.project(), line.service(), line.sku(), line.description(), line.unit(),
                        line.priceNote()),
                line.tags().entrySet().stream().flatMap(tag -> Stream.of(tag.getKey(), tag.getValue())));
    }
}
