package org.billinggroups.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Which faults there were, and what differed afterwards. */
final class ChaosReport {
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final long seed;
    private final Map<String, Integer> faultsByPoint = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();

    ChaosReport(long seed) {
        this.seed = seed;
    }

    void count(String fault) {
        faultsByPoint.merge(fault, 1, Integer::sum);
    }

    int faults() {
        return faultsByPoint.values().stream().mapToInt(Integer::intValue).sum();
    }

    void compare(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            differences.add(what + ": expected " + expected + ", but there is " + actual);
        }
    }

    /** Names only those files that differ. */
    void compareFiles(Map<String, String> expected, Map<String, String> actual) {
        compare("files", without(expected, actual), without(actual, expected));
    }

    private static Map<String, String> without(Map<String, String> files, Map<String, String> others) {
        Map<String, String> left = new TreeMap<>(files);
        left.entrySet().removeAll(others.entrySet());
        return left;
    }

    List<String> differences() {
        return differences;
    }

    /** Writes it as JSON, and prints it as a table. */
    void write(Path file) throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("seed", seed);
        report.put("faults", faults());
        report.put("faults_by_point", faultsByPoint);
        report.put("differences", differences);
        Files.createDirectories(file.getParent());
        Files.writeString(file, JSON.writeValueAsString(report));
        System.out.println(faults() + " faults, " + differences.size() + " differences");
        faultsByPoint.forEach((point, number) -> System.out.printf("%6d  %s%n", number, point));
    }
}
