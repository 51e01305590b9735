package org.billinggroups.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.billinggroups.invoice.RunSeals;
import org.billinggroups.invoice.SealedNumbers;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.seal.SealedEvents;
import org.billinggroups.usage.UsageSeals;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Checks what no single run can tell: the chain of all seals, what is missing or too much, usage as imported, the sums
 * over all runs, and what lies below the output folders without belonging to a run.
 */
@Service
class AuditOfTheWhole {
    private final SealChecks sealChecks;
    private final RunSeals seals;
    private final SealedNumbers numbers;
    private final UsageSeals usage;
    private final Inventory inventory;
    private final OutputFolders folders;
    private final TransactionTemplate snapshot;

    AuditOfTheWhole(SealChecks sealChecks, RunSeals seals, SealedNumbers numbers, UsageSeals usage,
            Inventory inventory, OutputFolders folders, PlatformTransactionManager transactions) {
        this.sealChecks = sealChecks;
        this.seals = seals;
        this.numbers = numbers;
        this.usage = usage;
        this.inventory = inventory;
        this.folders = folders;
        this.snapshot = SealedEvents.snapshot(transactions);
    }

    /** Adds what is wrong with the whole to the findings. */
    void look(Optional<BillingPeriod> period, Path usualOutput, Findings whole) throws IOException {
        snapshot.executeWithoutResult(status -> {
            status.setRollbackOnly(); // It only reads, and part of it may fail.
            sealChecks.look(whole);
            whole.add("the runs", seals::unknownRuns);
            whole.add("the numbers", numbers::differences);
            whole.add("usage", () -> usage.differences(period));
            whole.add("the sums", () -> inventory.differences(period));
        });
        for (var output : folders.all(usualOutput)) {
            var below = folders.findings(output, period);
            whole.differences().addAll(below.differences());
            whole.warnings().addAll(below.warnings());
        }
    }
}
