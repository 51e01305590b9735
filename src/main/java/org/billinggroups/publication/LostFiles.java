package org.billinggroups.publication;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.billinggroups.audit.SealedFiles;
import org.billinggroups.document.Documents;
import org.billinggroups.document.RenderDocuments;
import org.billinggroups.document.WrittenFiles;
import org.billinggroups.invoice.RunSeals;
import org.billinggroups.ledger.LedgerCsv;
import org.billinggroups.report.RunReport;
import org.billinggroups.run.InvoicingRun;
import org.springframework.stereotype.Service;

/** Writes files of a run that is not sealed yet again where they are missing or were changed. */
@Service
record LostFiles(Documents documents, WrittenFiles written, RenderDocuments rendering, LedgerCsv ledger,
        RunReport report, RunSeals seals) {
    /**
     * Restores what is not as it was written, except the manifest and the files of some buckets.
     *
     * @param folder the run's folder
     */
    void restore(InvoicingRun run, Path folder, Set<Integer> without) throws IOException {
        List<Documents.Document> lost = new ArrayList<>();
        documents.forEachBut(run.id(), without, document -> addIfLost(run, folder, document, lost));
        restore(run, folder, lost);
    }

    /**
     * Restores what is not as it was written of the invoices of a bucket.
     *
     * @return whether there was anything
     */
    boolean restore(InvoicingRun run, Path folder, int bucket) throws IOException {
        List<Documents.Document> lost = new ArrayList<>();
        documents.forEachOf(run.id(), bucket, document -> addIfLost(run, folder, document, lost));
        restore(run, folder, lost);
        return !lost.isEmpty();
    }

    private void addIfLost(InvoicingRun run, Path folder, Documents.Document document,
            List<Documents.Document> lost) throws IOException {
        if (!written.isAsWritten(run.output(), folder.resolve(document.path()), document.sha256())
                && !SealedFiles.isIntact(run, folder, document)) {
            lost.add(document);
        }
    }

    private void restore(InvoicingRun run, Path folder, List<Documents.Document> lost) throws IOException {
        for (var document : lost) {
            if (SealedFiles.isIntact(run, folder, document)) {
                continue; // It came back together with another one.
            }
            if (document.invoiceId() != null) {
                rendering.render(run, document.invoiceId(), folder);
            } else if (document.path().equals(LedgerCsv.FILE)) {
                ledger.write(run, folder);
            } else if (document.path().equals(RunReport.FILE)) {
                report.write(run, folder, seals.contentRoot(run));
            }
        }
    }
}
