package org.billinggroups.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.billinggroups.document.Manifest;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.invoicing.Seals;
import org.billinggroups.ledger.DifferenceFoundException;
import org.billinggroups.ledger.LostFiles;
import org.billinggroups.ledger.Verification;
import org.billinggroups.period.InvoicingRun;
import org.billinggroups.report.RunReport;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Lets the folder of a run appear, whole and checked. A run that has issued nothing, or is published, is left alone.
 */
@Component
class Publishing {
    private final LostFiles lostFiles;
    private final Manifest manifest;
    private final Verification verification;
    private final Seals seals;
    private final RunReport report;

    Publishing(LostFiles lostFiles, Manifest manifest, Verification verification, Seals seals, RunReport report) {
        this.report = report;
        this.seals = seals;
        this.lostFiles = lostFiles;
        this.manifest = manifest;
        this.verification = verification;
    }

    /**
     * Completes the files in the build folder and checks the run from end to end, in the caller's transaction.
     *
     * @throws DifferenceFoundException if something does not agree
     */
    void reconcile(InvoicingRun run) throws IOException {
        if (isWaiting(run)) {
            if (run.kind() == InvoicingRun.Kind.INVOICING) {
                report.write(run, run.buildFolder());
            }
            lostFiles.restore(run, run.buildFolder());
            var files = manifest.write(run, run.buildFolder());
            var differences = verification.differences(run, run.buildFolder());
            if (!differences.isEmpty()) {
                throw new DifferenceFoundException(differences);
            }
            seals.sealFiles(run, files);
        }
    }

    /** Gives the build folder its name, by one rename. */
    void publish(InvoicingRun run) throws IOException {
        if (isWaiting(run)) {
            AtomicFile.force(run.buildFolder());
            Files.move(run.buildFolder(), run.publishedFolder(), StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.force(Objects.requireNonNull(run.publishedFolder().getParent()));
        }
    }

    /** Removes what a process that died left in the build folder. */
    void clear(InvoicingRun run) throws IOException {
        FileSystemUtils.deleteRecursively(run.buildFolder());
    }

    /** Gives the build folder its name, in place of an older one of that name. */
    void replace(InvoicingRun run) throws IOException {
        var published = run.publishedFolder();
        var old = published.resolveSibling("." + published.getFileName() + ".old");
        FileSystemUtils.deleteRecursively(old);
        AtomicFile.createFolders(run.buildFolder());
        if (Files.exists(published)) {
            Files.move(published, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(run.buildFolder(), published, StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.force(Objects.requireNonNull(published.getParent()));
        FileSystemUtils.deleteRecursively(old);
    }

    private static boolean isWaiting(InvoicingRun run) {
        return run.hasIssued() && Files.notExists(run.publishedFolder());
    }
}
