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

    private Payment() {}

    static List<Block> blocks(Invoice invoice, DocumentType type) {
        Block.Draft block = new Block.Draft().advance(10);
        block.lines(0, Pages.CONTENT_WIDTH, Style.HEADING, Wording.PAYMENT).advance(4);
        if (type == DocumentType.ESTIMATE) {
            block.lines(0, Pages.CONTENT_WIDTH, Style.BODY, Wording.NOT_DUE_YET);
        } else if (invoice.amountDue().isPositive() && type == DocumentType.CREDIT_NOTE) {
            block.lines(0, Pages.CONTENT_WIDTH, Style.BODY, Wording.GIVEN_BACK);
        } else if (invoice.amountDue().isPositive()) {
            facts(invoice).forEach((name, value) -> block.fact(0, name, VALUE_X, value));
        } else {
            block.lines(0, Pages.CONTENT_WIDTH, Style.BODY, Wording.NOTHING_TO_PAY);
        }
        return List.of(block.block());
    }

    private static Map<String, String> facts(Invoice invoice) {
        Seller seller = invoice.seller();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(Wording.PAY_TO, seller.name());
        String iban = seller.iban();
        if (iban != null) {
            facts.put(Wording.IBAN, Figures.iban(iban));
        }
        put(facts, Wording.BIC, seller.bic());
        put(facts, Wording.REFERENCE, invoice.number());
        facts.put(Wording.TERMS, terms(invoice));
        return facts;
    }

    private static void put(Map<String, String> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }

    private static String terms(Invoice invoice) {
        LocalDate issued = invoice.issueDate();
        LocalDate due = invoice.dueDate();
        return issued == null || due == null
                ? Wording.terms(invoice.buyer().paymentTermsDays())
                : Wording.terms(issued, due);
    }
}
