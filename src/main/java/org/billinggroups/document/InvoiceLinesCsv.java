package org.billinggroups.document;
import java.io.OutputStream;
import org.billinggroups.invoicing.Invoice;
class InvoiceLinesCsv {
    static void write(Invoice invoice, OutputStream out) throws java.io.IOException {
        out.write("stub".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
