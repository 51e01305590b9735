package org.billinggroups.publication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import org.billinggroups.audit.SealedFiles;
import org.billinggroups.document.Documents;
import org.billinggroups.file.RefusedException;
import org.billinggroups.run.InvoicingRun;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Restores files of a published run. */
@Service
public class PublishedFiles {
    private final SealedFiles files;
    private final Documents documents;
    private final SharedFiles shared;
    private final TransactionOperations transaction;

    PublishedFiles(SealedFiles files, Documents documents, SharedFiles shared, TransactionOperations transaction) {
        this.shared = shared;
        this.files = files;
        this.documents = documents;
        this.transaction = transaction;
    }

    /**
     * Writes what is missing or damaged in the run's folder again, byte for byte.
     *
     * @param number only the files of the invoice with this number
     * @return the number of files written
     * @throws RefusedException if the run is not published, or a file would have other bytes than then
     */
    public int restore(InvoicingRun run, Optional<String> number) throws IOException {
        if (!run.hasIssued() || Files.exists(run.buildFolder())) {
            throw new RefusedException(
                    "the run of " + run.period() + " is not finished: run it to its end first with 'billing run "
                            + run.period() + "'");
        }
        var invoice = number.map(one -> documents.invoices(run.id(), Optional.of(one)).getFirst());
        return transaction.execute(status -> {
            try {
                int written = files.restore(run, run.publishedFolder(), invoice);
                shared.share(run, run.publishedFolder());
                return written;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
