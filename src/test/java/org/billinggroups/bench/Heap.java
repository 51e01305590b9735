package org.billinggroups.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a command used of its heap, as the collector's log tells.
 *
 * @param usedMb the most in use when a collection started
 * @param keptMb the most that a collection left, which is nearer to what the command needs
 */
record Heap(long usedMb, long keptMb) {
    /** The memory that commands get. */
    static final String OPTION = "-Xmx256m";
    /** Nothing known. */
    static final Heap NONE = new Heap(0, 0);

    private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\(");

    static String logOption(String command) {
        return "-Xlog:gc:file=" + log(command);
    }

    /** Of the command of this name that ended last. */
    static Heap of(String command) throws IOException {
        try (var lines = Files.lines(log(command))) {
            return lines.map(COLLECTION::matcher).filter(Matcher::find)
                    .map(match -> new Heap(Long.parseLong(match.group(1)), Long.parseLong(match.group(2))))
                    .reduce(NONE, Heap::max);
        }
    }

    private static Path log(String command) {
        return BenchOptions.FOLDER.resolve("gc-" + command + ".log");
    }

    Heap max(Heap other) {
        return new Heap(Math.max(usedMb, other.usedMb), Math.max(keptMb, other.keptMb));
    }

    String text() {
        return usedMb + " MB (" + keptMb + " MB)";
    }
}
