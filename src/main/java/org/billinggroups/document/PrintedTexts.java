package org.billinggroups.document;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.Seller;
import org.billinggroups.invoicing.Invoice;
import org.billinggroups.invoicing.InvoiceLine;
import org.billinggroups.invoicing.TaxSubtotal;
import org.jspecify.annotations.Nullable;

/** The texts that a document takes from its invoice, each as it was given. */
final class PrintedTexts {
    private static final String LINE_BREAK = "\\R";

    private PrintedTexts() {}

    /** Each text of the invoice that is printed, once. */
    static Set<String> of(Invoice invoice) {
        Set<String> texts = new LinkedHashSet<>();
        Stream.of(seller(invoice.seller()), buyer(invoice.buyer()),
                Stream.of(invoice.number(), invoice.groupName(), invoice.accountId()),
                invoice.projectNames().values().stream().filter(Glyphs::canShow).sorted(),
                correction(invoice.correction()), invoice.taxes().stream().map(TaxSubtotal::reason))
                .flatMap(stream -> stream).filter(Objects::nonNull)
                .forEach(texts::add);
        invoice.lines().forEach(line -> line(line).filter(Objects::nonNull).forEach(texts::add));
        return texts;
    }

    /** The lines of the buyer's extra text; a tab stands for a space. */
    static List<String> extraText(BillingDetails buyer) {
        String text = buyer.extraText();
        return text == null ? List.of() : List.of(text.replace('\t', ' ').split(LINE_BREAK));
    }

    private static Stream<String> correction(Invoice.@Nullable Correction correction) {
        return correction == null ? Stream.of() : Stream.of(correction.number(), correction.reason());
    }

    private static Stream<String> seller(Seller seller) {
        return Stream.concat(Stream.of(seller.name(), seller.city(), seller.zipCode(), seller.countryCode(),
                seller.vatId(), seller.taxNumber(), seller.iban(), seller.bic(), seller.email()),
                seller.addressLines().stream());
    }

    private static Stream<String> buyer(BillingDetails buyer) {
        return Stream.of(
                Stream.of(buyer.company(), buyer.city(), buyer.state(), buyer.zipCode(), buyer.countryCode(),
                        buyer.vatId(), buyer.purchaseOrder(), buyer.buyerReference()),
                buyer.addressLines().stream(), extraText(buyer).stream()).flatMap(stream -> stream);
    }

    private static Stream<String> line(InvoiceLine line) {
        return Stream.concat(
                Stream.of(line.project(), line.service(), line.sku(), line.description(), line.unit(),
                        line.priceNote()),
                line.tags().entrySet().stream().flatMap(tag -> Stream.of(tag.getKey(), tag.getValue())));
    }
}
