package org.billinggroups.document;

import com.google.zxing.qrcode.encoder.ByteMatrix;
import java.awt.Color;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.account.Seller;
import org.billinggroups.account.SepaMandate;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.wording.Figures;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** How to pay. */
final class Payment {
    private static final float VALUE_X = 80;
    /** About 26 mm, which telephones read well. */
    private static final float CODE_SIZE = 74;
    private static final float CODE_TOP = 14;
    /** Lets rows of the code touch, so that viewers show no hairlines between them. */
    private static final float OVERLAP = 0.03f;

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
        } else if (invoice.total().isPositive() && type == DocumentType.CREDIT_NOTE) {
            sentence(block, "returned", invoice.prepaid());
            sentence(block, "given-back", invoice.amountDue());
        } else if (invoice.collectedBy() != null) {
            block.lines(0, Pages.CONTENT_WIDTH, Style.BODY, words.of("direct-debit")).advance(4);
            debit(invoice.collectedBy())
                    .forEach((name, value) -> block.fact(0, name, VALUE_X, Pages.CONTENT_WIDTH, value));
        } else if (invoice.amountDue().isPositive()) {
            facts().forEach((name, value) -> block.fact(0, name, VALUE_X, Pages.CONTENT_WIDTH - CODE_SIZE - 10, value));
            PaymentCode.of(invoice).ifPresent(code -> draw(code, block));
        } else {
            block.lines(0, Pages.CONTENT_WIDTH, Style.BODY, words.of("nothing-to-pay"));
        }
        return List.of(block.block());
    }

    private void sentence(Block.Draft block, String key, Money amount) {
        if (amount.isPositive()) {
            block.lines(0, Pages.CONTENT_WIDTH, Style.BODY, words.of(key, words.figures().amountWithCurrency(amount)));
        }
    }

    private void draw(ByteMatrix code, Block.Draft block) {
        float bottom = block.y();
        block.paragraph().moveTo(CODE_TOP + CODE_SIZE + Style.SMALL.leading() + 2)
                .textEndingAt(Pages.CONTENT_WIDTH, Style.SMALL, words.of("scan-to-pay"))
                .figure(new Block.Figure(Pages.CONTENT_WIDTH - CODE_SIZE, CODE_TOP, CODE_SIZE, CODE_SIZE,
                        CODE_SIZE / code.getWidth(), areas(code), words.of("payment-code")));
        block.moveTo(Math.max(bottom, block.y() + 4));
    }

    private static List<Block.Area> areas(ByteMatrix code) {
        List<Block.Area> areas = new ArrayList<>();
        for (int y = 0; y < code.getHeight(); y++) {
            int start = -1;
            for (int x = 0; x <= code.getWidth(); x++) {
                boolean dark = x < code.getWidth() && code.get(x, y) == 1;
                if (dark && start < 0) {
                    start = x;
                } else if (!dark && start >= 0) {
                    areas.add(new Block.Area(start, y, x - start, 1 + OVERLAP, Color.BLACK));
                    start = -1;
                }
            }
        }
        return areas;
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
        put(facts, words.of("reference"), reference());
        facts.put(words.of("terms"), terms());
        return facts;
    }

    /** In groups of four, as people copy it. */
    private @Nullable String reference() {
        var printed = invoice.printedReference();
        return printed == null ? invoice.number() : Figures.iban(printed);
    }

    /** What the customer's bank will name, and of the account only what its owner knows it by. */
    private Map<String, String> debit(SepaMandate mandate) {
        LocalDate due = invoice.dueDate();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(words.of("debit-date"), due == null ? terms() : words.figures().date(due));
        facts.put(words.of("debited-account"), mandate.iban().substring(0, 2) + "\u00a0…\u00a0"
                + mandate.lastDigits());
        facts.put(words.of("mandate"), mandate.id());
        put(facts, words.of("creditor-id"), invoice.seller().creditorId());
        put(facts, words.of("reference"), reference());
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
