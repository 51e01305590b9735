package org.billinggroups;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billinggroups.job.ExitCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds README and {@code src/docs} against the program, and their links against what is there. */
class DocumentationTest {
    private static final Path README = Path.of("README.md");
    private static final int MAX_README_LINES = 200;
    private static final int MAX_WIDTH = 120;
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|<img src=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("#+ (.*)");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");
    private static final Pattern OTHER_SITE = Pattern.compile("[a-z]+:.*");
    /** A row of the table of settings: name and default. */
    private static final Pattern SETTING = Pattern.compile("\\| `(billing\\.[\\w.-]+)` \\| ([^|]*) \\|.*");
    private static final Pattern TEST = Pattern.compile("`(?:\\w+/)?(\\w+(?:Test|IT))`");
    private static final Pattern STEP_OF_JOB = Pattern
            .compile("(?:step|shared|partitioned)\\((?:\"(\\w+)\"|(\\w+_STEP))");
    private static final Pattern STEP_ROW = Pattern.compile("\\| `([a-z]+[A-Z]\\w+|reconcile|publish)` \\|.*");
    private static final Pattern EXIT_CODE = Pattern.compile("\\| (\\d+) \\|.*");

    private static final Map<Path, List<String>> PAGES = new TreeMap<>();

    @BeforeAll
    static void readPages() throws IOException {
        PAGES.put(README, Files.readAllLines(README));
        try (var files = Files.list(Path.of("src/docs"))) {
            for (var file : files.toList()) {
                PAGES.put(file, Files.readAllLines(file));
            }
        }
        assertThat(PAGES).hasSize(14);
    }

