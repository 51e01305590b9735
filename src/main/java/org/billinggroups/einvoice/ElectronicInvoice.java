package org.billinggroups.einvoice;

import java.io.OutputStream;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.billinggroups.account.EInvoice;
import org.billinggroups.account.SepaArea;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.run.TaxCategory;
import org.billinggroups.run.TaxSubtotal;
import org.billinggroups.wording.Language;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * An issued invoice or credit note in the terms of EN 16931, the European semantic standard of electronic invoices. Its
 * amounts are those that the document prints: above zero on credit notes.
 */
public final class ElectronicInvoice {
    /** The name under which Factur-X and ZUGFeRD embed the XML into the PDF. */
    public static final String FILE = "factur-x.xml";

    /** The business process (BT-23): billing. */
    static final String BILLING = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";

    private static final int MOST_DECIMALS = 2;
    private static final String STANDARD = "urn:cen.eu:en16931:2017";
    private static final String GERMANY = "DE";

    private final Invoice invoice;
    private final EInvoice form;
    private final boolean creditNote;
    private final boolean withVat;

    /** In a form, of an invoice or a draft. */
    ElectronicInvoice(Invoice issued, EInvoice form) {
        this.form = form;
        invoice = issued.asPrinted();
        creditNote = issued.isCreditNote();
        withVat = invoice.taxes().stream().noneMatch(tax -> tax.category() == TaxCategory.O);
    }

    /**
     * The electronic invoice in the form that the group wants, or as Factur-X.
     *
     * @throws IllegalArgumentException if the invoice has no number, or its amounts more decimals than the standard
     *        allows
     */
    public static ElectronicInvoice of(Invoice issued) {
        if (issued.number() == null || !isPossible(issued)) {
            throw new IllegalArgumentException("there is no electronic form of " + issued.number());
        }
        var wanted = issued.buyer().eInvoice();
        return new ElectronicInvoice(issued, wanted == EInvoice.NONE ? EInvoice.FACTUR_X : wanted);
    }

    /** The same for Peppol, whatever the group wants. */
    public static ElectronicInvoice forPeppol(Invoice issued) {
        return new ElectronicInvoice(issued, EInvoice.PEPPOL);
    }

    /** Whether the standard has room for the invoice: its amounts have two decimals at most. */
    public static boolean isPossible(Invoice invoice) {
        return mostExactCurrency(invoice).getDecimalPlaces() <= MOST_DECIMALS;
    }

    /** The currency of the invoice, or that of the seller's tax if it has more decimals. */
    static CurrencyUnit mostExactCurrency(Invoice invoice) {
        var tax = invoice.sellerTax();
        var other = tax == null ? invoice.currency() : tax.total().getCurrencyUnit();
        return other.getDecimalPlaces() > invoice.currency().getDecimalPlaces() ? other : invoice.currency();
    }

    /** Whether the PDF of an invoice has it inside. */
    public static boolean isInside(Invoice invoice) {
        return invoice.number() != null && isPossible(invoice) && invoice.buyer().eInvoice() == EInvoice.FACTUR_X;
    }

    /** Writes it as UTF-8 in the syntax of its form, CII or UBL 2.1. */
    public void write(OutputStream out) {
        write(out, null);
    }

    /** The same with the page inside (BG-24). */
    public void write(OutputStream out, @Nullable EmbeddedPdf pdf) {
        if (form.isUbl()) {
            new UblXml(this, pdf).write(out);
        } else {
            new CiiXml(this, pdf).write(out);
        }
    }

    EInvoice form() {
        return form;
    }

    /** The rules that it follows (BT-24). */
    String specification() {
        return switch (form) {
            case PEPPOL -> STANDARD + "#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
            case XRECHNUNG, XRECHNUNG_CII -> STANDARD + "#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0";
            default -> STANDARD;
        };
    }

    /**
     * What the buyer routes invoices by (BT-10). Peppol wants that or his order (PEPPOL-EN16931-R003), Germany wants it
     * always: the billing group is a name that he knows.
     */
    @Nullable
    String buyerReference() {
        var buyer = invoice.buyer();
        boolean named = buyer.buyerReference() != null || buyer.purchaseOrder() != null && !isGerman();
        return named || form != EInvoice.PEPPOL ? buyer.buyerReference() : invoice.groupName();
    }

