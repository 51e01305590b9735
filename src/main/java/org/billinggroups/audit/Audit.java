package org.billinggroups.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billinggroups.drafting.Rederivation;
import org.billinggroups.invoice.RunSeals;
import org.billinggroups.invoice.SealedNumbers;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.stereotype.Service;

/**
 * Checks what was published long ago: beside what {@link Verification} looks at, whether it still follows from usage
 * and frozen inputs, and whether it is what was sealed.
 */
@Service
public class Audit {
    private final Verification verification;
    private final Rederivation rederivation;
    private final RunSeals seals;
    private final SealedNumbers numbers;
    private final InvoicingRuns runs;
    private final AuditOfTheWhole others;

    Audit(Verification verification, Rederivation rederivation, RunSeals seals, SealedNumbers numbers,
            InvoicingRuns runs, AuditOfTheWhole others) {
        this.verification = verification;
        this.rederivation = rederivation;
        this.seals = seals;
        this.numbers = numbers;
        this.runs = runs;
        this.others = others;
    }

    /** What is done with what was found of a run. */
    @FunctionalInterface
    public interface Each {
        /** Takes the findings of one run. */
        void accept(InvoicingRun run, Findings findings);
    }

    /**
     * Looks at the published runs of a period, or of all, and then at the whole: where the chain of all seals is
     * broken, what is missing or too much, and what lies below the output folders without belonging to a run. What is
     * so bent that it cannot even be looked at is a difference.
     *
     * @param usualOutput an output folder to look at beside those of the runs
     * @return what was found of the whole
     */
    public Findings look(Optional<BillingPeriod> period, Path usualOutput, Each each) throws IOException {
        var whole = new Findings();
        List<InvoicingRun> selected = new ArrayList<>();
        whole.add("the runs", () -> {
            selected.addAll(runs(period));
            return List.of();
        });
        for (var run : selected) {
            var findings = findings(run);
            period.filter(asked -> !asked.equals(run.period())).ifPresent(asked -> findings.differences()
                    .add(run.folder() + ": belongs to " + asked + ", but the database has it in " + run.period()));
            each.accept(run, findings);
        }
        others.look(period, usualOutput, whole);
        return whole;
    }

    /**
     * The published runs and credit notes to look at: those that the database has of the period, and those that the
     * chain of seals or the names of their folders have of it.
     */
    private List<InvoicingRun> runs(Optional<BillingPeriod> period) {
        return period.map(one -> runs.published(one, numbers.folders(one))).orElseGet(() -> runs.published(period));
    }

    private Findings findings(InvoicingRun run) throws IOException {
        var findings = verification.findings(run, run.publishedFolder(), CheckedParts.NONE);
        findings.add("its invoices", () -> rederivation.differences(run));
        findings.add("its seal", () -> seals.differences(run));
        return findings;
    }
}
