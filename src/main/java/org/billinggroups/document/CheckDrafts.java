package org.billinggroups.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.einvoice.FormRules;
import org.billinggroups.invoice.Invoices;
import org.billinggroups.invoice.ParkedGroups;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.ParkedGroup;
import org.springframework.stereotype.Service;

/**
 * Finds what would stop a document after its number is spent, while it is still a draft: sums that do not add up
 * (reading an invoice checks them), names and addresses without glyphs, and what would break a rule of electronic
 * invoices.
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
        var groups = invoices.idsByGroup(run.id(), bucket);
        var found = problems(groups.values().stream().flatMap(List::stream).toList());
        groups.forEach((group, drafts) -> {
            var problems = drafts.stream().flatMap(id -> found.getOrDefault(id, List.of()).stream()).distinct()
                    .toList();
            if (!problems.isEmpty()) {
                parked.parkDraft(run.id(), group, ParkedGroup.Reason.INVALID_DOCUMENT, problems);
            }
        });
    }

    /** The problems of those drafts that have any. */
    private Map<Long, List<String>> problems(List<Long> drafts) {
        Map<Long, List<String>> found = new HashMap<>();
        Invoices.Visitor<RuntimeException> check = invoice -> {
            var problems = new ArrayList<>(InvoicePdf.unprintable(invoice));
            problems.addAll(FormRules.problems(invoice));
            if (!problems.isEmpty()) {
                found.put(invoice.id(), problems);
            }
        };
        try {
            invoices.forEach(drafts, check);
        } catch (IllegalArgumentException | ArithmeticException e) {
            drafts.forEach(id -> checkAlone(id, check, found));
        }
        return found;
    }

    /** Where one cannot be read, none of those that are read with it can. */
    private void checkAlone(long id, Invoices.Visitor<RuntimeException> check, Map<Long, List<String>> found) {
        try {
            check.visit(invoices.get(id));
        } catch (IllegalArgumentException | ArithmeticException e) {
            found.put(id, List.of(String.valueOf(e.getMessage())));
        }
    }
}
