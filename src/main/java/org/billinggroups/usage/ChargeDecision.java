package org.billinggroups.usage;

import java.util.Set;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.springframework.stereotype.Component;

/** Decides of staged charges which are new, and refuses those that came before with other sums. */
@Component
record ChargeDecision(Charges charges) {
    private static final int LISTED = 20;

    /**
     * Decides.
     *
     * @throws RefusedException if charges are restated and nothing is said about that
     */
    void decide(ImportBatch batch, Set<BillingPeriod> periods) {
        charges.sum(batch);
        if (batch.known() == ImportBatch.Known.ADD) {
            return;
        }
        var source = batch.replaces() ? batch.source() : null;
        if (source != null && !periods.isEmpty()) {
            charges.sumCancelled(source, periods);
        }
        charges.compare();
        if (!batch.replaces()) {
            charges.compareWithEachCommand();
            long restated = charges.countRestated();
            if (restated > 0) {
                throw restated(batch, restated);
            }
        }
    }

    private RefusedException restated(ImportBatch batch, long count) {
        var what = batch.files().size() == 1
                ? batch.files().getFirst().name() + " restates "
                : "these files restate ";
        var listed = charges.restated(LISTED);
        return new RefusedException(what + count + (count == 1 ? " charge that" : " charges that")
                + " came before with other sums; nothing was imported:"
                + String.join("", listed.stream().map(charge -> "\n  " + charge.text()).toList())
                + (count > listed.size() ? "\n  ..." : "")
                + "\ngive --source NAME --replace to take them in place of what that source delivered before, or "
                + "--additional if they are further costs");
    }
}
