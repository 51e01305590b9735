package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.peppol.PeppolValidation;
import com.helger.phive.peppol.PeppolValidation2025_11;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import com.helger.xml.serialize.read.DOMReader;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.billinggroups.einvoice.ElectronicInvoice;
import org.billinggroups.invoice.Invoice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The UBL of each kind of invoice keeps the schema, the rules of EN 16931 and those of Peppol. */
class UblTest {
    private static final ValidationExecutorSetRegistry<IValidationSourceXML> RULES = rules();

    static Stream<FacturXTest.Sample> samples() {
        return EInvoiceSamples.all().entrySet().stream()
                .map(sample -> new FacturXTest.Sample(sample.getKey(), sample.getValue()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isValid(FacturXTest.Sample sample) {
        assertThat(complaints(sample.invoice())).isEmpty();
    }

    private static List<String> complaints(Invoice invoice) {
        var xml = new ByteArrayOutputStream();
        ElectronicInvoice.forPeppol(invoice).write(xml);
        var source = ValidationSourceXML.create("invoice", DOMReader.readXMLDOM(xml.toByteArray()));
        DVRCoordinate rules = invoice.isCreditNote()
                ? PeppolValidation2025_11.VID_OPENPEPPOL_CREDIT_NOTE_UBL_V3
                : PeppolValidation2025_11.VID_OPENPEPPOL_INVOICE_UBL_V3;
        var results = ValidationExecutionManager.executeValidation(IValidityDeterminator.createDefault(),
                RULES.getOfID(rules), source);
        assertThat(results.size()).as("schema and rules").isGreaterThan(2);
        List<String> complaints = new ArrayList<>();
        results.forEach(result -> result.getErrorList()
                .forEach(error -> complaints.add(error.getErrorText(Locale.ENGLISH))));
        return complaints;
    }

    private static ValidationExecutorSetRegistry<IValidationSourceXML> rules() {
        var registry = new ValidationExecutorSetRegistry<IValidationSourceXML>();
        EN16931Validation.initEN16931(registry);
        PeppolValidation.initStandard(registry);
        return registry;
    }
}
