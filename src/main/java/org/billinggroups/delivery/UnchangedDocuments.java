package org.billinggroups.delivery;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.billinggroups.audit.DifferenceFoundException;
import org.billinggroups.delivery.Deliveries.Due;
import org.billinggroups.delivery.InvoiceMail.Attached;
import org.billinggroups.delivery.InvoiceMail.Kind;
import org.billinggroups.document.Documents;
import org.billinggroups.document.Documents.Document;
import org.billinggroups.file.OutOfPlaceException;
import org.billinggroups.file.RegularFile;
import org.billinggroups.file.Sha256;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.RunSeals;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.seal.SealedEvents;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Documents to be mailed, as they were published and sealed. */
@Component
record UnchangedDocuments(InvoicingRuns runs, RunSeals seals, SealedEvents events, Documents documents) {
    /** Nobody gets the document of another, nor a mail twice because somebody removed that it was sent. */
    void requireSealed(List<Due> due) {
        if (due.isEmpty()) {
            return;
        }
        List<String> findings = new ArrayList<>(events.differences(DeliveryFormat.ATTEMPT));
        findings.addAll(events.differences(DeliveryFormat.OUTCOME));
        due.stream().map(Due::runId).distinct().forEach(run -> findings.addAll(seals.differences(runs.get(run))));
        if (!findings.isEmpty()) {
            throw new DifferenceFoundException(findings);
        }
    }

    /** What of an invoice is sent, as it was published: the page, the electronic form, and lines that it only sums. */
    List<Attached> published(Due due, Invoice invoice) throws IOException {
        var run = runs.get(due.runId());
        List<Attached> files = new ArrayList<>();
        for (var document : documents.ofInvoice(due.invoiceId())) {
            var kind = kind(document, invoice);
            if (kind != null) {
                files.add(new Attached(kind, Path.of(document.path()).getFileName().toString(),
                        published(run, document)));
            }
        }
        files.sort(Comparator.comparing(Attached::kind));
        return files;
    }

    private static @Nullable Kind kind(Document document, Invoice invoice) {
        if (document.kind().equals(Documents.Kind.INVOICE_LINES.code())) {
            return invoice.isSummarised() ? Kind.CSV : null;
        }
        return document.kind().equals(Documents.Kind.INVOICE_XML.code()) ? Kind.XML : Kind.PDF;
    }

    private static byte[] published(InvoicingRun run, Document document) throws IOException {
        var file = run.publishedFolder().resolve(document.path());
        byte[] bytes = {};
        try (var in = RegularFile.open(run.output(), file)) {
            bytes = in.readAllBytes();
        } catch (OutOfPlaceException e) {
            throw new DifferenceFoundException(List.of("file " + e.sentence() + "; nothing more is sent"));
        } catch (NoSuchFileException e) {
            // As a file with other bytes.
        }
        if (!HexFormat.of().formatHex(Sha256.newDigest().digest(bytes)).equals(document.sha256())) {
            throw new DifferenceFoundException(
                    List.of("file " + file + ": is missing or was changed; nothing more is sent"));
        }
        return bytes;
    }
}
