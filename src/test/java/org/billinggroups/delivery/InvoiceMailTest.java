package org.billinggroups.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.billinggroups.document.SampleInvoices;
import org.junit.jupiter.api.Test;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** What a mail says of the invoice that it brings. */
class InvoiceMailTest {
    private static String mail(String currency) throws Exception {
        var settings = new DeliverySettings("billing@seller.example", "", 60, 3, 5);
        var message = new InvoiceMail(settings).of(new JavaMailSenderImpl(),
                SampleInvoices.in(currency).usage("web", 1).invoice(), "ap@buyer.example", new byte[0]);
        var bytes = new ByteArrayOutputStream();
        message.writeTo(bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void promisesDataInThePdfOnlyWhereItIsThere() throws Exception {
        assertThat(mail("EUR")).contains("Factur-X");
        assertThat(mail("KWD")).contains("Amount due: KWD").doesNotContain("Factur-X");
    }
}
