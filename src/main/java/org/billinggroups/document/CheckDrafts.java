package org.billinggroups.document;

import java.util.ArrayList;
import java.util.List;
import org.billinggroups.einvoice.ElectronicInvoice;
import org.billinggroups.invoicing.Invoices;
import org.billinggroups.invoicing.ParkedGroup;
import org.billinggroups.invoicing.ParkedGroups;
import org.billinggroups.period.InvoicingRun;
import org.springframework.stereotype.Service;

/**
 * Finds what would stop a document after its number is spent, while it is still a draft: sums that do not add up (reading
 * an invoice checks them), text without glyphs, and what would break a rule of electronic invoices.
 */
@Service
public class CheckDrafts {
    private final Invoices invoices;
    private final ParkedGroups parked;

    CheckDrafts(Invoices invoices, ParkedGroups parked) {
        this.invoices = invoices;
        this.parked = parked;
    }

    /** Checks the drafts of a bucket in the caller's transaction, and parks the groups of those that fail. */
    public void check(InvoicingRun run, int bucket) {
        for (long id : invoices.idsOfBucket(run.id(), bucket)) {
            var invoice = invoices.get(id);
            List<String> problems = new ArrayList<>();
            InvoicePdf.unprintable(invoice).stream().distinct()
                    .forEach(text -> problems.add("there is no glyph for a character in: " + text));
            problems.addAll(ElectronicInvoice.problems(invoice));
            if (!problems.isEmpty()) {
                parked.parkDraft(run.id(), invoice.groupId(), ParkedGroup.Reason.INVALID_DOCUMENT, problems);
            }
        }
    }
}
