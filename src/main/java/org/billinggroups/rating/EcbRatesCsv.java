package org.billinggroups.rating;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InputProblems;
import org.billinggroups.period.Days;

/**
 * Reads the CSV files in which the European Central Bank publishes its reference rates: the historical file
 * ({@code Date,USD,JPY,...} with dates such as {@code 2026-10-30} and {@code N/A} where there was no rate) and the
 * daily one ({@code Date, USD, JPY, ...} with a date such as {@code 30 October 2026}). A last column without name is
 * ignored. Currencies are three letters and need not exist any more; the euro itself has no column. Each day is
 * once.
 */
final class EcbRatesCsv {
    private static final String DATE = "Date";
    private static final String EURO = "EUR";
    private static final String EXPECTED = "Date and a column for each currency but EUR, such as USD, "
            + "as in the European Central Bank's eurofxref-hist.csv";
    private static final Set<String> NO_RATE = Set.of("", "N/A", "-");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern RATE = Pattern.compile("[0-9]{1,12}|[0-9]{0,12}\\.[0-9]{1,12}");
    private static final DateTimeFormatter DAY_MONTH_YEAR = new DateTimeFormatterBuilder().parseCaseInsensitive()
            .appendValue(ChronoField.DAY_OF_MONTH).appendLiteral(' ').appendText(ChronoField.MONTH_OF_YEAR, months())
            .appendLiteral(' ').appendValue(ChronoField.YEAR, 4).toFormatter(Locale.ROOT)
            // Otherwise 31 September would be taken for the 30th.
            .withResolverStyle(ResolverStyle.STRICT);

    private EcbRatesCsv() {}

    /** One rate: units of the currency for one euro. */
    record DayRate(LocalDate day, String currency, BigDecimal rate) {}

    /** @throws org.billinggroups.file.InvalidInputException with what is wrong in it */
    static List<DayRate> read(String file, InputStream in) throws IOException {
        var problems = new InputProblems();
        List<DayRate> rates = new ArrayList<>();
        Map<LocalDate, Long> lines = new HashMap<>();
        try (var csv = new CsvInput(file, in, EcbRatesCsv::isKnown, EXPECTED, Set.of(DATE))) {
            for (var row = csv.next(); row != null; row = csv.next()) {
                if (row.size() != csv.width()) {
                    problems.add(new InputProblem(file, row.line(), "", "",
                            "expected " + csv.width() + " columns, found " + row.size()));
                } else {
                    readRow(file, csv, row, lines, rates, problems);
                }
            }
        }
        problems.requireNone();
        return rates;
    }

    private static boolean isKnown(String column) {
        return column.isEmpty() || column.equals(DATE) || CURRENCY.matcher(column).matches() && !column.equals(EURO);
    }

    private static void readRow(String file, CsvInput csv, CsvInput.Row row, Map<LocalDate, Long> lines,
            List<DayRate> rates, InputProblems problems) {
        var date = row.cell(csv.column(DATE));
        LocalDate day;
        try {
            day = date.contains(" ") ? Days.inRange(LocalDate.parse(date, DAY_MONTH_YEAR)) : Days.parse(date);
        } catch (DateTimeException | IllegalArgumentException e) {
            problems.add(new InputProblem(file, row.line(), DATE, date,
                    "expected a date such as 2026-10-30 or 30 October 2026"));
            return;
        }
        var before = lines.putIfAbsent(day, row.line());
        if (before != null) {
            problems.add(new InputProblem(file, row.line(), DATE, date,
                    "expected each day once, it is on line " + before + " already"));
            return;
        }
        readRates(file, csv, row, day, rates, problems);
    }

    private static void readRates(String file, CsvInput csv, CsvInput.Row row, LocalDate day, List<DayRate> rates,
            InputProblems problems) {
        for (var currency : csv.header()) {
            var text = row.cell(csv.column(currency));
            if (currency.isEmpty() || currency.equals(DATE) || NO_RATE.contains(text)) {
                continue;
            }
            var rate = RATE.matcher(text).matches() ? new BigDecimal(text) : BigDecimal.ZERO;
            if (rate.signum() > 0) {
                rates.add(new DayRate(day, currency, rate));
            } else {
                problems.add(new InputProblem(file, row.line(), currency, text,
                        "expected how many " + currency + " are one euro, such as 1.0825, or N/A"));
            }
        }
    }

    private static Map<Long, String> months() {
        Map<Long, String> months = new HashMap<>();
        var names = List.of("January", "February", "March", "April", "May", "June", "July", "August", "September",
                "October", "November", "December");
        for (int i = 0; i < names.size(); i++) {
            months.put(i + 1L, names.get(i));
        }
        return months;
    }
}
