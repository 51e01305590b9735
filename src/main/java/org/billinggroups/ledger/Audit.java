package org.billinggroups.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billinggroups.invoicing.Rederivation;
import org.billinggroups.invoicing.RunSeals;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.InvoicingRun;
import org.billinggroups.seal.SealChain;
import org.billinggroups.seal.SealedEvents;
import org.billinggroups.usage.UsageSeals;
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
    private final SealChain chain;
    private final SealedEvents events;
    private final UsageSeals usage;
    private final Inventory inventory;
    private final OutputFolders folders;

    Audit(Verification verification, Rederivation rederivation, RunSeals seals, SealChain chain, SealedEvents events,
            UsageSeals usage, Inventory inventory, OutputFolders folders) {
        this.usage = usage;
        this.folders = folders;
        this.inventory = inventory;
        this.verification = verification;
        this.rederivation = rederivation;
        this.seals = seals;
        this.chain = chain;
        this.events = events;
    }

    /** All differences of a run whose files are in that folder, and what this user may not read. */
    public Verification.Findings findings(InvoicingRun run, Path folder) throws IOException {
        var findings = verification.findings(run, folder);
        findings.differences().addAll(rederivation.differences(run));
        findings.differences().addAll(seals.differences(run));
        return findings;
    }

    /**
     * What is wrong with the whole: where the chain of all seals is broken, what is missing or too much, and what lies
     * below the output folders without belonging to a run.
     *
     * @param usualOutput an output folder to look at beside those of the runs
     */
    public List<String> differencesOfAll(Optional<BillingPeriod> period, Path usualOutput) {
        List<String> findings = new ArrayList<>(chain.brokenLinks());
        findings.addAll(seals.unknownRuns());
        findings.addAll(events.differences());
        findings.addAll(usage.differences(period));
        findings.addAll(inventory.differences(period));
        for (var output : folders.all(usualOutput)) {
            folders.unknown(output, period)
                    .forEach(path -> findings.add(path + ": belongs to no run of this database"));
        }
        return findings;
    }
}
