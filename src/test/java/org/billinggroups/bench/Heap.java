package org.billinggroups.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory that commands get, and what they use of it as the collector's log tells. */
final class Heap {
    static final String OPTION = "-Xmx256m";

    private static final Pattern BEFORE_COLLECTION = Pattern.compile("(\\d+)M->\\d+M\\(");

    private Heap() {}

    static String logOption(String command) {
        return "-Xlog:gc:file=" + log(command);
    }

    /** The most heap in use at a collection; 0 if there was none. */
    static long peakMb(String command) throws IOException {
        try (var lines = Files.lines(log(command))) {
            return lines.map(BEFORE_COLLECTION::matcher).filter(Matcher::find)
                    .mapToLong(match -> Long.parseLong(match.group(1))).max().orElse(0);
        }
    }

    private static Path log(String command) {
        return BenchOptions.FOLDER.resolve("gc-" + command + ".log");
    }
}
