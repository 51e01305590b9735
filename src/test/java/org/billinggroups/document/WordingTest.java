package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.TaxCategory;
import org.billinggroups.run.TaxSubtotal;
import org.billinggroups.wording.Language;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class WordingTest {
    @SuppressWarnings("unused")
    private static final List<String> LANGUAGES = Language.CODES;

    private static Properties texts(String language) throws IOException {
        var texts = new Properties();
        texts.load(new StringReader(String.join("\n", lines(language))));
        return texts;
    }

    private static List<String> lines(String language) throws IOException {
        try (var in = Objects
                .requireNonNull(Language.class.getResourceAsStream("/wording/" + language + ".properties"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** The places that a text fills, such as {@code {0}{1}}. */
    private static String places(String text) {
        return Pattern.compile("\\{\\d}").matcher(text).results().map(MatchResult::group).sorted().distinct()
                .reduce("", String::concat);
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void saysInEachLanguageWhatEnglishSays(String language) throws IOException {
        var english = texts("en");
        var other = texts(language);
        other.remove("months-alone");
        other.keySet().removeIf(key -> key.toString().endsWith("-few"));
        assertThat(other.keySet()).isEqualTo(english.keySet());
        Map<String, String> differing = new TreeMap<>();
        english.stringPropertyNames().stream()
                .filter(key -> !key.equals("number") && !key.equals("range") && !key.startsWith("month"))
                .filter(key -> !places(other.getProperty(key)).equals(places(english.getProperty(key))))
                .forEach(key -> differing.put(key, other.getProperty(key)));
        assertThat(differing).isEmpty();
        assertThat(other.getProperty("months").split(" ")).hasSize(12);
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void hasGlyphsForAllItsTexts(String language) throws IOException {
        assertThat(texts(language).values()).allMatch(text -> Glyphs.canShow(text.toString()));
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void hasGlyphsForAllCountries(String language) {
        assertThat(Locale.getISOCountries()).extracting(Language.of(language)::country).allMatch(Glyphs::canShow);
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void namesTheSourceOfEachSentenceOfTheLaw(String language) throws IOException {
        String before = "";
        List<String> sourced = new ArrayList<>();
        for (var line : lines(language)) {
            if (before.matches("# .+: https://\\S+") && !line.startsWith("#")) {
                sourced.add(line.substring(0, line.indexOf(" = ")));
            }
            before = line;
        }
        assertThat(sourced).containsExactly("tax-exempt", "tax-reverse", "tax-outside", "reason-reverse",
                "reason-outside", "reason-territory", "reason-not-subject");
    }

    @Test
    void saysThatTermsOfNoDaysAreDueAtOnce() {
        var words = new Wording(Language.of("en"));
        var day = LocalDate.parse("2026-10-31");
        assertThat(words.terms(0)).isEqualTo("due at once").isEqualTo(words.terms(day, day));
        assertThat(words.terms(1)).isEqualTo("1 day from the issue date");
    }

    @Test
    void claimsNoPlaceOfSupplyWhereTheReasonDoesNot() {
        var words = new Wording(Language.of("de"));
        var basis = Money.parse("EUR 1.00");
        assertThat(words.reason(TaxSubtotal.of(TaxCategory.O, BigDecimal.ZERO, basis, "Not subject to VAT")))
                .isEqualTo("Nicht steuerbar");
        assertThat(words.reason(TaxSubtotal.of(TaxCategory.O, BigDecimal.ZERO, basis, "Not subject to VAT: outside")))
                .contains("Europäischen Union");
    }

    @Test
    void callsNoTerritoryOutsideTheUnionThatIsOnlyOutsideItsTax() {
        var tax = TaxSubtotal.of(TaxCategory.O, BigDecimal.ZERO, Money.parse("EUR 1.00"),
                TaxSubtotal.OUTSIDE_TERRITORY);
        assertThat(new Wording(Language.of("en")).reason(tax)).isEqualTo(Language.of("en").text("reason-territory"));
        assertThat(new Wording(Language.of("de")).reason(tax)).contains("außerhalb des Mehrwertsteuergebiets");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | EUR 1,234,567.50 | 25.5% | 31 October 2026 | 1–31 October 2026
            en-GB | EUR 1,234,567.50 | 25.5% | 31 October 2026 | 1–31 October 2026
            de | 1.234.567,50 EUR | 25,5 % | 31. Oktober 2026 | 1.–31. Oktober 2026
            de-AT | 1.234.567,50 EUR | 25,5 % | 31. Oktober 2026 | 1.–31. Oktober 2026
            fr | 1\u00a0234\u00a0567,50 EUR | 25,5 % | 31 octobre 2026 | 1–31 octobre 2026
            fi | 1\u00a0234\u00a0567,50 EUR | 25,5 % | 31. lokakuuta 2026 | 1.–31. lokakuuta 2026
            es | 1.234.567,50 EUR | 25,5 % | 31 de octubre de 2026 | 1–31 de octubre de 2026
            ja | EUR 1,234,567.50 | 25.5% | 2026年10月31日 | 2026年10月1日–2026年10月31日
            nl | EUR 1.234.567,50 | 25,5% | 31 oktober 2026 | 1–31 oktober 2026
            it | 1.234.567,50 EUR | 25,5% | 31 ottobre 2026 | 1–31 ottobre 2026
            sv | 1\u00a0234\u00a0567,50 EUR | 25,5 % | 31 oktober 2026 | 1–31 oktober 2026
            da | 1.234.567,50 EUR | 25,5 % | 31. oktober 2026 | 1.–31. oktober 2026
            nb | 1\u00a0234\u00a0567,50 EUR | 25,5 % | 31. oktober 2026 | 1.–31. oktober 2026
            no-NO | 1\u00a0234\u00a0567,50 EUR | 25,5 % | 31. oktober 2026 | 1.–31. oktober 2026
            pl | 1\u00a0234\u00a0567,50 EUR | 25,5% | 31 października 2026 | 1–31 października 2026
            pt | 1\u00a0234\u00a0567,50 EUR | 25,5% | 31 de outubro de 2026 | 1–31 de outubro de 2026
            pt-BR | 1\u00a0234\u00a0567,50 EUR | 25,5% | 31 de outubro de 2026 | 1–31 de outubro de 2026
            cs | EUR 1,234,567.50 | 25.5% | 31 October 2026 | 1–31 October 2026
            """)
    void writesNumbersAndDatesAsTheLanguageDoes(String language, String money, String percent, String date,
            String period) {
        var words = new Wording(Language.of(language));
        assertThat(words.figures().amountWithCurrency(Money.parse("EUR 1234567.50"))).isEqualTo(money);
        assertThat(words.figures().percent(new BigDecimal("25.5"))).isEqualTo(percent);
        assertThat(words.figures().date(LocalDate.parse("2026-10-31"))).isEqualTo(date);
        assertThat(words.period(BillingPeriod.parse("2026-10"))).isEqualTo(period);
    }
}
