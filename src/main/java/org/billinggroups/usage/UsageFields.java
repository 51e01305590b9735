package org.billinggroups.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.regex.Pattern;
import org.billinggroups.file.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * What the cells of a usage file may hold. Each rule takes the text, returns its value and throws
 * {@link IllegalArgumentException} with what was expected.
 */
final class UsageFields {
    private static final int MAX_DIGITS_BEFORE_POINT = 20;
    private static final int MAX_DIGITS_AFTER_POINT = 12;
    private static final int MAX_DIGITS_OF_PROVIDERS = 30;
    private static final int MAX_NUMBER_LENGTH = 60;
    private static final int MAX_LENGTH_OF_PROVIDERS = 400;
    private static final int MIN_YEAR = 2000;
    private static final int MAX_YEAR = 2199;
    private static final Set<String> CATEGORIES = Set.of("usage", "purchase", "credit", "adjustment", "tax");

    private static final Pattern PROVIDERS_TIME = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]"
            + "([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,9})?)?) ?(UTC|Z|[+-][0-9]{2}(?::?[0-9]{2})?)?");
    private static final int COMMON_LENGTH = "2026-10-31T23:00:00Z".length();
    private static final int LENGTH_TO_MICROSECONDS = "23:00:00.123456".length();

    private UsageFields() {}

    /** Printable text of 1 to {@code max} characters. */
    static String text(String text, int max) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("is missing");
        }
        PrintableText.require(text, max);
        if (text.isBlank()) {
            throw new IllegalArgumentException("is blank");
        }
        return text;
    }

    /** The key of a project. */
    static String project(String text) {
        return text(text, 255);
    }

    /** A decimal number: plain or with exponent, up to 20 digits before and 12 after the point. */
    static BigDecimal decimal(String text) {
        return checked(number(text, MAX_NUMBER_LENGTH), MAX_DIGITS_AFTER_POINT);
    }

    /**
     * The same with up to 30 digits after the point, which providers' exports have. What has more is noise of binary
     * fractions: it is rounded half even, and keeps a zero as 31st digit, by which {@link #isRounded} knows it.
     */
    static BigDecimal providersDecimal(String text) {
        var value = number(text, MAX_LENGTH_OF_PROVIDERS);
        if (value.signum() != 0 && value.precision() - (long) value.scale() <= -MAX_DIGITS_OF_PROVIDERS - 1) {
            return BigDecimal.ZERO.setScale(MAX_DIGITS_OF_PROVIDERS + 1);
        }
        boolean isLonger = value.scale() > MAX_DIGITS_OF_PROVIDERS
                && value.stripTrailingZeros().scale() > MAX_DIGITS_OF_PROVIDERS;
        return isLonger
                ? checked(value.setScale(MAX_DIGITS_OF_PROVIDERS, RoundingMode.HALF_EVEN), MAX_DIGITS_OF_PROVIDERS)
                        .setScale(MAX_DIGITS_OF_PROVIDERS + 1)
                : checked(value, MAX_DIGITS_OF_PROVIDERS);
    }

    /** Whether a provider's number was rounded. */
    static boolean isRounded(@Nullable BigDecimal value) {
        return value != null && value.scale() > MAX_DIGITS_OF_PROVIDERS;
    }

    private static BigDecimal number(String text, int maxLength) {
        if (!isNumber(text, maxLength)) {
            throw new IllegalArgumentException("expected a decimal number such as 12.5 or 1.86E-8");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a decimal number such as 12.5 or 1.86E-8", e);
        }
    }

    private static BigDecimal checked(BigDecimal value, int maxDigitsAfterPoint) {
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        if (value.precision() - (long) value.scale() > MAX_DIGITS_BEFORE_POINT) {
            throw new IllegalArgumentException(
                    "expected at most " + MAX_DIGITS_BEFORE_POINT + " digits before the point");
        }
        if (value.scale() > maxDigitsAfterPoint && value.stripTrailingZeros().scale() > maxDigitsAfterPoint) {
            throw new IllegalArgumentException("expected at most " + maxDigitsAfterPoint + " digits after the point");
        }
        return value.scale() < 0 || value.scale() > maxDigitsAfterPoint
                ? value.setScale(Math.clamp(value.stripTrailingZeros().scale(), 0, maxDigitsAfterPoint))
                : value;
    }

    /** ASCII only: the JDK would also take other scripts' digits and a leading plus. */
    private static boolean isNumber(String text, int maxLength) {
        if (text.isEmpty() || text.length() > maxLength) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean sign = c == '-' && i == 0 || (c == '-' || c == '+') && i > 0 && (text.charAt(i - 1) | 0x20) == 'e';
            boolean point = c == '.' && i < text.length() - 1 && Character.isDigit(text.charAt(i + 1));
            if (!digit && !sign && !point && (c | 0x20) != 'e') {
                return false;
            }
        }
        return true;
    }

    /** An ISO 8601 instant with Z or an offset, at most to the microsecond, from 2000 to 2199. */
    static Instant instant(String text) {
        var common = CommonInstant.parse(text, MIN_YEAR, MAX_YEAR);
        if (common != null) {
            return common;
        }
        Instant instant;
        try {
            instant = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "expected a time such as 2026-10-31T23:00:00Z or 2026-10-31T23:00:00+02:00", e);
        }
        int year = instant.atOffset(ZoneOffset.UTC).getYear();
        if (year < MIN_YEAR || year > MAX_YEAR) {
            throw new IllegalArgumentException("expected a year from " + MIN_YEAR + " to " + MAX_YEAR);
        }
        if (instant.getNano() % 1000 != 0) {
            throw new IllegalArgumentException("expected at most 6 decimals of a second");
        }
        return instant;
    }

    /**
     * A time in the forms that providers write: also with a blank for the T, with {@code UTC} or nothing for the Z,
     * with an offset of hours, and with nine decimals, of which those beyond a microsecond are cut.
     */
    static Instant providersInstant(String text) {
        var form = PROVIDERS_TIME.matcher(text);
        if (text.length() == COMMON_LENGTH && text.charAt(COMMON_LENGTH - 1) == 'Z' || !form.matches()) {
            return instant(text);
        }
        var zone = form.group(3) == null || form.group(3).equals("UTC") ? "Z" : form.group(3);
        var time = form.group(2);
        if (time.length() > LENGTH_TO_MICROSECONDS) {
            time = time.substring(0, LENGTH_TO_MICROSECONDS);
        }
        return instant(form.group(1) + 'T' + time + switch (zone.length()) {
            case 3 -> zone + ":00";
            case 5 -> zone.substring(0, 3) + ':' + zone.substring(3);
            default -> zone;
        });
    }

    static String category(String text) {
        if (!CATEGORIES.contains(text)) {
            throw new IllegalArgumentException("expected usage, purchase, credit, adjustment, tax or nothing");
        }
        return text;
    }
}
