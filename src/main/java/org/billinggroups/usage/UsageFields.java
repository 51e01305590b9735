package org.billinggroups.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Set;

/**
 * What the cells of a usage file may hold. Each rule takes the text, returns its value and throws
 * {@link IllegalArgumentException} with what was expected.
 */
final class UsageFields {
    private static final int MAX_DIGITS_BEFORE_POINT = 20;
    private static final int MAX_DIGITS_AFTER_POINT = 12;
    private static final int MAX_DIGITS_OF_PROVIDERS = 30;
    private static final int MAX_NUMBER_LENGTH = 60;
    private static final int MIN_YEAR = 2000;
    private static final int MAX_YEAR = 2199;
    private static final Set<String> CATEGORIES = Set.of("usage", "purchase", "credit", "adjustment", "tax");

    private UsageFields() {}

    /** Printable text of 1 to {@code max} characters. */
    static String text(String text, int max) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("is missing");
        }
        if (text.length() > max) {
            throw new IllegalArgumentException("expected at most " + max + " characters, found " + text.length());
        }
        boolean visible = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f && !isPrintable(text, i)) {
                throw new IllegalArgumentException("expected printable characters only, found U+"
                        + "%04X".formatted(text.codePointAt(i)) + " at position " + (i + 1));
            }
            visible |= c != ' ';
        }
        if (!visible) {
            throw new IllegalArgumentException("is blank");
        }
        return text;
    }

    /** The key of a project. */
    static String project(String text) {
        return text(text, 255);
    }

    private static boolean isPrintable(String text, int index) {
        if (index > 0 && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index))) {
            return true; // judged with its first half
        }
        return switch (Character.getType(text.codePointAt(index))) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }

    /** A decimal number: plain or with exponent, up to 20 digits before and 12 after the point. */
    static BigDecimal decimal(String text) {
        return decimal(text, MAX_DIGITS_AFTER_POINT);
    }

    /** The same with up to 30 digits after the point, which providers' exports have. */
    static BigDecimal longDecimal(String text) {
        return decimal(text, MAX_DIGITS_OF_PROVIDERS);
    }

    private static BigDecimal decimal(String text, int maxDigitsAfterPoint) {
        if (!isNumber(text)) {
            throw new IllegalArgumentException("expected a decimal number such as 12.5 or 1.86E-8");
        }
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a decimal number such as 12.5 or 1.86E-8", e);
        }
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        if (value.precision() - (long) value.scale() > MAX_DIGITS_BEFORE_POINT) {
            throw new IllegalArgumentException(
                    "expected at most " + MAX_DIGITS_BEFORE_POINT + " digits before the point");
        }
        if (value.scale() > maxDigitsAfterPoint && value.stripTrailingZeros().scale() > maxDigitsAfterPoint) {
            throw new IllegalArgumentException(
                    "expected at most " + maxDigitsAfterPoint + " digits after the point");
        }
        return value.scale() < 0 || value.scale() > maxDigitsAfterPoint
                ? value.setScale(Math.clamp(value.stripTrailingZeros().scale(), 0, maxDigitsAfterPoint))
                : value;
    }

    /** ASCII only: the JDK would also take other scripts' digits and a leading plus. */
    private static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > MAX_NUMBER_LENGTH) {
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

    /** The same, or as the official sample has it: a blank for the T, and no Z. */
    static Instant providersInstant(String text) {
        boolean withBlank = text.length() == "2024-09-18 23:00:00".length() && text.charAt(10) == ' ';
        return instant(withBlank ? text.substring(0, 10) + 'T' + text.substring(11) + 'Z' : text);
    }

    static String category(String text) {
        if (!CATEGORIES.contains(text)) {
            throw new IllegalArgumentException("expected usage, purchase, credit, adjustment, tax or nothing");
        }
        return text;
    }
}
