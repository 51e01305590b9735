package org.billinggroups.account;

import com.helger.masterdata.swift.IBANManager;
import java.math.BigDecimal;
import java.net.IDN;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.billinggroups.file.PrintableText;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.Days;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of sellers, accounts, projects and groups may hold. Each rule takes the text, returns its value and
 * throws {@link IllegalArgumentException} with what was expected.
 */
final class FieldRules {
    private static final Set<String> COUNTRIES = Set.copyOf(Arrays.asList(Locale.getISOCountries()));
    private static final Set<String> LANGUAGES = Set.copyOf(Arrays.asList(Locale.getISOLanguages()));
    private static final String LANGUAGE = "expected a BCP 47 language such as en or de-AT";
    /** The local part of RFC 5321, without quoted forms; it may be internationalised (RFC 6531). */
    private static final String ATOM = "[\\p{L}\\p{M}\\p{N}_!#$%&'*+/=?^`{|}~-]+";
    private static final Pattern LOCAL_PART = Pattern.compile("(?=.{1,64}$)" + ATOM + "(\\." + ATOM + ")*");
    private static final Pattern DOMAIN = Pattern.compile("[\\p{L}\\p{M}\\p{N}.-]+");
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern ASCII_DOMAIN = Pattern.compile("(" + LABEL + "\\.)+(?=\\p{Alpha})(?=..)" + LABEL);
    private static final Pattern BIC = Pattern.compile("[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,12})?");
    private static final Pattern PHONE = Pattern.compile("[+(]?([-0-9 ()/.]*[0-9]){3,}( ?(ext\\.?|x) ?[0-9]+)?");
    private static final int MAX_TAGS = 100;
    private static final int MAX_EMAIL = 254;
    private static final int MAX_TERMS_DAYS = 3650;

    private FieldRules() {}

    /** Printable text of 1 to {@code max} characters. */
    static Function<String, String> text(int max) {
        return text -> {
            require(!text.isBlank(), "expected a text");
            return PrintableText.require(text, max);
        };
    }

    /** The same, with which a {@code *} at the end stands for any rest. */
    static Function<String, String> pattern(int max) {
        return text -> {
            int star = text.indexOf('*');
            require(star < 0 || star == text.length() - 1, "expected a text with * only at its end");
            return text(max).apply(text);
        };
    }

    /** Text of others as {@link #text} allows it: what does not print is left out, what is too long is cut; or null. */
    static @Nullable String fitted(String text, int max) {
        var printable = PrintableText.inOneLine(text).replaceAll("\\s+", " ").strip();
        return printable.isEmpty() ? null : PrintableText.shortened(printable, max);
    }

    /** Text that may have several lines. */
    static Function<String, String> lines(int max) {
        return text -> {
            text(max).apply(text.replace("\n", " "));
            return text;
        };
    }

    /** The name of a tag: no equals sign, since commands write {@code NAME=VALUE}. */
    static String tagName(String text) {
        require(!text.contains("="), "expected a tag's name without '='");
        return text(128).apply(text);
    }

    /** The value of a tag, which may be empty. */
    static String tagValue(String text) {
        return text.isEmpty() ? text : text(255).apply(text);
    }

    /** All tags of a project. */
    static Map<String, String> tags(Map<String, String> tags) {
        require(tags.size() <= MAX_TAGS, "expected at most " + MAX_TAGS + " tags, found " + tags.size());
        return tags;
    }

    static String countryCode(String text) {
        require(COUNTRIES.contains(text), "expected an ISO 3166-1 alpha-2 country code such as DE");
        return text;
    }

    static String email(String text) {
        var at = text.lastIndexOf('@');
        require(at > 0 && text.length() <= MAX_EMAIL && LOCAL_PART.matcher(text.substring(0, at)).matches()
                && isDomain(text.substring(at + 1), MAX_EMAIL - at - 1), "expected an e-mail address");
        return text;
    }

    /** A telephone number: what people write, with three digits at least (XRechnung BR-DE-27). */
    static String phone(String text) {
        require(text.length() <= 50 && PHONE.matcher(text).matches(),
                "expected a telephone number such as +49 30 1234");
        return text;
    }

    /** The address of a web site, with or without its scheme. */
    static String website(String text) {
        var name = text.replaceFirst("^https?://", "").replaceFirst("[/:?#].*$", "");
        require(text.length() <= 200 && text.matches("[!-~]+") && isDomain(name, MAX_EMAIL),
                "expected the address of a web site such as www.example.com");
        return text;
    }

