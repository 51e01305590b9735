package org.billinggroups.publication;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.billinggroups.audit.CheckedParts;
import org.billinggroups.audit.CheckedParts.Whole;
import org.billinggroups.audit.Verification;
import org.billinggroups.document.Manifest;
import org.billinggroups.ledger.LedgerCsv;
import org.billinggroups.report.RunReport;
import org.billinggroups.run.InvoicingRun;
import org.springframework.stereotype.Component;

/** What concerns a whole run, and is done beside the checks of its buckets. */
@Component
record WholeRun(Verification verification, LedgerCsv ledger, RunReport report, Manifest manifest) {
    /** Does it, in the caller's transaction; gives whether that went well. */
    boolean prepare(InvoicingRun run, Whole what) throws IOException {
        try {
            switch (what) {
                case USAGE -> {
                    return verification.isUsageRight(run);
                }
                case LEDGER -> ledger.join(run);
                case REPORT -> report.prepare(run);
            }
            return true;
        } catch (NoSuchFileException e) {
            return false; // Somebody clears folders just now.
        }
    }

    /** Writes the ledger unless that is done. */
    void completeLedger(InvoicingRun run, CheckedParts checked) throws IOException {
        if (!checked.wholes().contains(Whole.LEDGER)) {
            ledger.join(run);
        }
    }

    /** Writes the manifest and, if runs of that kind have one, the report. */
    void complete(InvoicingRun run, CheckedParts checked, String content) throws IOException {
        if (run.kind() == InvoicingRun.Kind.INVOICING) {
            if (checked.wholes().contains(Whole.REPORT)) {
                report.complete(run, content);
            } else {
                report.write(run, run.buildFolder(), content);
            }
        }
        manifest.write(run, run.buildFolder(), content);
    }
}
