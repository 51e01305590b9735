package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.stream.Stream;
import org.billinggroups.account.EInvoice;
import org.billinggroups.einvoice.ElectronicInvoice;
import org.billinggroups.einvoice.RuleSets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The UBL of each kind of invoice keeps the schema, the rules of EN 16931 and those of Peppol. */
class UblTest {
    static Stream<FacturXTest.Sample> samples() {
        return EInvoiceSamples.all().entrySet().stream()
                .map(sample -> new FacturXTest.Sample(sample.getKey(), sample.getValue()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isValid(FacturXTest.Sample sample) {
        var xml = new ByteArrayOutputStream();
        ElectronicInvoice.forPeppol(sample.invoice()).write(xml);
        assertThat(RuleSets.complaints(EInvoice.PEPPOL, sample.invoice().isCreditNote(), xml.toByteArray())).isEmpty();
    }
}
