package org.billinggroups.delivery;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.billinggroups.audit.DifferenceFoundException;
import org.billinggroups.delivery.Deliveries.Due;
import org.billinggroups.delivery.InvoiceMail.Attached;
import org.billinggroups.delivery.InvoiceMail.Kind;
import org.billinggroups.document.Documents;
import org.billinggroups.document.Documents.Document;
import org.billinggroups.document.UblFiles;
import org.billinggroups.file.OutOfPlaceException;
import org.billinggroups.file.RefusedException;
import org.billinggroups.file.RegularFile;
import org.billinggroups.file.Sha256;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.Invoices;
import org.billinggroups.invoice.RunSeals;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.seal.SealedEvents;
import org.springframework.stereotype.Component;

/** Documents to be mailed, as they were published and sealed. */
@Component
record UnchangedDocuments(InvoicingRuns runs, RunSeals seals, SealedEvents events, Documents documents,
        Invoices invoices, UblFiles ubl) {
    private static final int MOST_NAMED = 5;

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

    /**
     * Finds out before the first mail whether each can bring what is asked for.
     *
     * @throws RefusedException if not, with all that cannot
     */
    void requireParts(List<Due> due, Set<MailPart> asked) {
        List<String> lacking = new ArrayList<>();
        for (long id : due.stream().map(Due::invoiceId).distinct().toList()) {
            if (asked.contains(MailPart.FOCUS) && documents.ofInvoice(id).stream()
                    .noneMatch(document -> document.kind().equals(Documents.Kind.FOCUS.code()))) {
                lacking.add("invoice " + number(due, id) + " was published without a FOCUS file, not being run with "
                        + "billing.focus=on");
            }
            if (asked.contains(MailPart.UBL)) {
                var invoice = invoices.get(id);
                if (MailPart.isUblMade(asked, invoice)) {
                    lacking.addAll(ubl.impossible(invoice));
                }
            }
        }
        if (!lacking.isEmpty()) {
            throw new RefusedException("nothing is sent, since not all can be attached: "
                    + String.join("; ", lacking.subList(0, Math.min(MOST_NAMED, lacking.size())))
                    + (lacking.size() > MOST_NAMED ? "; and " + (lacking.size() - MOST_NAMED) + " more" : ""));
        }
    }

    private static String number(List<Due> due, long invoiceId) {
        return due.stream().filter(one -> one.invoiceId() == invoiceId).findFirst().orElseThrow().number();
    }

    /** What of an invoice is sent, as it was published; the form of Peppol is made of what was. */
    List<Attached> published(Due due, Invoice invoice, Set<MailPart> asked) throws IOException {
        var run = runs.get(due.runId());
        var parts = MailPart.orUsual(asked, invoice);
        List<Attached> files = new ArrayList<>();
        for (var document : documents.ofInvoice(due.invoiceId())) {
            if (MailPart.isIn(parts, document, invoice)) {
                files.add(new Attached(kind(document), name(document, invoice), published(run, document)));
            }
        }
        if (MailPart.isUblMade(parts, invoice)) {
            files.add(new Attached(Kind.XML, invoice.number() + "-ubl.xml", ubl.content(invoice)));
        }
        files.sort(Comparator.comparing(Attached::kind));
        return files;
    }

    /** As it was published; what is named by the group has the number here, since there is one each month. */
    private static String name(Document document, Invoice invoice) {
        return document.kind().equals(Documents.Kind.FOCUS.code())
                ? invoice.number() + "-focus.csv"
                : Path.of(document.path()).getFileName().toString();
    }

    private static Kind kind(Document document) {
        return switch (Documents.Kind.valueOf(document.kind().toUpperCase(Locale.ROOT))) {
            case INVOICE_XML -> Kind.XML;
            case INVOICE_LINES -> Kind.CSV;
            case FOCUS -> Kind.FOCUS;
            default -> Kind.PDF;
        };
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
