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
     * Requires of the invoices of a run, or of one, what they need to be written; to be asked before any is.
     *
     * @throws RefusedException if an invoice lacks what Peppol demands
     */
    public void requirePossible(InvoicingRun run, Optional<String> number) {
        for (long id : documents.invoices(run.id(), number)) {
            var invoice = invoices.get(id);
            var missing = ElectronicInvoice.missingForUbl(invoice);
            if (!missing.isEmpty()) {
                throw new RefusedException("invoice " + invoice.number() + " cannot be written as UBL: "
                        + String.join("; ", missing));
            }
        }
    }

    /**
     * Writes the invoices of a run, named by their numbers.
     *
     * @param number only this one
     * @return how many
     */
    public int write(InvoicingRun run, Optional<String> number, Path folder) throws IOException {
        AtomicFile.createFolders(folder);
        var ids = documents.invoices(run.id(), number);
        for (long id : ids) {
            var invoice = invoices.get(id);
            AtomicFile.write(folder.resolve(Objects.requireNonNull(invoice.number()) + ".xml"),
                    ElectronicInvoice.of(invoice)::writeUbl);
        }
        AtomicFile.force(folder);
        return ids.size();
    }
}
