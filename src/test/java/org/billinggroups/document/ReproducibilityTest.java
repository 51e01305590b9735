package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.billinggroups.invoice.Invoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same invoice gives the same bytes, whoever writes it where and when. */
class ReproducibilityTest {
    private static final int LINES = 60;
    private static final int PROJECTS = 4;
    private static final int ROUNDS = 3;

    @TempDir
    private Path folder;

    private static List<Invoice> samples() {
        var others = EInvoiceSamples.all();
        return List.of(SampleInvoices.withLines(LINES, PROJECTS), others.get("in ja"), others.get("with logo"),
                SampleInvoices.in("EUR").estimate().usage("web", "CO₂ ₹ ✔", "1.00").invoice());
    }

    /** What the child processes run: writes the PDF to the file. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws IOException {
            try (var out = new FileOutputStream(args[0])) {
                for (var invoice : samples()) {
                    out.write(new InvoicePdf().draw(invoice, Comparison.none(), SampleInvoices.LINES));
                }
            }
        }
    }

    @Test
    void writesTheSameBytesTwice() {
        assertThat(PdfText.bytes(SampleInvoices.withLines(LINES, PROJECTS)))
                .isEqualTo(PdfText.bytes(SampleInvoices.withLines(LINES, PROJECTS)));
    }

    @Test
    void whatWasWrittenBeforeDoesNotMatter() {
        var samples = List.copyOf(EInvoiceSamples.all().values());
        var forwards = samples.stream().map(PdfText::bytes).toList();
        var backwards = samples.reversed().stream().map(PdfText::bytes).toList();

        assertThat(backwards.reversed()).containsExactlyElementsOf(forwards);
    }

    @Test
    void threadsDoNotDisturbEachOther() {
        List<String> expected = sizes().mapToObj(ReproducibilityTest::document).toList();

        assertThat(sizes().parallel().mapToObj(ReproducibilityTest::document).toList()).isEqualTo(expected);
    }

    @Test
    void theOrderOfRenderingOnAllProcessorsDoesNotMatter() {
        var samples = EInvoiceSamples.all();
        Map<String, byte[]> expected = new HashMap<>();
        samples.forEach((name, invoice) -> expected.put(name, PdfText.bytes(invoice)));
        for (int round = 0; round < ROUNDS; round++) {
            List<String> names = new ArrayList<>(samples.keySet());
            Collections.shuffle(names, new Random(round));
            Map<String, byte[]> drawn = new ConcurrentHashMap<>();
            names.parallelStream().forEach(name -> drawn.put(name, PdfText.bytes(samples.get(name))));

            assertThat(drawn).allSatisfy((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
        }
    }

    private static IntStream sizes() {
        return IntStream.rangeClosed(1, 60);
    }

    private static String document(int lines) {
        return Base64.getEncoder().encodeToString(PdfText.bytes(SampleInvoices.withLines(lines, 1)));
    }

    @Test
    void writesTheSameBytesInOtherProcessesTimeZonesAndLanguages() throws Exception {
        var here = new ByteArrayOutputStream();
        samples().forEach(invoice -> here.writeBytes(PdfText.bytes(invoice)));

        assertThat(child("Asia/Tokyo", "ar", "EG")).isEqualTo(here.toByteArray());
        assertThat(child("America/New_York", "tr", "TR")).isEqualTo(here.toByteArray());
    }

    private byte[] child(String zone, String language, String country) throws Exception {
        Path file = folder.resolve(language + ".pdf");
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.timezone=" + zone, "-Duser.language=" + language, "-Duser.country=" + country, "-cp",
                System.getProperty("java.class.path"), Child.class.getName(), file.toString()).inheritIO().start();
        assertThat(process.waitFor()).isZero();
        return Files.readAllBytes(file);
    }
}
