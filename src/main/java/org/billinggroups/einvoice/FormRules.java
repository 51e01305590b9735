package org.billinggroups.einvoice;

import java.util.ArrayList;
import java.util.List;
import org.billinggroups.account.EInvoice;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.run.TaxCategory;

/** What the rules of a form would say against an invoice, found before it has a number. */
public final class FormRules {
    private FormRules() {}

    /** Why the electronic form of a draft would break a rule of the standard, for people; empty if it would not. */
    public static List<String> problems(Invoice draft) {
        var form = draft.buyer().eInvoice();
        if (form == EInvoice.NONE) {
            return List.of();
        }
        if (!ElectronicInvoice.isPossible(draft)) {
            return form == EInvoice.FACTUR_X
                    ? List.of()
                    : List.of("amounts in " + draft.currency() + " have more than two decimals, which " + form.code()
                            + " has no room for (EN 16931 BR-DEC): choose --e-invoice none or factur-x");
        }
        List<String> problems = new ArrayList<>();
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
        problems.addAll(new NationalRules(new ElectronicInvoice(draft, form)).missing());
        return problems;
    }

    /** What an invoice lacks to be sent over Peppol, for people; empty if nothing. */
    public static List<String> missingForPeppol(Invoice issued) {
        List<String> missing = new ArrayList<>();
        if (!ElectronicInvoice.isPossible(issued)) {
            missing.add("amounts in " + issued.currency() + " have more than two decimals");
        }
        missing.addAll(new NationalRules(ElectronicInvoice.forPeppol(issued)).missing());
        return missing;
    }
}
