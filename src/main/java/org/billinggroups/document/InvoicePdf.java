package org.billinggroups.document;
import java.io.OutputStream;
import java.util.List;
import org.billinggroups.invoicing.Invoice;
@org.springframework.stereotype.Component
public class InvoicePdf {
    public void write(Invoice invoice, OutputStream out) throws java.io.IOException {
        out.write(("%PDF stub " + invoice.number()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    public List<String> unprintable(Invoice invoice) {
        return List.of();
    }
}
