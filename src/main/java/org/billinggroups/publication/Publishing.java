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
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.FileBatch;
import org.billinggroups.invoice.RunSeals;
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
    private final SharedFiles shared;
    private final Verification verification;
    private final RunSeals seals;
    private final WholeRun wholes;
    private final BucketChecks buckets;

    Publishing(InvoicingRuns runs, LostFiles lostFiles, SealedFiles sealedFiles, SharedFiles shared,
            Verification verification, RunSeals seals, WholeRun wholes, BucketChecks buckets) {
        this.buckets = buckets;
        this.runs = runs;
        this.sealedFiles = sealedFiles;
        this.wholes = wholes;
        this.seals = seals;
        this.lostFiles = lostFiles;
        this.shared = shared;
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
                    return stamp.isPresent() && verification.isRight(run, bucket) ? stamp : Optional.empty();
                }
            }
        } catch (NoSuchFileException e) {
            // Somebody clears folders just now.
        }
        return Optional.empty();
    }

    /**
     * Does what concerns the whole run and can be done beside the checks of buckets, in the caller's transaction.
     *
     * @return whether it went well; if not, {@link #reconcile} does it, or names what is not right
     */
    public boolean prepare(InvoicingRun run, CheckedParts.Whole what) throws IOException {
        return isWaiting(run) && !sealedFiles.isSealed(run) && wholes.prepare(run, what);
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
            // Looked at last: what was lost while the other files were written is made again, or named.
            var unchanged = buckets.unchanged(run, checked);
            if (!unchanged.equals(checked)) {
                content = complete(run, unchanged);
                unchanged = buckets.unchanged(run, unchanged);
            }
            requireRight(run, unchanged);
            seals.seal(run, content);
        }
    }

    private void requireRight(InvoicingRun run, CheckedParts checked) throws IOException {
        FileSystemUtils.deleteRecursively(run.partsFolder());
        var differences = verification.differences(run, run.buildFolder(), checked);
        if (!differences.isEmpty()) {
            throw new DifferenceFoundException(differences);
        }
    }

    /** Gives what the run says. */
    private RunSeals.Content complete(InvoicingRun run, CheckedParts checked) throws IOException {
        runs.noteProgram(run);
        wholes.completeLedger(run, checked);
        lostFiles.restore(run, run.buildFolder(), checked.buckets());
        var content = seals.content(run);
        wholes.complete(run, checked, content.root());
        return content;
    }

    /** Gives the build folder its name, by one rename; a folder that was lost since it was checked is made again. */
    public void publish(InvoicingRun run) throws IOException {
        if (isWaiting(run)) {
            if (Files.notExists(run.buildFolder())) {
                reconcile(run, CheckedParts.NONE);
            }
            shared.share(run, run.buildFolder());
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
        shared.share(run, run.buildFolder());
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
