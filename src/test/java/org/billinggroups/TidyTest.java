package org.billinggroups;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the formatter and the compiler do not check in the sources. */
class TidyTest {
    private static final int MAX_LINES = 250;
    private static final int MAX_METHOD_LINES = 40;
    private static final int MAX_WIDTH = 120;
    private static final Pattern IMPORT = Pattern.compile("import (?:static )?[\\w.]+\\.(\\w+);");
    /**
     * The first line of a method or constructor, of a class or of one inside it; the signature may go on below. What is
     * in capitals is a constant of an enum.
     */
    private static final Pattern METHOD = Pattern
            .compile(
                    "( {4}| {8}(?=public |private |static |@Override|void ))(?! |@|\\*|/|[A-Z_]+\\()[^=;]*\\w\\([^;=]*[{,(]");

    private static final Map<String, List<String>> SOURCES = new TreeMap<>();

    @BeforeAll
    static void readSources() throws IOException {
        var root = Path.of("src/main/java");
        try (var files = Files.walk(root)) {
            for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                SOURCES.put(root.relativize(file).toString(), Files.readAllLines(file));
            }
        }
        assertThat(SOURCES).hasSizeGreaterThan(100);
    }

    /** The places of lines that are not as they ought to be. */
    private static List<String> linesWith(Pattern pattern) {
        List<String> found = new ArrayList<>();
        SOURCES.forEach((file, lines) -> IntStream.range(0, lines.size())
                .filter(i -> pattern.matcher(lines.get(i)).find())
                .forEach(i -> found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip())));
        return found;
    }

    @Test
    void filesAreShort() {
        assertThat(SOURCES).allSatisfy((file, lines) -> assertThat(lines).as(file).hasSizeLessThanOrEqualTo(MAX_LINES));
    }

    @Test
    void linesHaveNoTabsAndNoTrailingBlanks() {
        assertThat(linesWith(Pattern.compile("\t|\\s$"))).isEmpty();
    }

    @Test
    void nothingIsLeftToDo() {
        assertThat(linesWith(Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b"))).isEmpty();
    }

    @Test
    void linesAreNotTooWide() {
        assertThat(linesWith(Pattern.compile(".{%d}".formatted(MAX_WIDTH + 1)))).isEmpty();
    }

    @Test
    void importsAreUsed() {
        List<String> unused = new ArrayList<>();
        SOURCES.forEach((file, lines) -> {
            var code = String.join("\n", lines.stream().filter(line -> !line.startsWith("import ")).toList());
            for (var line : lines) {
                var name = IMPORT.matcher(line);
                if (name.matches() && !Pattern.compile("\\b" + name.group(1) + "\\b").matcher(code).find()) {
                    unused.add(file + ": " + line);
                }
            }
        });
        assertThat(unused).isEmpty();
    }

    @Test
    void methodsAreShort() {
        assertThat(methodLengths().entrySet().stream().filter(method -> method.getValue() > MAX_METHOD_LINES))
                .isEmpty();
    }

    /** A method ends at the brace that is indented as far as the line with which it starts, an empty one before. */
    private static Map<String, Integer> methodLengths() {
        Map<String, Integer> lengths = new LinkedHashMap<>();
        SOURCES.forEach((file, lines) -> {
            for (int start = 0; start < lines.size(); start++) {
                var line = lines.get(start);
                if (METHOD.matcher(line).matches()) {
                    var closing = line.substring(0, line.length() - line.stripLeading().length()) + "}";
                    int end = start;
                    while (end < lines.size() && !lines.get(end).equals(closing) && !lines.get(end).endsWith(") {}")) {
                        end++;
                    }
                    lengths.put(file + ":" + (start + 1) + ": " + line.strip(), end - start + 1);
                }
            }
        });
        assertThat(lengths).hasSizeGreaterThan(600);
        return lengths;
    }
}
