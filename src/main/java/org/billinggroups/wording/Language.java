package org.billinggroups.wording;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.billinggroups.period.BillingPeriod;

/**
 * A language that invoices are written in. Its texts are in {@code wording/CODE.properties}; what Java knows of
 * languages is not used, since it differs by JDK.
 */
public final class Language {
    /** The codes of all languages. */
    public static final List<String> CODES = List.of("en", "de", "fr", "fi", "es", "ja", "nl", "it", "sv", "da",
            "nb", "pl", "pt");

    private static final String ENGLISH = "en";
    /** Norwegian that does not say which of its two forms is Bokmål, the more common one. */
    private static final Map<String, String> ALSO = Map.of("no", "nb");
    private static final int TEN = 10;
    private static final int HUNDRED = 100;
    private static final Map<String, Language> ALL = new LinkedHashMap<>();

    static {
        CODES.forEach(code -> ALL.put(code, new Language(code)));
    }

    private final String code;
    private final Properties texts = new Properties();
    private final Figures figures;
    private final String[] monthsAlone;

    private Language(String code) {
        this.code = code;
        try (var in = Objects.requireNonNull(Language.class.getResourceAsStream("/wording/" + code + ".properties"));
                var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var months = pattern("months").split(" ");
        monthsAlone = texts.getProperty("months-alone", pattern("months")).split(" ");
        figures = new Figures(pattern("decimal"), pattern("group"), pattern("money"), pattern("percent"),
                pattern("date"), months);
    }

    /** The language of a BCP 47 tag such as {@code de-AT}, or English where there is none. */
    public static Language of(String tag) {
        var primary = tag.split("-", 2)[0].toLowerCase(Locale.ROOT);
        return Objects.requireNonNull(
                ALL.getOrDefault(ALSO.getOrDefault(primary, primary), ALL.get(ENGLISH)));
    }

    /** The language's code, such as {@code de}. */
    public String code() {
        return code;
    }

    /** Whether it is the one in which reasons of the law are stored. */
    public boolean isEnglish() {
        return code.equals(ENGLISH);
    }

    /** Its numbers and dates. */
    public Figures figures() {
        return figures;
    }

    /** The text with that key, and values in its places {@code {0}}, {@code {1}}, ... */
    public String text(String key, String... values) {
        return Figures.filled(pattern(key), values);
    }

    /**
     * The same in singular or plural; the number is the first value. Where the language has a text for few as well, it
     * is that of numbers that end in 2, 3 or 4 but not in 12, 13 or 14.
     */
    public String counted(String key, long number, String... more) {
        var values = new String[1 + more.length];
        values[0] = Long.toString(number);
        System.arraycopy(more, 0, values, 1, more.length);
        return text(key + form(key, number), values);
    }

    private String form(String key, long number) {
        if (number == 1) {
            return "-one";
        }
        long last = number % TEN;
        boolean few = last >= 2 && last <= 4 && number % HUNDRED / TEN != 1;
        return few && texts.containsKey(key + "-few") ? "-few" : "-other";
    }

    /** The name of a country, such as {@code Finland} for {@code FI}, or the code where it is none. */
    public String country(String countryCode) {
        return Countries.name(countryCode, code);
    }

    /** Such as {@code October 2026}. */
    public String month(BillingPeriod period) {
        return text("month", monthsAlone[period.month().getMonthValue() - 1],
                Integer.toString(period.month().getYear()));
    }

    private String pattern(String key) {
        var text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no text " + key + " in " + code);
        }
        return text;
    }
}
