package org.billinggroups.account;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the numbers of a series go on that another system began: what {@code next_number} of a seller says. */
public final class NextNumbers {
    private static final Pattern YEAR = Pattern.compile("(?=([0-9]{4}))");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final String ENDS = "^[-_. ]+|[-_. ]+$";

    private NextNumbers() {}

    /**
     * What a series is called in a year: its numbers without their running part and what separates it at the ends, such
     * as {@code INV-2026} for <code>INV-{year}-{number:6}</code>.
     */
    public static String key(String series, int year) {
        return series.replace("{year}", Integer.toString(year)).replaceAll("\\{number(:[1-9])?}", "")
                .replaceAll(ENDS, "");
    }

    /** The numbers as the apply file declares them. */
    static Map<String, Integer> read(YamlMapping yaml) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (var key : yaml.keys()) {
            var number = yaml.required(key, NextNumbers::number);
            if (number != null) {
                numbers.put(key, number);
            }
        }
        return numbers;
    }

    private static Integer number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException("expected a whole number from 1 to 999999999");
        }
        return Integer.valueOf(text);
    }

    /** Whether the key is what one of the seller's series is called in some year. */
    static boolean isKey(Seller seller, String key) {
        return YEAR.matcher(key).results().map(NextNumbers::year)
                .anyMatch(year -> series(seller).anyMatch(series -> key(series, year).equals(key)));
    }

    private static int year(MatchResult found) {
        return Integer.parseInt(found.group(1));
    }

    /** What the seller's series are called in some year, for messages. */
    static String examples(Seller seller) {
        return String.join(" or ", series(seller).map(series -> key(series, 2026)).distinct().toList());
    }

    private static Stream<String> series(Seller seller) {
        return Stream.of(seller.invoiceSeries(), seller.creditNoteSeries());
    }
}
