package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same invoice gives the same bytes, whoever writes it where and when. */
class ReproducibilityTest {
    private static final int LINES = 60;
    private static final int PROJECTS = 4;

    @TempDir
    private Path folder;

    /** What the child processes run: writes the PDF to the file. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws IOException {
            try (var out = new FileOutputStream(args[0])) {
                new InvoicePdf().write(SampleInvoices.withLines(LINES, PROJECTS), Comparison.none(), out);
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

    private static IntStream sizes() {
        return IntStream.rangeClosed(1, 60);
    }

    private static String document(int lines) {
        return Base64.getEncoder().encodeToString(PdfText.bytes(SampleInvoices.withLines(lines, 1)));
    }

    @Test
    void writesTheSameBytesInOtherProcessesTimeZonesAndLanguages() throws Exception {
        byte[] here = PdfText.bytes(SampleInvoices.withLines(LINES, PROJECTS));

        assertThat(child("Asia/Tokyo", "ar", "EG")).isEqualTo(here);
        assertThat(child("America/New_York", "tr", "TR")).isEqualTo(here);
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
