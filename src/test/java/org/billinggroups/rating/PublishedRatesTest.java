package org.billinggroups.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.billinggroups.file.InvalidInputException;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedRatesTest {
    private static final PublishedRates RATES = new PublishedRates(LocalDate.parse("2026-10-30"),
            Map.of("USD", new BigDecimal("1.0825"), "JPY", new BigDecimal("164.25"), "GBP", new BigDecimal("0.84"),
                    "KWD", new BigDecimal("0.3333")));

    /**
     * By hand: 1 / 1.0825 = 0.923787528868..., 0.84 / 1.0825 = 0.775981524249..., 164.25 / 0.84 = 195.535714285714...
     */
    @ParameterizedTest
    @CsvSource({ "EUR, USD, 1.0825", "EUR, JPY, 164.25", "USD, EUR, 0.9237875289", "USD, GBP, 0.7759815242",
            "GBP, JPY, 195.5357143", "JPY, EUR, 0.006088280061", "USD, KWD, 0.3078983834", "KWD, USD, 3.247824782",
            "USD, USD, 1", "EUR, EUR, 1" })
    void crossThroughTheEuroWithTenSignificantDigits(String from, String to, BigDecimal rate) {
        assertThat(RATES.find(CurrencyUnit.of(from), CurrencyUnit.of(to)))
                .contains(new ExchangeRate(rate, LocalDate.parse("2026-10-30")));
    }

    @Test
    void guessNothing() {
        assertThat(RATES.find(CurrencyUnit.of("SEK"), CurrencyUnit.EUR)).isEmpty();
        assertThat(RATES.find(CurrencyUnit.EUR, CurrencyUnit.of("SEK"))).isEmpty();
        assertThat(PublishedRates.NONE.find(CurrencyUnit.USD, CurrencyUnit.EUR)).isEmpty();
    }

    private static List<String> read(String text) throws IOException {
        return EcbRatesCsv.read("rates.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).stream()
                .map(rate -> rate.day() + " " + rate.currency() + " " + rate.rate()).toList();
    }

    private static List<String> problems(String text) {
        return catchThrowableOfType(InvalidInputException.class, () -> read(text)).problems().stream()
                .map(Object::toString).toList();
    }

    @Test
    void areReadFromTheHistoricalFile() throws IOException {
        assertThat(read("""
                Date,USD,JPY,CYP,
                2026-10-30,1.0825,164.25,N/A,
                2007-12-31,1.4721,164.93,0.585274,
                """)).containsExactly("2026-10-30 USD 1.0825", "2026-10-30 JPY 164.25", "2007-12-31 USD 1.4721",
                "2007-12-31 JPY 164.93", "2007-12-31 CYP 0.585274");
    }

    @Test
    void areReadFromTheDailyFile() throws IOException {
        for (var header : List.of("Date, USD, JPY, ", "DATE,USD,\u00a0JPY,")) {
            assertThat(read(header + "\n30 October 2026, 1.0825, 164.25, \n"))
                    .containsExactly("2026-10-30 USD 1.0825", "2026-10-30 JPY 164.25");
        }
        assertThat(read("Date,GBP\n2026-10-30,.84\n")).containsExactly("2026-10-30 GBP 0.84");
    }

    @Test
    void tellEverythingThatIsWrong() {
        assertThat(problems("Date,USD,JPY\n2026-13-01,1,1\n2026-10-30,-1,abc\n2026-10-29,1\n2026-10-28,0,1e3\n"))
                .containsExactly(
                        "rates.csv:2: Date '2026-13-01': expected a date such as 2026-10-30 or 30 October 2026",
                        "rates.csv:3: USD '-1': expected how many USD are one euro, such as 1.0825, or N/A",
                        "rates.csv:3: JPY 'abc': expected how many JPY are one euro, such as 1.0825, or N/A",
                        "rates.csv:4: expected 3 columns, found 2",
                        "rates.csv:5: USD '0': expected how many USD are one euro, such as 1.0825, or N/A",
                        "rates.csv:5: JPY '1e3': expected how many JPY are one euro, such as 1.0825, or N/A");
        assertThat(problems("USD,JPY\n1,2\n")).containsExactly("rates.csv:1: header 'Date': the column is missing");
        for (var form : List.of("currency,rate,valid_from", "Date,currency,rate",
                "KEY,FREQ,CURRENCY,TIME_PERIOD,OBS_VALUE")) {
            assertThat(problems(form + "\n")).as(form).singleElement().asString()
                    .contains("expected ", "Date and a column for each currency but EUR, such as USD",
                            "eurofxref-hist.csv");
        }
        assertThat(problems("<?xml version=\"1.0\"?><gesmes:Envelope/>")).singleElement().asString().contains("is XML");
        assertThat(problems("Date,Dollars\n2026-10-30,2\n")).singleElement().asString().contains("header 'Dollars'");
        assertThat(problems("")).singleElement().asString().contains("is empty");
    }

    @Test
    void haveDaysThatExist() {
        assertThat(problems("Date,USD\n31 September 2026,1.1\n2026-02-29,1.1\n")).containsExactly(
                "rates.csv:2: Date '31 September 2026': expected a date such as 2026-10-30 or 30 October 2026",
                "rates.csv:3: Date '2026-02-29': expected a date such as 2026-10-30 or 30 October 2026");
    }

    @Test
    void tellEachDayOnce() {
        assertThat(problems("Date,USD\n2026-10-30,1.1\n2026-10-29,1.2\n30 October 2026,1.3\n")).containsExactly(
                "rates.csv:4: Date '30 October 2026': expected each day once, it is on line 2 already");
    }

    @Test
    void haveNoColumnForTheEuroItself() {
        assertThat(problems("Date,USD,EUR\n2026-10-30,1.1,1\n")).singleElement().asString()
                .contains("rates.csv:1: header 'EUR'");
    }
}
