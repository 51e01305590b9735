package org.billinggroups.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billinggroups.document.Manifest;
import org.billinggroups.invoicing.Rederivation;
import org.billinggroups.invoicing.Seals;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.InvoicingRun;
import org.springframework.stereotype.Service;

/**
 * Checks what was published long ago: beside what {@link Verification} looks at, whether it still follows from usage
 * and frozen inputs, and whether it is what was sealed.
 */
@Service
public class Audit {
    private final Verification verification;
    private final Rederivation rederivation;
    private final Seals seals;
    private final Manifest manifest;
    private final Inventory inventory;

    Audit(Verification verification, Rederivation rederivation, Seals seals, Manifest manifest, Inventory inventory) {
        this.inventory = inventory;
        this.verification = verification;
        this.rederivation = rederivation;
        this.seals = seals;
        this.manifest = manifest;
    }

    /** All differences of a run whose files are in that folder, and what this user may not read. */
    public Verification.Findings findings(InvoicingRun run, Path folder) throws IOException {
        var findings = verification.findings(run, folder);
        findings.differences().addAll(rederivation.differences(run));
        findings.differences().addAll(seals.differences(run, manifest.sha256(run)));
        return findings;
    }

    /** What is wrong with the whole: where the chain of all seals is broken, and what is missing or too much. */
    public List<String> differencesOfAll(Optional<BillingPeriod> period) {
        List<String> findings = new ArrayList<>(seals.brokenLinks());
        findings.addAll(inventory.differences(period));
        return findings;
    }
}
