package org.billinggroups.document;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.Contact;
import org.billinggroups.account.Seller;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.wording.Figures;
import org.jspecify.annotations.Nullable;

/** The top of the first page: who, to whom, which invoice, how much. */
final class Masthead {
    private static final float LEFT_WIDTH = 250;
    private static final float TITLE_GAP = 12;
    private static final float FACTS_X = 290;
    private static final float FACT_VALUE_X = 370;
    private static final float PANEL_HEIGHT = 48;
    private static final float PANEL_PADDING = 14;
    private static final float ACCENT_WIDTH = 3;
    private static final float LOGO_GAP = 8;

    private final Invoice invoice;
    private final DocumentType type;
    private final Wording words;
    private final Figures figures;

    Masthead(Invoice invoice, DocumentType type) {
        this.invoice = invoice;
        this.type = type;
        this.words = Wording.of(invoice);
        this.figures = words.figures();
    }

    List<Block> blocks() {
        return Stream.concat(Stream.of(sender(), parties(), headline()), correction()).toList();
    }

    /** What the buyer wants to read on his invoices. */
    List<Block> extraText() {
        return paragraph(PrintedTexts.extraText(invoice.buyer()).stream()).toList();
    }

    private Block sender() {
        Seller seller = invoice.seller();
        Block.Draft block = new Block.Draft();
        String number = invoice.number();
        float width = Math.min(LEFT_WIDTH, Pages.CONTENT_WIDTH - Style.TITLE.width(type.title(words)) - TITLE_GAP);
        block.moveTo(Style.TITLE.size() - 4).textEndingAt(Pages.CONTENT_WIDTH, Style.TITLE, type.title(words));
        if (number != null) {
            block.paragraph().advance(18).textEndingAt(Pages.CONTENT_WIDTH, Style.NAME, number);
        }
        block.paragraph().moveTo(Logo.of(invoice).map(logo -> logo.height() + LOGO_GAP).orElse(0f))
                .lines(0, width, Style.NAME, seller.name()).advance(2);
        seller.addressLines().forEach(line -> block.lines(0, LEFT_WIDTH, Style.SMALL, line));
        block.lines(0, LEFT_WIDTH, Style.SMALL, joined(seller.zipCode(), seller.city()));
        block.lines(0, LEFT_WIDTH, Style.SMALL, words.language().country(seller.countryCode()));
        labelled(block, Style.SMALL, "vat-id", seller.vatId());
        labelled(block, Style.SMALL, "tax-number", seller.taxNumber());
        labelled(block, Style.SMALL, "registration-id", seller.registrationId());
        Stream.of(seller.email(), seller.website()).filter(Objects::nonNull)
                .forEach(text -> block.lines(0, LEFT_WIDTH, Style.SMALL, text));
        contact(block, seller.contact(), seller.email());
        return block.advance(30).block();
    }

    private void labelled(Block.Draft block, Style style, String label, @Nullable String text) {
        if (text != null) {
            block.lines(0, LEFT_WIDTH, style, words.of(label) + " " + text);
        }
    }

    private void contact(Block.Draft block, @Nullable Contact contact, @Nullable String printed) {
        if (contact == null) {
            return;
        }
        var name = contact.name() == null ? null : words.of("contact") + " " + contact.name();
        var phone = contact.phone() == null ? null : words.of("phone") + " " + contact.phone();
        var email = Objects.equals(contact.email(), printed) ? null : contact.email();
        block.lines(0, LEFT_WIDTH, Style.SMALL, Stream.of(name, phone, email).filter(Objects::nonNull)
                .collect(Collectors.joining(" · ")));
    }

    private Block parties() {
        BillingDetails buyer = invoice.buyer();
        Block.Draft block = new Block.Draft();
        block.lines(0, LEFT_WIDTH, Style.LABEL, words.of("bill-to")).advance(2);
        block.lines(0, LEFT_WIDTH, Style.NAME, Objects.requireNonNullElse(buyer.company(), "")).advance(1);
        labelled(block, Style.BODY, "attention", buyer.contactName());
        buyer.addressLines().forEach(line -> block.lines(0, LEFT_WIDTH, Style.BODY, line));
        block.lines(0, LEFT_WIDTH, Style.BODY, joined(buyer.zipCode(), buyer.city(), buyer.state()));
        block.lines(0, LEFT_WIDTH, Style.BODY, country(buyer.countryCode()));
        labelled(block, Style.BODY, "vat-id", buyer.vatId());
        labelled(block, Style.BODY, "registration-id", buyer.registrationId());
        float bottom = block.y();
        block.moveTo(0);
        facts().forEach((name, value) -> block.fact(FACTS_X, name, FACT_VALUE_X, Pages.CONTENT_WIDTH, value));
        return block.moveTo(Math.max(bottom, block.y()) + 22).block();
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(type.numberLabel(words), joined(invoice.number()));
        facts.put(type.dateLabel(words), date(invoice.issueDate()));
        facts.put(words.of("due-date"), type == DocumentType.CREDIT_NOTE ? "" : date(invoice.dueDate()));
        var correction = invoice.correction();
        facts.put(words.of("corrects"), correction == null ? "" : correction.number());
        facts.put(words.of("period"), words.period(invoice.period()));
        facts.put(words.of("billing-group"), invoice.groupName());
        facts.put(words.of("account"), joined(invoice.accountId()));
        var buyer = invoice.buyer();
        facts.put(words.of("purchase-order"), joined(buyer.purchaseOrder()));
        facts.put(words.of("buyer-reference"), joined(buyer.buyerReference()));
        facts.put(words.of("deliver-to"), country(buyer.deliveryCountryCode()));
        facts.values().removeIf(String::isEmpty);
        return facts;
    }

    private Block headline() {
        Block.Draft block = new Block.Draft();
        block.area(new Block.Area(0, 0, Pages.CONTENT_WIDTH, PANEL_HEIGHT, Palette.TINT));
        block.area(new Block.Area(0, 0, ACCENT_WIDTH, PANEL_HEIGHT, Palette.ACCENT));
        LocalDate due = type == DocumentType.CREDIT_NOTE ? null : invoice.dueDate();
        block.moveTo(due == null ? 28 : 21).text(PANEL_PADDING, Style.TOTAL, type.amountLabel(words));
        if (due != null && invoice.amountDue().isPositive()) {
            block.moveTo(35).text(PANEL_PADDING, Style.BODY, invoice.collectedBy() == null
                    ? words.payBy(due)
                    : words.collectedOn(due));
        }
        block.moveTo(31).textEndingAt(Pages.CONTENT_WIDTH - PANEL_PADDING, Style.DUE,
                figures.amountWithCurrency(invoice.headline()));
        return block.moveTo(PANEL_HEIGHT + 8).block();
    }

    private Stream<Block> correction() {
        var correction = invoice.correction();
        return correction == null ? Stream.of() : paragraph(Stream.of(words.corrects(correction)));
    }

    private static Stream<Block> paragraph(Stream<String> texts) {
        return texts.flatMap(text -> LineBreaks.of(text, Style.BODY, Pages.CONTENT_WIDTH).stream())
                .map(line -> new Block.Draft().lines(0, Pages.CONTENT_WIDTH, Style.BODY, line).block());
    }

    private String date(@Nullable LocalDate date) {
        return date == null ? "" : figures.date(date);
    }

    private String country(@Nullable String code) {
        return code == null ? "" : words.language().country(code);
    }

    private static String joined(@Nullable String... parts) {
        return Stream.of(parts).filter(Objects::nonNull).collect(Collectors.joining(" "));
    }
}
