package org.billinggroups.account;

import com.helger.masterdata.vat.VATINSyntaxChecker;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * VAT identification numbers. Those of the European Union and the United Kingdom are checked for the format and the
 * check digits of their country, offline; whether a number is in use only the tax authorities know. Others are taken by
 * their form.
 */
public final class VatIds {
    /**
     * Prefixes of the member states, in which Greece is EL (Directive 2006/112/EC, article 215), and of British ids.
     */
    private static final Set<String> MEMBER_STATES = Set.of("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES",
            "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");
    private static final Set<String> BRITISH = Set.of("GB", "XI");
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 .\\-/]{1,63}");
    private static final Pattern SIGNIFICANT_DIGIT = Pattern.compile("[1-9]");
    private static final int SHORTEST = 4;

    private VatIds() {}

    /**
     * The id without blanks, dots and dashes where its country is known, else as it is.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    static String check(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("expected a VAT id such as DE123456788");
        }
        var plain = text.replaceAll("[ .\\-]", "").toUpperCase(Locale.ROOT);
        var prefix = plain.substring(0, Math.min(2, plain.length()));
        if (prefix.equals("GR")) {
            throw new IllegalArgumentException("expected the prefix EL, which Greek VAT ids have");
        }
        if (!MEMBER_STATES.contains(prefix) && !BRITISH.contains(prefix)) {
            return text;
        }
        if (!isValid(BRITISH.contains(prefix) ? "GB" + plain.substring(2) : plain)) {
            throw new IllegalArgumentException("expected a VAT id of " + countryOf(prefix) + " (" + prefix
                    + "): its format or its check digits are wrong");
        }
        return plain;
    }

    /** The member state (ISO 3166-1 alpha-2) that gave the id; empty for ids of other countries. */
    public static Optional<String> memberStateOf(String vatId) {
        var prefix = vatId.substring(0, Math.min(2, vatId.length()));
        return MEMBER_STATES.contains(prefix) ? Optional.of(isoCode(prefix)) : Optional.empty();
    }

    private static boolean isValid(String plain) {
        // Zeros only satisfy the arithmetic of some countries, but are what people write who have no id.
        if (plain.length() < SHORTEST || !SIGNIFICANT_DIGIT.matcher(plain).find()) {
            return false;
        }
        try {
            return VATINSyntaxChecker.isValidVATIN(plain);
        } catch (RuntimeException e) {
            // The checks of some countries take the digits apart without looking at the length first.
            return false;
        }
    }

    private static String isoCode(String prefix) {
        return prefix.equals("EL") ? "GR" : prefix;
    }

    private static String countryOf(String prefix) {
        return prefix.equals("XI")
                ? "Northern Ireland"
                : Locale.of("", isoCode(prefix)).getDisplayCountry(Locale.ENGLISH);
    }
}
