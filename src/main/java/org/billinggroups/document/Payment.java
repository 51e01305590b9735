package org.billinggroups.document;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.account.Seller;
import org.billinggroups.invoicing.Invoice;
import org.jspecify.annotations.Nullable;

/** How to pay. */
final class Payment {
    private static final float VALUE_X = 80;

    private final Invoice invoice;
    private final DocumentType type;
    private final Wording words;

    Payment(Invoice invoice, DocumentType type) {
        this.invoice = invoice;
        this.type = type;
        this.words = Wording.of(invoice);
    }

    List<Block> blocks() {
        Block.Draft block = new Block.Draft().advance(10);
        block.lines(0, Pages.CONTENT_WIDTH, Style.HEADING, words.of("payment")).advance(4);
        if (type == DocumentType.ESTIMATE) {
            block.lines(0, Pages.CONTENT_WIDTH, Style.BODY, words.of("not-due-yet"));
        } else if (invoice.amountDue().isPositive() && type == DocumentType.CREDIT_NOTE) {
            block.lines(0, Pages.CONTENT_WIDTH, Style.BODY, words.of("given-back"));
        } else if (invoice.amountDue().isPositive()) {
            facts().forEach((name, value) -> block.fact(0, name, VALUE_X, value));
        } else {
            block.lines(0, Pages.CONTENT_WIDTH, Style.BODY, words.of("nothing-to-pay"));
        }
        return List.of(block.block());
    }

    private Map<String, String> facts() {
        Seller seller = invoice.seller();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(words.of("pay-to"), seller.name());
        String iban = seller.iban();
        if (iban != null) {
            facts.put(words.of("iban"), Figures.iban(iban));
        }
        put(facts, words.of("bic"), seller.bic());
        put(facts, words.of("reference"), invoice.number());
        facts.put(words.of("terms"), terms());
        return facts;
    }

    private static void put(Map<String, String> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }

    private String terms() {
        LocalDate issued = invoice.issueDate();
        LocalDate due = invoice.dueDate();
        return issued == null || due == null
                ? words.terms(invoice.buyer().paymentTermsDays())
                : words.terms(issued, due);
    }
}
