package org.billinggroups.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        var before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(LOADER);
        try {
            var type = LOADER.loadClass("org.mustangproject.validator.ZUGFeRDValidator");
            var validator = type.getConstructor().newInstance();
            type.getMethod("disableNotices").invoke(validator);
            return (String) type.getMethod("validate", String.class).invoke(validator, file.toString());
        } catch (ReflectiveOperationException e) {
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
