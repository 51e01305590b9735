package org.billinggroups.file;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The columns of a CSV file by their names. Names that differ from a known one in capitals only are that one, unless it
 * is there as well; empty names at the end, as spreadsheets leave them, are no columns.
 *
 * @param columns the positions, in the order of the file
 * @param written the names as they are in the file, by the names that they are taken for
 * @param width how many cells a row has
 */
record CsvHeader(Map<String, Integer> columns, Map<String, String> written, int width) {
    private static final int SHOWN = 100;

    /**
     * What a file's columns may be called.
     *
     * @param names those that are known by name
     * @param others which others may occur
     * @param expected what was expected, for messages
     * @param required those that must occur
     */
    record Rule(Collection<String> names, Predicate<String> others, String expected, Set<String> required) {}

    /** @throws InvalidInputException with everything that is wrong with it */
    static CsvHeader read(String file, CsvInput.Row row, Rule rule) {
        List<String> written = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            written.add(row.cell(i));
        }
        while (!written.isEmpty() && written.getLast().isEmpty()) {
            written.removeLast();
        }
        var known = byLowerCase(written, rule);
        var header = new CsvHeader(new LinkedHashMap<>(), new LinkedHashMap<>(), written.size());
        List<String> unknown = new ArrayList<>();
        Set<String> twice = new LinkedHashSet<>();
        for (int i = 0; i < written.size(); i++) {
            var name = known.getOrDefault(written.get(i).toLowerCase(Locale.ROOT), written.get(i));
            name = rule.names.contains(written.get(i)) ? written.get(i) : name;
            if (!rule.names.contains(name) && !rule.others.test(name)) {
                unknown.add(name);
            } else if (!name.isEmpty() && header.columns.putIfAbsent(name, i) != null) {
                twice.add(name);
            } else {
                header.written.put(name, written.get(i));
            }
        }
        header.check(new Place(file, row.line(), written), unknown, twice, rule);
        return header;
    }

    private record Place(String file, long line, List<String> written) {}

    /** The known names that are not there as they are, by their small letters. */
    private static Map<String, String> byLowerCase(List<String> written, Rule rule) {
        Map<String, String> names = new LinkedHashMap<>();
        rule.names.stream().filter(name -> !written.contains(name))
                .forEach(name -> names.put(name.toLowerCase(Locale.ROOT), name));
        return names;
    }

    private void check(Place place, List<String> unknown, Set<String> twice, Rule rule) {
        var missing = rule.required.stream().filter(name -> !columns.containsKey(name)).toList();
        List<InputProblem> problems = new ArrayList<>();
        if (missing.size() == rule.required.size() && !missing.isEmpty() && (rule.required.size() > 1
                || !unknown.isEmpty())) {
            problems.add(problem(place, place.written, "expected a header with "
                    + (rule.required.size() > 1 ? String.join(",", rule.required) : rule.expected)));
        } else {
            if (!unknown.isEmpty()) {
                problems.add(problem(place, unknown, (unknown.size() > 1 ? "unknown columns" : "unknown column")
                        + ": expected " + rule.expected));
            }
            if (!twice.isEmpty()) {
                problems.add(problem(place, twice, twice.size() > 1
                        ? "the columns stand twice"
                        : "the column stands twice"));
            }
            if (!missing.isEmpty()) {
                problems.add(problem(place, missing, missing.size() > 1
                        ? "the columns are missing"
                        : "the column is missing"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    private static InputProblem problem(Place place, Collection<String> names, String reason) {
        return new InputProblem(place.file, place.line, "header",
                String.join(", ", names.stream().limit(SHOWN).toList()), reason);
    }
}