    /** Whether the name server can be asked for it: limits hold for the ASCII form, which is longer. */
    private static boolean isDomain(String text, int max) {
        if (!DOMAIN.matcher(text).matches()) {
            return false;
        }
        try {
            var ascii = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED | IDN.USE_STD3_ASCII_RULES);
            return ascii.length() <= max && ASCII_DOMAIN.matcher(ascii).matches();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A bank account number, kept without blanks. */
    static String iban(String text) {
        var plain = text.replace(" ", "").toUpperCase(Locale.ROOT);
        require(plain.matches("[A-Z0-9]{5,34}") && IBANManager.isValidIBAN(plain),
                "expected an IBAN: its length or its check digits are wrong");
        return plain;
    }

    /** A business identifier code: four letters, the country, and two or five characters for place and branch. */
    static String bic(String text) {
        require(BIC.matcher(text).matches() && (COUNTRIES.contains(text.substring(4, 6)) || text.startsWith("XK", 4)),
                "expected a BIC such as NDEAFIHH, in which the country is FI");
        return text;
    }

    /** A SEPA creditor identifier: country, check digits, a business code that they leave out, the national number. */
    static String creditorId(String text) {
        var plain = text.replace(" ", "").toUpperCase(Locale.ROOT);
        require(plain.matches("[A-Z]{2}[0-9]{2}[A-Z0-9]{3}[A-Z0-9]{1,28}")
                && CheckDigits.isMod97(plain.substring(7) + plain.substring(0, 4)),
                "expected a SEPA creditor identifier such as DE98ZZZ09999999999: its form or its check digits are "
                        + "wrong");
        return plain;
    }

    static UUID uuid(String text) {
        try {
            var id = UUID.fromString(text);
            require(id.toString().equalsIgnoreCase(text), "");
            return id;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected a UUID such as 0b9b1f5e-6d0c-4c1e-9d59-2f3a3f7f5b10", e);
        }
    }

    static String language(String text) {
        try {
            var locale = new Locale.Builder().setLanguageTag(text).build();
            require(LANGUAGES.contains(locale.getLanguage()) || locale.getLanguage().length() == 3, LANGUAGE);
            require(locale.getCountry().length() != 2 || COUNTRIES.contains(locale.getCountry()), LANGUAGE);
            return locale.toLanguageTag();
        } catch (IllformedLocaleException e) {
            throw new IllegalArgumentException(LANGUAGE, e);
        }
    }

    static Integer paymentTermsDays(String text) {
        require(text.matches("[0-9]{1,4}") && Integer.parseInt(text) <= MAX_TERMS_DAYS,
                "expected a number of days from 0 to " + MAX_TERMS_DAYS);
        return Integer.valueOf(text);
    }

    /** A percentage from 0 to {@code max}, without trailing zeros. */
    static Function<String, BigDecimal> percent(int max) {
        return percent(0, max);
    }

    /** A percentage from {@code min} to {@code max}, without trailing zeros. */
    static Function<String, BigDecimal> percent(int min, int max) {
        return text -> {
            var value = decimal(text);
            require(value.compareTo(BigDecimal.valueOf(min)) >= 0 && value.compareTo(BigDecimal.valueOf(max)) <= 0,
                    "expected a percentage from " + min + " to " + max);
            return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        };
    }

    /** An amount with at most the decimals of its currency. */
    static Function<String, Money> money(CurrencyUnit currency) {
        return text -> {
            try {
                return Money.of(currency, decimal(text));
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException(
                        "expected at most " + currency.getDecimalPlaces() + " decimals for " + currency, e);
            }
        };
    }

    static BillingPeriod period(String text) {
        return BillingPeriod.parse(text);
    }

    static LocalDate date(String text) {
        return Days.parse(text);
    }

    static String invoiceSeries(String text) {
        require(text.length() <= 64 && text.matches("[A-Za-z0-9{}:_./ -]+") && text.matches(".*\\{number(:[1-9])?}.*")
                && text.replaceAll("\\{year}|\\{number(:[1-9])?}", "").matches("[^{}/]*") && text.contains("{year}"),
                "expected a pattern of letters, digits and -_. with {year} and {number:6}");
        return text;
    }

    private static BigDecimal decimal(String text) {
        require(DECIMAL.matcher(text).matches(), "expected a decimal number such as 12.50");
        return new BigDecimal(text);
    }

    private static void require(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(expected);
        }
    }
}
