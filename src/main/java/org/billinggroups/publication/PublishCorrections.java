package org.billinggroups.publication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.billinggroups.audit.CheckedParts;
import org.billinggroups.audit.SealedFiles;
import org.billinggroups.document.RenderDocuments;
import org.billinggroups.document.RenderDocuments.Place;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Writes and publishes the files of issued credit notes, also of those whose process died before it did. */
@Component
public class PublishCorrections {
    private final InvoicingRuns runs;
    private final RenderDocuments rendering;
    private final SealedFiles sealedFiles;
    private final Publishing publishing;
    private final SharedFiles shared;
    private final TransactionOperations transaction;

    PublishCorrections(InvoicingRuns runs, RenderDocuments rendering, SealedFiles sealedFiles,
            Publishing publishing, SharedFiles shared, TransactionOperations transaction) {
        this.shared = shared;
        this.sealedFiles = sealedFiles;
        this.runs = runs;
        this.rendering = rendering;
        this.publishing = publishing;
        this.transaction = transaction;
    }

    /**
     * Publishes what is issued and not published; the caller holds the seller's lock.
     *
     * @throws org.billinggroups.file.RefusedException if the group that is to read files cannot be given to them
     */
    public void publishWaiting() {
        shared.requireUsable();
        runs.unpublishedCorrections().forEach(this::publish);
    }

    private void publish(InvoicingRun run) {
        if (Files.notExists(run.publishedFolder())) {
            makeAndPublish(run);
        }
        transaction.executeWithoutResult(status -> runs.finish(run.id()));
    }

    private void makeAndPublish(InvoicingRun run) {
        transaction.executeWithoutResult(status -> {
            try {
                if (!sealedFiles.isSealed(run)) {
                    rendering.renderNext(run, 0, Place.START, 1);
                }
                publishing.reconcile(run, CheckedParts.NONE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            publishing.publish(run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
