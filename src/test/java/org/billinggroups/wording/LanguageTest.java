package org.billinggroups.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.billinggroups.period.BillingPeriod;
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
    @CsvSource({ "en, Germany", "de, Deutschland", "fi, Saksa", "ja, ドイツ", "nl, Duitsland",
            "it, Germania", "sv, Tyskland", "pl, Niemcy", "pt, Alemanha" })
    void namesCountries(String language, String germany) {
        assertThat(Language.of(language).country("DE")).isEqualTo(germany);
    }

    @Test
    void leavesUnknownCountriesAsTheyAre() {
        assertThat(Language.of("de").country("XX")).isEqualTo("XX");
    }

    @ParameterizedTest
    @CsvSource({ "1, Pominięto 1 bezpłatną pozycję.", "2, Pominięto 2 bezpłatne pozycje.",
            "4, Pominięto 4 bezpłatne pozycje.", "5, Pominięto 5 bezpłatnych pozycji.",
            "12, Pominięto 12 bezpłatnych pozycji.", "14, Pominięto 14 bezpłatnych pozycji.",
            "21, Pominięto 21 bezpłatnych pozycji.", "22, Pominięto 22 bezpłatne pozycje.",
            "112, Pominięto 112 bezpłatnych pozycji.", "1003, Pominięto 1003 bezpłatne pozycje." })
    void countsInThreeFormsInPolish(long number, String text) {
        assertThat(Language.of("pl").counted("left-out", number)).isEqualTo(text);
    }

    @Test
    void countsInTwoFormsElsewhere() {
        assertThat(Language.of("en").counted("days", 2)).isEqualTo("2 days from the issue date");
    }

    /** Names of months follow a day in another case than they stand alone in. */
    @Test
    void namesMonthsAloneInTheirOwnForm() {
        assertThat(Language.of("pl").month(BillingPeriod.parse("2026-10"))).isEqualTo("październik 2026");
        assertThat(Language.of("pt").month(BillingPeriod.parse("2026-10"))).isEqualTo("outubro de 2026");
    }
}
