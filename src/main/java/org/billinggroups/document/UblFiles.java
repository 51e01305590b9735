package org.billinggroups.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.billinggroups.einvoice.ElectronicInvoice;
import org.billinggroups.einvoice.FormRules;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.Invoices;
import org.billinggroups.invoice.RunSeals;
import org.billinggroups.run.InvoicingRun;
import org.springframework.stereotype.Service;

/**
 * Writes issued invoices as UBL files, for those who send them over Peppol. They are no part of what a run publishes.
 */
@Service
public class UblFiles {
    private final Documents documents;
    private final Invoices invoices;
    private final RunSeals seals;

    UblFiles(Documents documents, Invoices invoices, RunSeals seals) {
        this.seals = seals;
        this.documents = documents;
        this.invoices = invoices;
    }

    /**
     * The outcome of the invoices.
     *
     * @param files how many were written
     * @param impossible which were not, and what they lack
     */
    public record Written(int files, List<String> impossible) {}

    /**
     * Writes the invoices of a run, named by their numbers, but those that lack what Peppol demands.
     *
     * @param number only this one
     * @throws RefusedException if anything of the run is not what was sealed; then nothing is written
     */
    public Written write(InvoicingRun run, Optional<String> number, Path folder) throws IOException {
        if (!seals.differences(run).isEmpty()) {
            throw new RefusedException(run.period() + " " + run.title() + ": it is not what was sealed, so nothing was "
                    + "written; see 'billing verify " + run.period() + "'");
        }
        int files = 0;
        List<String> impossible = new ArrayList<>();
        for (long id : documents.invoices(run.id(), number)) {
            var invoice = invoices.get(id);
            var lacking = impossible(invoice);
            if (lacking.isEmpty()) {
                AtomicFile.createFolders(folder);
                AtomicFile.write(folder.resolve(Objects.requireNonNull(invoice.number()) + ".xml"),
                        ElectronicInvoice.forPeppol(invoice)::write);
                files++;
            } else {
                impossible.addAll(lacking);
            }
        }
        if (files > 0) {
            AtomicFile.force(folder);
        }
        return new Written(files, impossible);
    }

    /** Why an invoice cannot be written; empty if it can. */
    public List<String> impossible(Invoice invoice) {
        var missing = FormRules.missingForPeppol(invoice);
        return missing.isEmpty()
                ? List.of()
                : List.of("invoice " + invoice.number() + " cannot be written as UBL: " + String.join("; ", missing));
    }

    /** The bytes of an invoice that can be written. */
    public byte[] content(Invoice invoice) throws IOException {
        var out = new ByteArrayOutputStream();
        ElectronicInvoice.forPeppol(invoice).write(out);
        return out.toByteArray();
    }
}
