package org.billinggroups.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** Third parties that say what is wrong with an electronic invoice: veraPDF and the validator of Mustang. */
final class Judges {
    private static final Path JAR = Path.of("target", "judges", "validator.jar");
    private static final Pattern SUMMARY = Pattern.compile("<summary status=\"(\\w+)\"");
    private static final Pattern COMPLAINT = Pattern.compile("<(error|warning|exception)\\b.*?</\\1>", Pattern.DOTALL);
    private static final URLClassLoader LOADER = loader();

    private Judges() {}

    /** What they complain of, and all of their report if they call it invalid without a reason. */
    static List<String> complaints(Path file) {
        var report = report(file);
        List<String> complaints = new ArrayList<>();
        COMPLAINT.matcher(report).results().forEach(match -> complaints.add(match.group()));
        var summaries = SUMMARY.matcher(report).results().map(match -> match.group(1)).toList();
        // The outermost summary looks at the XML only.
        if (complaints.isEmpty() && (summaries.isEmpty() || summaries.stream().anyMatch(s -> !s.equals("valid")))
                || !report.contains("<profile>urn:cen.eu:en16931:2017")) {
            complaints.add(report);
        }
        return complaints;
    }

    private static String report(Path file) {
        return judging(() -> {
            var type = LOADER.loadClass("org.mustangproject.validator.ZUGFeRDValidator");
            var validator = type.getConstructor().newInstance();
            type.getMethod("disableNotices").invoke(validator);
            return (String) type.getMethod("validate", String.class).invoke(validator, file.toString());
        });
    }

    /** The rules of PDF/UA-1 that a document breaks, as veraPDF says. */
    static List<String> barriers(byte[] pdf) {
        return judging(() -> {
            LOADER.loadClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").getMethod("initialise")
                    .invoke(null);
            var foundry = LOADER.loadClass("org.verapdf.pdfa.Foundries").getMethod("defaultInstance").invoke(null);
            var foundryType = LOADER.loadClass("org.verapdf.pdfa.VeraPDFFoundry");
            var flavour = LOADER.loadClass("org.verapdf.pdfa.flavours.PDFAFlavour");
            var parserType = LOADER.loadClass("org.verapdf.pdfa.PDFAParser");
            var result = LOADER.loadClass("org.verapdf.pdfa.results.ValidationResult");
            try (var parser = (AutoCloseable) foundryType.getMethod("createParser", InputStream.class)
                    .invoke(foundry, new ByteArrayInputStream(pdf))) {
                var validator = foundryType.getMethod("createValidator", flavour, boolean.class)
                        .invoke(foundry, flavour.getField("PDFUA_1").get(null), false);
                var judged = LOADER.loadClass("org.verapdf.pdfa.PDFAValidator").getMethod("validate", parserType)
                        .invoke(validator, parser);
                List<String> broken = ((Collection<?>) result.getMethod("getTestAssertions").invoke(judged)).stream()
                        .map(Object::toString).toList();
                boolean compliant = (boolean) result.getMethod("isCompliant").invoke(judged);
                return compliant == broken.isEmpty() ? broken : List.of("compliant: " + compliant + ", " + broken);
            }
        });
    }

    private static <T> T judging(Callable<T> judge) {
        var before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(LOADER);
        try {
            return judge.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URLClassLoader loader() {
        try {
            return new URLClassLoader(new URL[]{ JAR.toUri().toURL() }, ClassLoader.getPlatformClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