    @Test
    void readmeIsShortAndNarrow() {
        assertThat(PAGES.get(README)).hasSizeLessThanOrEqualTo(MAX_README_LINES)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(MAX_WIDTH));
    }

    @Test
    void readmeListsEveryPage() {
        var readme = String.join("\n", PAGES.get(README));
        assertThat(PAGES.keySet().stream().filter(page -> !page.equals(README))
                .filter(page -> !readme.contains("(" + page + ")"))).as("pages that the README does not list")
                .isEmpty();
    }

    @Test
    void linesOfTextAreNotTooWide() {
        List<String> tooWide = new ArrayList<>();
        PAGES.forEach((page, lines) -> text(lines).forEach((number, line) -> {
            if (line.length() > MAX_WIDTH && !line.startsWith("|") && line.strip().contains(" ")) {
                tooWide.add(page + ":" + number + " has more than " + MAX_WIDTH + " characters");
            }
        }));
        assertThat(tooWide).isEmpty();
    }

    @Test
    void linksLeadSomewhere() {
        List<String> broken = new ArrayList<>();
        PAGES.forEach((page, lines) -> text(lines).forEach((number, line) -> {
            var link = LINK.matcher(line);
            while (link.find()) {
                var target = link.group(1) == null ? link.group(2) : link.group(1);
                if (!isThere(page, target)) {
                    broken.add(page + ":" + number + " links to " + target + ", which is not there");
                }
            }
        }));
        assertThat(broken).isEmpty();
    }

    private static boolean isThere(Path page, String target) {
        if (OTHER_SITE.matcher(target).matches()) {
            return true;
        }
        var parts = target.split("#", 2);
        var file = parts[0].isEmpty() ? page : Path.of("").resolve(page).resolveSibling(parts[0]).normalize();
        return Files.exists(file) && (parts.length == 1 || PAGES.containsKey(file)
                && anchors(PAGES.get(file)).contains(parts[1]));
    }

    /** As Git hosts make them of headings: small letters, dashes for blanks, no other marks; a second one is counted. */
    private static Set<String> anchors(List<String> lines) {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        text(lines).values().forEach(line -> {
            var heading = HEADING.matcher(line);
            if (heading.matches()) {
                var anchor = heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-');
                int before = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        });
        return anchors;
    }

    /** The lines by their numbers, without those of code. */
    private static Map<Integer, String> text(List<String> lines) {
        Map<Integer, String> text = new LinkedHashMap<>();
        boolean code = false;
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.startsWith("```")) {
                code = !code;
            } else if (!code) {
                text.put(i + 1, line);
            }
        }
        return text;
    }

    @Test
    void readmeHasEveryExitCode() {
        var listed = PAGES.get(README).stream().map(EXIT_CODE::matcher).filter(row -> row.matches())
                .map(row -> Integer.valueOf(row.group(1))).toList();
        assertThat(listed).as("exit codes in the README, against those of ExitCode")
                .containsExactlyElementsOf(Stream.of(ExitCode.values()).map(ExitCode::code).sorted().toList());
        var order = Stream.of(ExitCode.values()).map(code -> Integer.toString(code.code())).toList();
        assertThat(String.join(" ", PAGES.get(README))).as("the order of severity in the README")
                .contains("in the order " + String.join(", ", order) + ".");
    }

    /** The job's source names them, as literals or as constants of the class. */
    @Test
    void stepsAreThoseOfTheJob() throws IOException {
        var source = Files.readString(Path.of("src/main/java/org/billinggroups/job/InvoicePeriodJob.java"));
        var job = source.substring(source.indexOf("Job invoicePeriod("), source.indexOf("Job estimatePeriod("));
        var steps = STEP_OF_JOB.matcher(job).results().map(step -> step.group(1) != null
                ? step.group(1)
                : source.replaceFirst("(?s).* " + step.group(2) + " = \"(\\w+)\";.*", "$1")).toList();
        assertThat(steps).hasSizeGreaterThan(5);
        for (var page : List.of(README, Path.of("src/docs/commands.md"))) {
            var listed = PAGES.get(page).stream().map(STEP_ROW::matcher).filter(row -> row.matches())
                    .map(row -> row.group(1)).toList();
            assertThat(listed).as("steps in " + page + ", against those of the job").isEqualTo(steps);
        }
    }

    @Test
    void namedTestsAreThere() throws IOException {
        Set<String> tests;
        try (var files = Files.walk(Path.of("src/test/java"))) {
            tests = files.map(file -> file.getFileName().toString().replace(".java", "")).collect(Collectors.toSet());
        }
        List<String> unknown = new ArrayList<>();
        PAGES.forEach((page, lines) -> text(lines).forEach((number, line) -> TEST.matcher(line).results()
                .map(test -> test.group(1)).filter(test -> !tests.contains(test))
                .forEach(test -> unknown.add(page + ":" + number + " names " + test + ", which is no test"))));
        assertThat(unknown).isEmpty();
    }

    @Test
    void everySettingIsListedWithItsDefault() {
        Map<String, String> documented = new TreeMap<>();
        PAGES.get(Path.of("src/docs/operating.md")).stream().map(SETTING::matcher).filter(row -> row.matches())
                .forEach(row -> documented.put(row.group(1), row.group(2)));
        var settings = Settings.all();
        assertThat(settings).hasSizeGreaterThan(20);

        List<String> missing = new ArrayList<>();
        Set<String> used = new HashSet<>();
        settings.forEach((setting, value) -> {
            var row = documented.keySet().stream().filter(name -> names(name, setting)).findFirst();
            row.ifPresent(used::add);
            if (row.isEmpty()) {
                missing.add("src/docs/operating.md does not list the setting " + setting);
            } else if (!value.isEmpty() && !defaultIn(documented.get(row.get())).equals(value)) {
                missing.add("src/docs/operating.md does not say that the default of " + setting + " is " + value);
            }
        });
        documented.keySet().stream().filter(name -> !used.contains(name))
                .forEach(name -> missing.add("src/docs/operating.md lists " + name + ", which is no setting"));
        assertThat(missing).isEmpty();
    }

    /** Words in capitals stand for any name. */
    private static boolean names(String documented, String setting) {
        return setting.matches(documented.replace(".", "\\.").replaceAll("[A-Z]+", "[A-Za-z]+"));
    }

    private static String defaultIn(String cell) {
        var code = CODE.matcher(cell);
        return code.find() ? code.group(1) : "";
    }
}