    /** Whether the rules of German invoices hold, which Peppol has where both parties are there. */
    boolean isGerman() {
        return form.isXRechnung() || form == EInvoice.PEPPOL && invoice.seller().countryCode().equals(GERMANY)
                && GERMANY.equals(invoice.buyer().countryCode());
    }

    /** Where the service is delivered (BT-80); German rules want a whole address there or nothing (BR-DE-10, 11). */
    @Nullable
    String deliveryCountry() {
        return isGerman() ? null : invoice.buyer().deliveryCountryCode();
    }

    /** The rate of a subtotal (BT-119), which German rules want where there is no tax as well (BR-DE-14). */
    @Nullable
    String rate(TaxSubtotal tax) {
        return tax.category() == TaxCategory.O && !isGerman()
                ? null
                : tax.rate().stripTrailingZeros().toPlainString();
    }

    Invoice invoice() {
        return invoice;
    }

    String number() {
        return Objects.requireNonNull(invoice.number());
    }

    /** What a payment is to give (BT-83). */
    String paymentReference() {
        var printed = invoice.printedReference();
        return printed == null ? number() : printed;
    }

    LocalDate issueDate() {
        return Objects.requireNonNull(invoice.issueDate());
    }

    /** When payment is due; on a credit note nothing is. */
    @Nullable
    LocalDate dueDate() {
        return creditNote ? null : invoice.dueDate();
    }

    boolean isCreditNote() {
        return creditNote;
    }

    /** The code of UNTDID 1001: commercial invoice or credit note. */
    String typeCode() {
        return creditNote ? "381" : "380";
    }

    Party seller() {
        return Party.of(invoice.seller(), withVat);
    }

    Party buyer() {
        return Party.of(invoice.buyer(), invoice.groupName(), withVat);
    }

    /** The notes on the document: extra text of the buyer, the reason of a correction. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        var correction = invoice.correction();
        if (correction != null) {
            notes.add(correction.reason());
        }
        var extra = invoice.buyer().extraText();
        if (extra != null && !extra.isBlank()) {
            notes.add(extra);
        }
        return notes;
    }

    /** The lines, each made when it is asked for. */
    List<ElectronicLine> lines() {
        var language = Language.of(invoice.buyer().language());
        return new AbstractList<>() {
            @Override
            public ElectronicLine get(int i) {
                return ElectronicLine.of(invoice.lines().get(i), invoice.period(), language);
            }

            @Override
            public int size() {
                return invoice.lines().size();
            }
        };
    }

    /** The creditor id of the seller (BT-90) where the invoice is collected. */
    @Nullable
    String creditorId() {
        return invoice.collectedBy() == null ? null : invoice.seller().creditorId();
    }

    /** The code of UNTDID 4461: SEPA direct debit or credit transfer, another transfer, or not defined. */
    String paymentMeans() {
        var iban = invoice.seller().iban();
        if (iban == null || invoice.collectedBy() != null) {
            return iban == null ? "1" : "59";
        }
        var country = invoice.seller().countryCode();
        boolean domestic = country.equals(invoice.buyer().countryCode());
        boolean sepa = invoice.currency().getCode().equals("EUR") && SepaArea.contains(iban);
        if (domestic && !sepa && country.equals("DK") && invoice.seller().bic() != null) {
            // The one of the few codes that Danish rules allow (DK-R-005, DK-R-006) which is to any account.
            return "31";
        }
        return sepa && !(domestic && country.equals("SE")) ? "58" : "30";
    }

    /**
     * How payment is to be made, in words: EN 16931 wants a due date or this where something is to be paid (BR-CO-25).
     */
    @Nullable
    String paymentTerms() {
        return creditNote ? "To be set off or paid back" : null;
    }

    /** The code of the VATEX list for why there is no tax, where there is a general one. */
    static @Nullable String exemptionCode(TaxCategory category) {
        return switch (category) {
            case AE -> "VATEX-EU-AE";
            case O -> "VATEX-EU-O";
            default -> null;
        };
    }
}
