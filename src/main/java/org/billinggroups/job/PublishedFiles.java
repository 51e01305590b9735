package org.billinggroups.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.billinggroups.document.Manifest;
import org.billinggroups.file.Sha256;
import org.billinggroups.ledger.LostFiles;
import org.billinggroups.period.InvoicingRun;
import org.billinggroups.period.RefusedException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Restores files of a published run. */
@Service
public class PublishedFiles {
    private final LostFiles lostFiles;
    private final Manifest manifest;
    private final TransactionOperations transaction;

    PublishedFiles(LostFiles lostFiles, Manifest manifest, TransactionOperations transaction) {
        this.lostFiles = lostFiles;
        this.manifest = manifest;
        this.transaction = transaction;
    }

    /**
     * Writes what is missing or damaged in the run's folder again.
     *
     * @return the number of files written
     * @throws RefusedException if the run is not published
     */
    public int restore(InvoicingRun run) throws IOException {
        if (!run.hasIssued() || Files.exists(run.buildFolder())) {
            throw new RefusedException("the run of " + run.period() + " is not finished: run it to its end first");
        }
        var folder = run.publishedFolder();
        Integer restored = transaction.execute(status -> {
            try {
                int files = lostFiles.restore(run, folder);
                var file = folder.resolve(Manifest.FILE);
                var before = Files.exists(file) ? Sha256.of(file) : "";
                manifest.write(run, folder);
                return files + (Sha256.of(file).equals(before) ? 0 : 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return restored == null ? 0 : restored;
    }
}
