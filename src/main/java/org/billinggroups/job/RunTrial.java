package org.billinggroups.job;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billinggroups.drafting.DraftPreview;
import org.billinggroups.drafting.DraftPreview.Totals;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.Estimates;
import org.billinggroups.run.FreezeInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.RunRequest;
import org.joda.money.Money;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tries what a new run would do in a transaction that is rolled back, for a caller that holds the seller's lock.
 */
@Component
record RunTrial(InvoicingRuns runs, DiscardDrafts discardDrafts, Estimates estimates, FreezeInputs freezeInputs,
        DraftPreview preview, TransactionOperations transaction) {
    /**
     * Finds out whether a new run would be refused.
     *
     * @throws RefusedException if so
     */
    void requireStartable(RunRequest request) {
        transaction.executeWithoutResult(status -> {
            status.setRollbackOnly();
            freezeInputs.freeze(request);
        });
    }

    /**
     * What the drafts of a new run would come to, and which groups it would park.
     *
     * @param discarded the run in whose place it would come
     * @throws RefusedException if it would be refused
     */
    RunFigures figures(RunRequest request, Optional<InvoicingRun> discarded) {
        var figures = transaction.execute(status -> {
            status.setRollbackOnly();
            discarded.ifPresent(discardDrafts::discard);
            estimates.discard(request.period());
            freezeInputs.freeze(request);
            try {
                return figures(request, preview.of(runs.find(request.sellerId(), request.period(), request.attempt())
                        .orElseThrow()));
            } catch (SQLException e) {
                throw new JobFailedException("trying to invoice " + request.period() + " failed: " + e.getMessage(), e);
            }
        });
        return Optional.ofNullable(figures).orElseThrow();
    }

    private static RunFigures figures(RunRequest request, DraftPreview.Preview drafts) {
        var totals = drafts.drafts().stream().collect(Collectors.groupingBy(draft -> draft.net().getCurrencyUnit()))
                .values().stream().map(RunTrial::total)
                .sorted(Comparator.comparing(RunFigures.Total::currency)).toList();
        return new RunFigures(request.attempt(), null, drafts.drafts().size(), totals, List.of(), drafts.parked(), null,
                List.of());
    }

    private static RunFigures.Total total(List<Totals> drafts) {
        var net = Money.total(drafts.stream().map(Totals::net).toList());
        var tax = Money.total(drafts.stream().map(Totals::tax).toList());
        return new RunFigures.Total(net.getCurrencyUnit(), drafts.size(), net.getAmount(), tax.getAmount(),
                net.plus(tax).getAmount());
    }
}
