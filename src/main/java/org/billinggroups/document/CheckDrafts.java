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
 * an invoice checks them), names and addresses without glyphs, and what would break a rule of electronic invoices.
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
        invoices.idsByGroup(run.id(), bucket).forEach((group, drafts) -> {
            var problems = drafts.stream().flatMap(id -> problems(id).stream()).distinct().toList();
            if (!problems.isEmpty()) {
                parked.parkDraft(run.id(), group, ParkedGroup.Reason.INVALID_DOCUMENT, problems);
            }
        });
    }

    private List<String> problems(long id) {
        List<String> problems = new ArrayList<>();
        try {
            var invoice = invoices.get(id);
            problems.addAll(InvoicePdf.unprintable(invoice));
            problems.addAll(ElectronicInvoice.problems(invoice));
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return problems;
    }
}
