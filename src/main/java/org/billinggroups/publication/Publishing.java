package org.billinggroups.publication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.billinggroups.audit.BucketChecks;
import org.billinggroups.audit.CheckedParts;
import org.billinggroups.audit.DifferenceFoundException;
import org.billinggroups.audit.SealedFiles;
import org.billinggroups.audit.Verification;
import org.billinggroups.document.Manifest;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.FileBatch;
import org.billinggroups.invoice.RunSeals;
import org.billinggroups.report.RunReport;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Lets the folder of a run appear, whole and checked. A run that has issued nothing, or is published, is left alone.
 */
@Component
public class Publishing {
    private static final int MOST_LOSSES = 3;

    private final InvoicingRuns runs;
    private final LostFiles lostFiles;
    private final SealedFiles sealedFiles;
    private final Manifest manifest;
    private final Verification verification;
    private final RunSeals seals;
    private final RunReport report;
    private final BucketChecks buckets;

    Publishing(InvoicingRuns runs, LostFiles lostFiles, SealedFiles sealedFiles, Manifest manifest,
            Verification verification, RunSeals seals, RunReport report, BucketChecks buckets) {
        this.buckets = buckets;
        this.runs = runs;
        this.sealedFiles = sealedFiles;
        this.report = report;
        this.seals = seals;
        this.lostFiles = lostFiles;
        this.manifest = manifest;
        this.verification = verification;
    }

    /**
     * Checks the files and figures of the invoices of a bucket, in the caller's transaction; files that are lost are
     * written again, unless they are sealed. What is not right is left for {@link #reconcile} to name.
     *
     * @return what the files look like, for {@link CheckedParts}; empty if something is not right
     */
    public Optional<String> check(InvoicingRun run, int bucket) throws IOException {
        if (!isWaiting(run) || sealedFiles.isSealed(run)) {
            return Optional.empty();
        }
        try {
            for (int left = MOST_LOSSES; left > 0; left--) {
                // Looked at before they are read: a file that changes meanwhile looks otherwise later.
                var stamp = buckets.stamp(run, bucket);
                if (!lostFiles.restore(run, run.buildFolder(), bucket)) {
                    return stamp.filter(present -> verification.isRight(run, bucket));
                }
            }
        } catch (NoSuchFileException e) {
            // Somebody clears folders just now.
        }
        return Optional.empty();
    }

    /** Checks that each usage record is on one line; if not, {@link #reconcile} names which are not. */
    public boolean checkUsage(InvoicingRun run) {
        return isWaiting(run) && verification.isUsageRight(run);
    }

    /**
     * Completes the files in the build folder and checks the run from end to end, in the caller's transaction. Once the
     * files are sealed only the same bytes are put back, whichever version of the program continues with the run.
     *
     * @param checked what was checked just before, as long as no file changed since
     * @throws DifferenceFoundException if something does not agree
     */
    public void reconcile(InvoicingRun run, CheckedParts checked) throws IOException {
        for (int left = MOST_LOSSES; isWaiting(run); left--) {
            try {
                completeAndSeal(run, checked);
                return;
            } catch (NoSuchFileException | DifferenceFoundException e) {
                // Somebody clears folders just now: what is gone is made again.
                if (left == 0 || Files.exists(run.buildFolder())) {
                    throw e;
                }
            }
        }
    }

    private void completeAndSeal(InvoicingRun run, CheckedParts checked) throws IOException {
        AtomicFile.createFolders(run.buildFolder());
        FileBatch.removeTemporary(run.buildFolder());
        if (sealedFiles.isSealed(run)) {
            sealedFiles.restore(run, run.buildFolder(), Optional.empty());
            requireRight(run, CheckedParts.NONE);
        } else {
            var content = complete(run, checked);
            // Looked at again: what was lost while the other files were written is named, and made again.
            requireRight(run, buckets.unchanged(run, checked));
            seals.seal(run, content);
        }
    }

    private void requireRight(InvoicingRun run, CheckedParts checked) throws IOException {
        var differences = verification.differences(run, run.buildFolder(), checked);
        if (!differences.isEmpty()) {
            throw new DifferenceFoundException(differences);
        }
    }

    /** Gives what the run says. */
    private RunSeals.Content complete(InvoicingRun run, CheckedParts checked) throws IOException {
        runs.noteProgram(run);
        var content = seals.content(run);
        if (run.kind() == InvoicingRun.Kind.INVOICING) {
            report.write(run, run.buildFolder(), content.root());
        }
        lostFiles.restore(run, run.buildFolder(), buckets.unchanged(run, checked).buckets());
        manifest.write(run, run.buildFolder(), content.root());
        return content;
    }

    /** Gives the build folder its name, by one rename; a folder that was lost since it was checked is made again. */
    public void publish(InvoicingRun run) throws IOException {
        if (isWaiting(run)) {
            if (Files.notExists(run.buildFolder())) {
                reconcile(run, CheckedParts.NONE);
            }
            AtomicFile.force(run.buildFolder());
            Files.move(run.buildFolder(), run.publishedFolder(), StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.force(AtomicFile.folderOf(run.publishedFolder()));
        }
    }

    /** Removes what a process that died left in the build folder. */
    public void clear(InvoicingRun run) throws IOException {
        FileSystemUtils.deleteRecursively(run.buildFolder());
    }

    /** Gives the build folder its name, in place of an older one of that name. */
    public void replace(InvoicingRun run) throws IOException {
        var published = run.publishedFolder();
        var old = published.resolveSibling("." + published.getFileName() + ".old");
        FileSystemUtils.deleteRecursively(old);
        AtomicFile.createFolders(run.buildFolder());
        if (Files.exists(published)) {
            Files.move(published, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(run.buildFolder(), published, StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.force(AtomicFile.folderOf(published));
        FileSystemUtils.deleteRecursively(old);
    }

    private static boolean isWaiting(InvoicingRun run) {
        return run.hasIssued() && Files.notExists(run.publishedFolder());
    }
}
