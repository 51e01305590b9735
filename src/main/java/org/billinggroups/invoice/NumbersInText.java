package org.billinggroups.invoice;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds what looks like numbers of invoices and credit notes in texts of others, who write them in small letters, with
 * other marks between their parts or none, and whose banks break lines in the middle.
 */
public final class NumbersInText {
    /** Of shorter ones any number would do. */
    private static final int SHORTEST = 4;
    private static final int MOST = 500;
    private static final int LONGEST_NUMBER = 9;
    private static final String LETTER_OR_DIGIT = "[\\p{L}\\p{N}]";
    private static final String MARKS = "[^\\p{L}\\p{N}]{0,3}";
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final List<Numbers> series;

    /** The numbers of a series in a year. */
    private record Numbers(Pattern pattern, InvoiceNumberFormat format) {
        static Numbers of(InvoiceNumberFormat format) {
            var end = loose(format.suffix());
            // A number may follow right behind another one.
            return new Numbers(Pattern.compile(
                    "(?:(?<!" + LETTER_OR_DIGIT + ")|\\G)" + loose(format.prefix()) + "([0-9]{"
                            + format.digits() + "," + LONGEST_NUMBER + "})" + (end.isEmpty()
                                    ? "(?![0-9])"
                                    : end + "(?!"
                                            + LETTER_OR_DIGIT + ")"),
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE), format);
        }

        private static String loose(String text) {
            var loose = new StringBuilder();
            boolean marks = false;
            for (var character : text.codePoints().toArray()) {
                if (Character.isLetterOrDigit(character)) {
                    loose.append(marks ? MARKS : "").append(Pattern.quote(Character.toString(character)));
                    marks = false;
                } else {
                    marks = true;
                }
            }
            return loose.append(marks ? MARKS : "").toString();
        }
    }

    private NumbersInText(List<Numbers> series) {
        this.series = series;
    }

    /**
     * For all series in which numbers were given.
     *
     * @param seller whose
     */
    public static NumbersInText ofSeller(JdbcClient jdbc, String seller) {
        return new NumbersInText(jdbc.sql("SELECT series, year FROM number_series WHERE seller_id = ? ORDER BY 2, 1")
                .param(seller).query((rs, row) -> numbers(rs.getString(1), rs.getInt(2))).list());
    }

    /** For one series in some years. */
    static NumbersInText of(String series, int... years) {
        List<Numbers> all = new ArrayList<>();
        for (int year : years) {
            all.add(numbers(series, year));
        }
        return new NumbersInText(all);
    }

    private static Numbers numbers(String series, int year) {
        return Numbers.of(InvoiceNumberFormat.of(series, year));
    }

    /** The numbers as documents print them, whether they were ever given or not; each once. */
    public List<String> find(List<String> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        var found = find(String.join(" ", lines));
        return List.copyOf(found.isEmpty() && lines.size() > 1 ? find(String.join("", lines)) : found);
    }

    private Set<String> find(String given) {
        var text = BLANKS.matcher(given).replaceAll(" ");
        var found = new LinkedHashSet<String>();
        for (var numbers : series) {
            var matcher = numbers.pattern.matcher(text);
            while (matcher.find() && found.size() < MOST) {
                var number = numbers.format.prefix() + matcher.group(1) + numbers.format.suffix();
                if (number.codePoints().filter(Character::isLetterOrDigit).count() >= SHORTEST) {
                    found.add(number);
                }
            }
        }
        return found;
    }
}
