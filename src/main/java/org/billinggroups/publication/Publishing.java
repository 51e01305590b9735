package org.billinggroups.publication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.billinggroups.audit.DifferenceFoundException;
import org.billinggroups.audit.SealedFiles;
import org.billinggroups.audit.Verification;
import org.billinggroups.document.Manifest;
import org.billinggroups.file.AtomicFile;
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

    Publishing(InvoicingRuns runs, LostFiles lostFiles, SealedFiles sealedFiles, Manifest manifest,
            Verification verification, RunSeals seals, RunReport report) {
        this.runs = runs;
        this.sealedFiles = sealedFiles;
        this.report = report;
        this.seals = seals;
        this.lostFiles = lostFiles;
        this.manifest = manifest;
        this.verification = verification;
    }

    /**
     * Completes the files in the build folder and checks the run from end to end, in the caller's transaction. Once the
     * files are sealed only the same bytes are put back, whichever version of the program continues with the run.
     *
     * @throws DifferenceFoundException if something does not agree
     */
    public void reconcile(InvoicingRun run) throws IOException {
        for (int left = MOST_LOSSES; isWaiting(run); left--) {
            try {
                completeAndSeal(run);
                return;
            } catch (NoSuchFileException | DifferenceFoundException e) {
                // Somebody clears folders just now: what is gone is made again.
                if (left == 0 || Files.exists(run.buildFolder())) {
                    throw e;
                }
            }
        }
    }

    private void completeAndSeal(InvoicingRun run) throws IOException {
        AtomicFile.createFolders(run.buildFolder());
        if (sealedFiles.isSealed(run)) {
            sealedFiles.restore(run, run.buildFolder(), Optional.empty());
            check(run);
        } else {
            var content = complete(run);
            check(run);
            seals.seal(run, content);
        }
    }

    private void check(InvoicingRun run) throws IOException {
        var differences = verification.differences(run, run.buildFolder());
        if (!differences.isEmpty()) {
            throw new DifferenceFoundException(differences);
        }
    }

    /** Gives what the run says. */
    private RunSeals.Content complete(InvoicingRun run) throws IOException {
        runs.noteProgram(run);
        var content = seals.content(run);
        if (run.kind() == InvoicingRun.Kind.INVOICING) {
            report.write(run, run.buildFolder(), content.root());
        }
        lostFiles.restore(run, run.buildFolder());
        manifest.write(run, run.buildFolder(), content.root());
        return content;
    }

    /** Gives the build folder its name, by one rename; a folder that was lost since it was checked is made again. */
    public void publish(InvoicingRun run) throws IOException {
        if (isWaiting(run)) {
            if (Files.notExists(run.buildFolder())) {
                reconcile(run);
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
