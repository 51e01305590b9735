package org.billinggroups.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
    private static List<List<String>> countries() throws IOException {
        try (var in = Objects.requireNonNull(Language.class.getResourceAsStream("/wording/countries.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .map(line -> List.of(line.split("\t", -1))).toList();
        }
    }

    @Test
    void knowsEachCountryInEachLanguage() throws IOException {
        var rows = countries();
        assertThat(rows.getFirst()).first().isEqualTo("code");
        assertThat(rows.getFirst()).containsAll(Language.CODES);
        var named = rows.subList(1, rows.size());
        assertThat(named).extracting(List::getFirst).isSorted().doesNotHaveDuplicates()
                .contains(Locale.getISOCountries());
        assertThat(named).allSatisfy(row -> assertThat(row).hasSameSizeAs(rows.getFirst()).noneMatch(String::isBlank));
    }

    @ParameterizedTest
    @CsvSource({ "en, Germany", "de, Deutschland", "fi, Saksa", "ja, ドイツ", "nl, Duitsland" })
    void namesCountries(String language, String germany) {
        assertThat(Language.of(language).country("DE")).isEqualTo(germany);
    }

    @Test
    void leavesUnknownCountriesAsTheyAre() {
        assertThat(Language.of("de").country("XX")).isEqualTo("XX");
    }
}
