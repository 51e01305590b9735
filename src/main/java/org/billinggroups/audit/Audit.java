package org.billinggroups.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.billinggroups.audit.Verification.Findings;
import org.billinggroups.drafting.Rederivation;
import org.billinggroups.invoice.RunSeals;
import org.billinggroups.invoice.SealedNumbers;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.seal.SealChain;
import org.billinggroups.seal.SealedEvents;
import org.billinggroups.usage.UsageSeals;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Checks what was published long ago: beside what {@link Verification} looks at, whether it still follows from usage
 * and frozen inputs, and whether it is what was sealed.
 */
@Service
public class Audit {
    private final Verification verification;
    private final Rederivation rederivation;
    private final RunSeals seals;
    private final SealChain chain;
    private final SealedEvents events;
    private final UsageSeals usage;
    private final Inventory inventory;
    private final OutputFolders folders;
    private final InvoicingRuns runs;
    private final SealedNumbers numbers;
    private final TransactionTemplate snapshot;

    Audit(Verification verification, Rederivation rederivation, RunSeals seals, SealChain chain, SealedEvents events,
            UsageSeals usage, Inventory inventory, OutputFolders folders, InvoicingRuns runs, SealedNumbers numbers,
            PlatformTransactionManager transactions) {
        this.usage = usage;
        this.snapshot = SealedEvents.snapshot(transactions);
        this.runs = runs;
        this.numbers = numbers;
        this.folders = folders;
        this.inventory = inventory;
        this.verification = verification;
        this.rederivation = rederivation;
        this.seals = seals;
        this.chain = chain;
        this.events = events;
    }

    /** What is done with what was found of a run. */
    @FunctionalInterface
    public interface Each {
        /** Takes the findings of one run. */
        void accept(InvoicingRun run, Findings findings);
    }

    /**
     * Looks at the published runs of a period, or of all, and then at the whole: where the chain of all seals is broken,
     * what is missing or too much, and what lies below the output folders without belonging to a run. What is so bent
     * that it cannot even be looked at is a difference.
     *
     * @param usualOutput an output folder to look at beside those of the runs
     * @return what was found of the whole
     */
    public Findings look(Optional<BillingPeriod> period, Path usualOutput, Each each) throws IOException {
        var whole = new Findings();
        var differences = whole.differences();
        List<InvoicingRun> selected = new ArrayList<>();
        guard("the runs", differences, () -> selected.addAll(runs(period)));
        for (var run : selected) {
            var findings = findings(run);
            period.filter(asked -> !asked.equals(run.period())).ifPresent(asked -> findings.differences()
                    .add(run.folder() + ": belongs to " + asked + ", but the database has it in " + run.period()));
            each.accept(run, findings);
        }
        snapshot.executeWithoutResult(status -> {
            status.setRollbackOnly(); // It only reads, and part of it may fail.
            guard("the chain of seals", differences, () -> differences.addAll(chain.brokenLinks()));
            guard("the runs", differences, () -> differences.addAll(seals.unknownRuns()));
            guard("the numbers", differences, () -> differences.addAll(numbers.differences()));
            guard("what happened afterwards", differences, () -> differences.addAll(events.differences()));
            guard("usage", differences, () -> differences.addAll(usage.differences(period)));
            guard("the sums", differences, () -> differences.addAll(inventory.differences(period)));
        });
        for (var output : folders.all(usualOutput)) {
            var below = folders.findings(output, period);
            differences.addAll(below.differences());
            whole.warnings().addAll(below.warnings());
        }
        return whole;
    }

    /**
     * The published runs and credit notes to look at: those that the database has of the period, and those that the chain
     * of seals or the names of their folders have of it.
     */
    private List<InvoicingRun> runs(Optional<BillingPeriod> period) {
        return period.map(one -> runs.published(one, numbers.folders(one))).orElseGet(() -> runs.published(period));
    }

    private Findings findings(InvoicingRun run) throws IOException {
        var findings = verification.findings(run, run.publishedFolder());
        var differences = findings.differences();
        guard("its invoices", differences, () -> differences.addAll(rederivation.differences(run)));
        guard("its seal", differences, () -> differences.addAll(seals.differences(run)));
        return findings;
    }

    /** That the database is lost, or refuses, has nothing to do with what is stored, and is no difference. */
    private static void guard(String what, List<String> differences, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException e) {
            if (Stream.iterate((Throwable) e, cause -> cause != null, Throwable::getCause)
                    .anyMatch(SQLException.class::isInstance)) {
                throw e;
            }
            differences.add(what + " cannot be checked: " + e.getMessage());
        }
    }
}
