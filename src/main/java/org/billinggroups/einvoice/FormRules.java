package org.billinggroups.einvoice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billinggroups.account.EInvoice;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.run.TaxCategory;

/** What the rules of a form would say against an invoice, found before it has a number. */
public final class FormRules {
    private FormRules() {}

    /** Why the electronic form of a draft would break a rule of the standard, for people; empty if it would not. */
    public static List<String> problems(Invoice draft) {
        var form = draft.buyer().eInvoice();
        boolean isLeftOut = form == EInvoice.NONE || form == EInvoice.FACTUR_X && !ElectronicInvoice.isPossible(draft);
        return isLeftOut ? List.of() : problems(draft, form);
    }

    /** What an invoice lacks to be sent over Peppol, for people; empty if nothing. */
    public static List<String> missingForPeppol(Invoice issued) {
        return problems(issued, EInvoice.PEPPOL);
    }

    private static List<String> problems(Invoice invoice, EInvoice form) {
        if (!ElectronicInvoice.isPossible(invoice)) {
            return List.of("amounts in " + ElectronicInvoice.mostExactCurrency(invoice)
                    + " have more than two decimals, which " + form.code()
                    + " has no room for (EN 16931 BR-DEC): choose --e-invoice none or factur-x");
        }
        List<String> problems = new ArrayList<>();
        boolean without = invoice.taxes().stream().anyMatch(tax -> tax.category() == TaxCategory.O);
        if (without && invoice.taxes().size() > 1) {
            problems.add(
                    "lines that are not subject to VAT cannot stand beside lines that are (EN 16931 BR-O-11 to 14)");
        }
        boolean reverse = invoice.taxes().stream().anyMatch(tax -> tax.category() == TaxCategory.AE);
        if (reverse && Party.of(invoice.buyer(), invoice.groupName(), true).vatId() == null) {
            problems.add("reverse charge needs a VAT id of the buyer (EN 16931 BR-AE-02)");
        }
        if (!without) {
            seller(Party.of(invoice.seller(), true), form.isUbl()).ifPresent(problems::add);
        }
        problems.addAll(new NationalRules(new ElectronicInvoice(invoice, form)).missing());
        return problems;
    }

    /** UBL has no room for a Swedish seller's tax number, only for a sentence in its place. */
    private static Optional<String> seller(Party seller, boolean ubl) {
        if (seller.vatId() != null || (ubl ? seller.taxStatement() : seller.taxNumber()) != null) {
            return Optional.empty();
        }
        return Optional.of(seller.taxNumber() == null
                ? "VAT needs a VAT id or a tax number of the seller (EN 16931 BR-S-02)"
                : "VAT needs a VAT id of the seller, or the sentence '" + Party.statement(seller.country())
                        + "' in its legal_text (EN 16931 BR-S-02)");
    }
}
