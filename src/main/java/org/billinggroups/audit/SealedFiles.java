package org.billinggroups.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.billinggroups.document.Documents;
import org.billinggroups.document.Documents.Document;
import org.billinggroups.document.Documents.Kind;
import org.billinggroups.document.Manifest;
import org.billinggroups.document.RenderDocuments;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.OutOfPlaceException;
import org.billinggroups.file.RefusedException;
import org.billinggroups.file.RegularFile;
import org.billinggroups.invoice.Invoices;
import org.billinggroups.invoice.RunSeals;
import org.billinggroups.ledger.LedgerCsv;
import org.billinggroups.report.RunReport;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.ProgramVersion;
import org.springframework.stereotype.Service;
import org.springframework.util.FileSystemUtils;

/**
 * Puts lost or changed files of a run back whose list of files is final: with the bytes of then, or not at all. Another
 * version of the program may draw a document otherwise, and that is another document.
 */
@Service
public class SealedFiles {
    private static final int MOST_NAMED = 5;

    private final Documents documents;
    private final RenderDocuments rendering;
    private final LedgerCsv ledger;
    private final RunReport report;
    private final Manifest manifest;
    private final Invoices invoices;
    private final InvoicingRuns runs;
    private final RunSeals seals;

    SealedFiles(Documents documents, RenderDocuments rendering, LedgerCsv ledger, RunReport report, Manifest manifest,
            Invoices invoices, InvoicingRuns runs, RunSeals seals) {
        this.documents = documents;
        this.rendering = rendering;
        this.ledger = ledger;
        this.report = report;
        this.manifest = manifest;
        this.invoices = invoices;
        this.runs = runs;
        this.seals = seals;
    }

    /** Whether the list of a run's files is final. */
    public boolean isSealed(InvoicingRun run) {
        return seals.isSealed(run);
    }

    /**
     * Writes what is not as it was, in the caller's transaction: all of it, or nothing.
     *
     * @param folder the run's folder
     * @param invoiceId only the files of this invoice
     * @return how many files were written
     * @throws RefusedException if a file would have other bytes than then; the folder is as it was
     */
    public int restore(InvoicingRun run, Path folder, Optional<Long> invoiceId) throws IOException {
        var drawn = folder.resolveSibling("." + folder.getFileName() + ".restoring");
        FileSystemUtils.deleteRecursively(drawn);
        var lost = lost(run, folder, invoiceId);
        if (lost.isEmpty()) {
            return 0;
        }
        requireListAsSealed(run);
        for (var document : lost) {
            requirePlace(run, folder.resolve(document.path()));
        }
        try {
            AtomicFile.createFolders(drawn);
            requireSameBytes(run, lost, drawn);
            for (var document : lost) {
                var file = folder.resolve(document.path());
                AtomicFile.createFolders(AtomicFile.folderOf(file));
                Files.move(drawn.resolve(document.path()), file, StandardCopyOption.ATOMIC_MOVE);
            }
            for (var parent : new TreeSet<>(
                    lost.stream().map(one -> folder.resolve(one.path()).getParent()).toList())) {
                AtomicFile.force(parent);
            }
        } finally {
            FileSystemUtils.deleteRecursively(drawn);
        }
        return lost.size();
    }

    private List<Document> lost(InvoicingRun run, Path folder, Optional<Long> invoiceId) throws IOException {
        List<Document> lost = new ArrayList<>();
        documents.forEach(run.id(), document -> {
            boolean asked = invoiceId.isEmpty() || invoiceId.get().equals(document.invoiceId());
            if (asked && !isIntact(run, folder, document)) {
                lost.add(document);
            }
        });
        return lost;
    }

    /** Whether a file is there with the bytes that were noted. */
    public static boolean isIntact(InvoicingRun run, Path folder, Document document) throws IOException {
        return RegularFile.has(run.output(), folder.resolve(document.path()), document.sha256());
    }

    /** No file is written to where a link leads, and none in place of a folder. */
    private static void requirePlace(InvoicingRun run, Path file) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw outOfPlace(run, file + ": is a folder, not a file");
        }
        try {
            RegularFile.requireFolders(run.output(), file.getParent());
        } catch (NoSuchFileException e) {
            // It is made again.
        } catch (OutOfPlaceException e) {
            throw outOfPlace(run, e.sentence());
        }
    }

    private static RefusedException outOfPlace(InvoicingRun run, String sentence) {
        return new RefusedException(run.period() + " " + run.title() + ": " + sentence + ": move it away");
    }

    private void requireListAsSealed(InvoicingRun run) {
        if (!seals.fileDifferences(run).isEmpty()) {
            throw new RefusedException(
                    run.period() + " " + run.title() + ": the list of its files in the database is not "
                            + "what was sealed, so nothing was written; see 'billing verify " + run.period() + "'");
        }
    }

    private void requireSameBytes(InvoicingRun run, List<Document> lost, Path drawn) throws IOException {
        List<String> others = new ArrayList<>();
        for (var document : lost) {
            if (Files.notExists(drawn.resolve(document.path()))) {
                draw(run, document, drawn);
            }
            if (!isIntact(run, drawn, document)) {
                others.add(document.path());
            }
        }
        if (!others.isEmpty()) {
            throw new RefusedException(refusal(run, others));
        }
    }

    private void draw(InvoicingRun run, Document document, Path folder) throws IOException {
        if (document.invoiceId() != null) {
            rendering.draw(run, invoices.get(document.invoiceId()), folder);
        } else if (document.kind().equals(Kind.LEDGER.code())) {
            ledger.draw(run, folder);
        } else if (document.kind().equals(Kind.REPORT.code())) {
            report.draw(run, folder, seals.contentRoot(run));
        } else if (document.kind().equals(Kind.MANIFEST.code())) {
            manifest.draw(run, folder, seals.contentRoot(run));
        }
    }

    private String refusal(InvoicingRun run, List<String> others) {
        var programs = runs.programsOf(run);
        return run.period() + " " + run.title() + ": version " + ProgramVersion.current()
                + " draws " + others.size()
                + " lost file(s) with other bytes than those that were published by version "
                + (programs.isEmpty() ? "(not noted)" : String.join(", ", programs))
                + ", so nothing was written: put them back from a backup, or render with that version: "
                + String.join(", ", others.subList(0, Math.min(MOST_NAMED, others.size())))
                + (others.size() > MOST_NAMED ? " and " + (others.size() - MOST_NAMED) + " more" : "");
    }
}
