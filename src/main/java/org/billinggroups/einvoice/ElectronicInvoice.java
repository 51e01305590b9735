package org.billinggroups.einvoice;

import java.io.OutputStream;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.billinggroups.account.SepaArea;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.run.TaxCategory;
import org.billinggroups.wording.Language;
import org.jspecify.annotations.Nullable;

/**
 * An issued invoice or credit note in the terms of EN 16931, the European semantic standard of electronic invoices. Its
 * amounts are those that the document prints: above zero on credit notes.
 */
public final class ElectronicInvoice {
    /** The name under which Factur-X and ZUGFeRD embed the XML into the PDF. */
    public static final String FILE = "factur-x.xml";

    private static final int MOST_DECIMALS = 2;

    private final Invoice invoice;
    private final boolean creditNote;
    private final boolean withVat;

    private ElectronicInvoice(Invoice issued) {
        invoice = issued.asPrinted();
        creditNote = issued.isCreditNote();
        withVat = invoice.taxes().stream().noneMatch(tax -> tax.category() == TaxCategory.O);
    }

    /**
     * The electronic form.
     *
     * @throws IllegalArgumentException if the invoice has no number, or its currency more decimals than the standard
     *        allows
     */
    public static ElectronicInvoice of(Invoice issued) {
        if (issued.number() == null || !isPossible(issued)) {
            throw new IllegalArgumentException("there is no electronic form of " + issued.number());
        }
        return new ElectronicInvoice(issued);
    }

    /** Whether the standard has room for the invoice: its amounts have two decimals at most. */
    public static boolean isPossible(Invoice invoice) {
        return invoice.currency().getDecimalPlaces() <= MOST_DECIMALS;
    }

    /** Why the electronic form of a draft would break a rule of the standard, for people; empty if it would not. */
    public static List<String> problems(Invoice draft) {
        List<String> problems = new ArrayList<>();
        if (!isPossible(draft)) {
            return problems;
        }
        boolean without = draft.taxes().stream().anyMatch(tax -> tax.category() == TaxCategory.O);
        if (without && draft.taxes().size() > 1) {
            problems.add(
                    "lines that are not subject to VAT cannot stand beside lines that are (EN 16931 BR-O-11 to 14)");
        }
        boolean reverse = draft.taxes().stream().anyMatch(tax -> tax.category() == TaxCategory.AE);
        if (reverse && Party.of(draft.buyer(), draft.groupName(), true).vatId() == null) {
            problems.add("reverse charge needs a VAT id of the buyer (EN 16931 BR-AE-02)");
        }
        var seller = Party.of(draft.seller(), true);
        if (!without && seller.vatId() == null && seller.taxNumber() == null) {
            problems.add("VAT needs a VAT id or a tax number of the seller (EN 16931 BR-S-02)");
        }
        return problems;
    }

    /** What an invoice lacks to be sent over Peppol, for people; empty if nothing. */
    public static List<String> missingForUbl(Invoice issued) {
        List<String> missing = new ArrayList<>();
        if (!isPossible(issued)) {
            missing.add("amounts in " + issued.currency() + " have more than two decimals");
        }
        if (issued.seller().endpoint() == null) {
            missing.add("the seller had no endpoint when it was issued");
        }
        if (issued.buyer().endpoint() == null) {
            missing.add("billing group '" + issued.groupName() + "' had no endpoint when it was issued");
        }
        return missing;
    }

    /** Writes CII XML, profile EN 16931, as UTF-8. */
    public void writeCii(OutputStream out) {
        new CiiXml(this).write(out);
    }

    /** Writes UBL 2.1 XML as Peppol BIS Billing 3.0 wants it, as UTF-8. */
    public void writeUbl(OutputStream out) {
        new UblXml(this).write(out);
    }

    Invoice invoice() {
        return invoice;
    }

    String number() {
        return Objects.requireNonNull(invoice.number());
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

    /** The code of UNTDID 4461: SEPA credit transfer, another credit transfer, or not defined. */
    String paymentMeans() {
        var iban = invoice.seller().iban();
        if (iban == null) {
            return "1";
        }
        return invoice.currency().getCode().equals("EUR") && SepaArea.contains(iban) ? "58" : "30";
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
