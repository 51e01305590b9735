package org.billinggroups.usage;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.billinggroups.period.BillingPeriod;
import org.springframework.stereotype.Component;

/** Takes back what a source delivered before for the periods of the files that come in its place. */
@Component
record ReplacedCharges(UsageFiles files, UsageChanges changes, UsageWithdrawal withdrawal, ChargeMoves moves,
        Clock clock) {
    void withdraw(ImportBatch batch, List<ImportRequest> requests, Set<BillingPeriod> periods,
            List<UsageFile> natives) {
        changes.noteStaged();
        if (periods.isEmpty()) {
            return;
        }
        var source = Objects.requireNonNull(batch.source());
        var sha256s = requests.stream().map(ImportRequest::sha256).toList();
        changes.noteChanged(files.markReplaced(source, periods, sha256s, clock.instant()));
        var others = new ArrayList<>(batch.files().stream().map(ImportRequest::sha256).toList());
        others.removeAll(sha256s);
        withdrawal.withdraw(source, periods, others, natives.stream().map(UsageFile::id).toList(), batch.actor());
    }

    /** Corrects what is billed, once the new charges are there. */
    void correct() {
        changes.noteCancelled();
        moves.correct();
    }
}
