package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.billinggroups.invoice.Invoice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each document is PDF/A-3 and a valid electronic invoice, as third parties judge. */
class FacturXTest {
    private static final Path FOLDER = Path.of("target", "einvoices");

    record Sample(String name, Invoice invoice) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sample> samples() {
        return Stream.concat(EInvoiceSamples.all().entrySet().stream(),
                Stream.of(Map.entry("2,000 lines", SampleInvoices.withLines(2000, 20))))
                .map(sample -> new Sample(sample.getKey(), sample.getValue()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isValid(Sample sample) throws IOException {
        Files.createDirectories(FOLDER);
        var file = FOLDER.resolve(sample.name() + ".pdf");
        try (var out = Files.newOutputStream(file)) {
            out.write(new InvoicePdf().draw(sample.invoice(), new Comparison(Map.of("web", BigDecimal.TEN)),
                    SampleInvoices.LINES));
        }
        assertThat(Judges.complaints(file)).isEmpty();
    }
}
