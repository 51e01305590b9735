package org.billinggroups.document;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.billinggroups.einvoice.ElectronicInvoice;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.invoicing.Invoices;
import org.billinggroups.period.InvoicingRun;
import org.billinggroups.period.RefusedException;
import org.springframework.stereotype.Service;

/** Writes issued invoices as UBL files, for those who send them over Peppol. They are no part of what a run publishes. */
@Service
public class UblFiles {
    private final Documents documents;
    private final Invoices invoices;

    UblFiles(Documents documents, Invoices invoices) {
        this.documents = documents;
        this.invoices = invoices;
    }

    /**
     * Writes the invoices of a run, named by their numbers.
     *
     * @param number only this one
     * @return how many
     * @throws RefusedException if an invoice lacks what Peppol demands
     */
    public int write(InvoicingRun run, Optional<String> number, Path folder) throws IOException {
        AtomicFile.createFolders(folder);
        int written = 0;
        for (var document : documents.ofRun(run.id())) {
            if (document.invoiceId() == null || !document.kind().equals(Documents.Kind.INVOICE_PDF.code())) {
                continue;
            }
            var invoice = invoices.get(document.invoiceId());
            if (number.isPresent() && !number.get().equals(invoice.number())) {
                continue;
            }
            var missing = ElectronicInvoice.missingForUbl(invoice);
            if (!missing.isEmpty()) {
                throw new RefusedException("invoice " + invoice.number() + " cannot be written as UBL: "
                        + String.join("; ", missing));
            }
            AtomicFile.write(folder.resolve(Objects.requireNonNull(invoice.number()) + ".xml"),
                    ElectronicInvoice.of(invoice)::writeUbl);
            written++;
        }
        AtomicFile.force(folder);
        return written;
    }
}
