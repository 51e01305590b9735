package org.billinggroups.publication;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.billinggroups.audit.SealedFiles;
import org.billinggroups.document.Documents;
import org.billinggroups.document.RenderDocuments;
import org.billinggroups.invoice.RunSeals;
import org.billinggroups.ledger.LedgerCsv;
import org.billinggroups.report.RunReport;
import org.billinggroups.run.InvoicingRun;
import org.springframework.stereotype.Service;

/** Writes files of a run that is not sealed yet again where they are missing or were changed. */
@Service
record LostFiles(Documents documents, RenderDocuments rendering, LedgerCsv ledger, RunReport report, RunSeals seals) {
    /**
     * Restores what is not as it was written, except the manifest.
     *
     * @param folder the run's folder
     * @return how many files were restored
     */
    int restore(InvoicingRun run, Path folder) throws IOException {
        List<Documents.Document> lost = new ArrayList<>();
        documents.forEach(run.id(), document -> {
            if (!SealedFiles.isIntact(run, folder, document)) {
                lost.add(document);
            }
        });
        int restored = 0;
        for (var document : lost) {
            if (SealedFiles.isIntact(run, folder, document)) {
                continue; // It came back together with another one.
            }
            if (document.invoiceId() != null) {
                rendering.render(run, document.invoiceId(), folder);
                restored++;
            } else if (document.path().equals(LedgerCsv.FILE)) {
                ledger.write(run, folder);
                restored++;
            } else if (document.path().equals(RunReport.FILE)) {
                report.write(run, folder, seals.contentRoot(run));
                restored++;
            }
        }
        return restored;
    }
}
