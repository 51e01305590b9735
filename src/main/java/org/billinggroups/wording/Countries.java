package org.billinggroups.wording;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What countries are called in each language: a row for each country in {@code wording/countries.tsv}, a column for
 * each language. The names are those of Unicode's CLDR, written down once so that documents do not change with Java.
 */
final class Countries {
    private static final Map<String, Map<String, String>> NAMES = read();

    private Countries() {}

    /** The country's name in the language, or its code where it has no name. */
    static String name(String country, String language) {
        return NAMES.getOrDefault(country, Map.of()).getOrDefault(language, country);
    }

    private static Map<String, Map<String, String>> read() {
        try (var in = Objects.requireNonNull(Countries.class.getResourceAsStream("/wording/countries.tsv"));
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Map<String, Map<String, String>> names = new HashMap<>();
            List<List<String>> rows = new ArrayList<>();
            reader.lines().forEach(line -> rows.add(List.of(line.split("\t", -1))));
            var languages = rows.getFirst();
            for (var row : rows.subList(1, rows.size())) {
                Map<String, String> ofCountry = new HashMap<>();
                for (int i = 1; i < languages.size(); i++) {
                    ofCountry.put(languages.get(i), row.get(i));
                }
                names.put(row.getFirst(), ofCountry);
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
