package org.billinggroups.account;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Addresses for electronic invoices: a scheme of the code list EAS (EN 16931 BR-CL-25) and an id. Where a scheme's ids
 * have a form or check digits that are known, they are checked.
 */
final class ElectronicAddress {
    /** What the validators of EN 16931 (1.3.15) and Peppol (2025-11) both know. */
    private static final Set<String> SCHEMES = Set
            .of(("0002 0007 0009 0037 0060 0088 0096 0097 0106 0130 0135 0142 0147 0151 0154 0158 0170 "
                    + "0177 0183 0184 0188 0190 0191 0192 0193 0194 0195 0196 0198 0199 0200 0201 0202 0203 "
                    + "0204 0205 0208 0209 0210 0211 0212 0213 0215 0216 0217 0218 0219 0220 0221 0225 0230 "
                    + "0235 0240 0244 9910 9913 9914 9915 9918 9919 9920 9922 9923 9924 9925 9926 9927 9928 "
                    + "9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 9940 9941 9942 9943 9944 9945 "
                    + "9946 9947 9948 9949 9950 9951 9952 9953 9957 9959 AN AQ AS AU EM").split(" "));
    private static final Pattern FORM = Pattern.compile("([0-9]{4}|[A-Z]{2}):(.{1,100})");
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");
    private static final String LA_POSTE = "356000000";

    private static final Map<String, Predicate<String>> RULES = new HashMap<>();

    static {
        put("0002", "[0-9]{9}", CheckDigits::isLuhn);
        put("0007", "[0-9]{10}", CheckDigits::isLuhn);
        put("0009", "[0-9]{14}", ElectronicAddress::isSiret);
        put("0037", "0037[0-9]{8}[0-9A-Za-z]{0,5}", id -> isFinnish(id.substring(4)));
        put("0060", "[0-9]{9}", id -> true);
        put("0088", "[0-9]{13}", CheckDigits::isGs1);
        put("0096", "[0-9]{10}", id -> true);
        put("0106", "[0-9]{8}", id -> true);
        put("0151", "[0-9]{11}", id -> (CheckDigits.sum(id, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19) - 10) % 89 == 0);
        put("0183", "CHE-?[0-9]{3}\\.?[0-9]{3}\\.?[0-9]{3}",
                id -> CheckDigits.isMultiple(id.replaceAll("[^0-9]", ""), 11, 5, 4, 3, 2, 7, 6, 5, 4, 1));
        put("0184", "(DK)?[0-9]{8}",
                id -> CheckDigits.isMultiple(id.substring(id.length() - 8), 11, 2, 7, 6, 5, 4, 3, 2, 1));
        put("0188", "[0-9]{13}", ElectronicAddress::isJapanese);
        put("0191", "[0-9]{8}", ElectronicAddress::isEstonian);
        put("0192", "[0-9]{9}", id -> CheckDigits.isMultiple(id, 11, 3, 2, 7, 6, 5, 4, 3, 2, 1));
        put("0196", "[0-9]{10}", id -> true);
        put("0198", "DK[0-9]{8}", id -> true);
        put("0199", "[0-9A-Z]{18}[0-9]{2}", CheckDigits::isMod97);
        put("0201", "[0-9A-Za-z]{6}", id -> true);
        put("0208", "[01][0-9]{9}",
                id -> 97 - Integer.parseInt(id.substring(0, 8)) % 97 == Integer.parseInt(id.substring(8)));
        put("0210", "[0-9]{11}|[A-Za-z]{6}[0-9]{2}[A-Za-z][0-9]{2}[0-9A-Za-z]{3}[0-9][A-Za-z]",
                id -> id.length() > 11 || CheckDigits.isLuhn(id));
        put("0212", "[0-9]{7}-?[0-9]", id -> isFinnish(id.replace("-", "")));
        put("0216", "0037[0-9]{8}[0-9A-Za-z]{0,5}", id -> isFinnish(id.substring(4)));
        RULES.put("9918", id -> isAllowed(id, FieldRules::iban));
        RULES.put("EM", id -> isAllowed(id, FieldRules::email));
        putVatIds("0211 IT 0213 FI 9910 HU 9914 AT 9920 ES 9925 BE 9926 BG 9928 CY 9929 CZ 9930 DE 9931 EE "
                + "9932 GB 9933 EL 9934 HR 9935 IE 9937 LT 9938 LU 9939 LV 9943 MT 9944 NL 9945 PL 9946 PT "
                + "9947 RO 9949 SI 9950 SK 9957 FR");
    }

    private ElectronicAddress() {}

    /**
     * The address, if its scheme is in the list and its id may be one of the scheme.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    static String check(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("expected a scheme of the EAS list and an id, such as 0204:991-1234");
        }
        var scheme = parts.group(1);
        if (!SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException("expected a scheme of the EAS list, such as 0088, 0204 or 9930; "
                    + scheme + " is not, or no longer, in it");
        }
        // Addresses of mail may have letters of any script.
        if (!scheme.equals("EM") && !PRINTABLE.matcher(parts.group(2)).matches()
                || !RULES.getOrDefault(scheme, id -> true).test(parts.group(2))) {
            throw new IllegalArgumentException(
                    "expected an id of scheme " + scheme + ": its form or its check digits are wrong");
        }
        return text;
    }

    /** Whether an id may be one of a scheme whose form is known. */
    static boolean isId(String scheme, String id) {
        return PRINTABLE.matcher(id).matches() && RULES.getOrDefault(scheme, other -> !other.isEmpty()).test(id);
    }

    private static void put(String scheme, String form, Predicate<String> digits) {
        var pattern = Pattern.compile(form);
        RULES.put(scheme, id -> pattern.matcher(id).matches() && digits.test(id));
    }

    /** Schemes and the prefixes of their VAT ids, which need not be written. */
    private static void putVatIds(String pairs) {
        var words = pairs.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            var prefix = words[i + 1];
            RULES.put(words[i], id -> {
                var capitals = id.toUpperCase(Locale.ROOT);
                return isAllowed(capitals.startsWith(prefix) ? capitals : prefix + capitals, VatIds::check);
            });
        }
    }

    private static boolean isAllowed(String id, UnaryOperator<String> rule) {
        try {
            rule.apply(id);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isSiret(String id) {
        return CheckDigits.isLuhn(id.substring(0, 9)) && (CheckDigits.isLuhn(id) || id.startsWith(LA_POSTE));
    }

    private static boolean isFinnish(String id) {
        return CheckDigits.isMultiple(id, 11, 7, 9, 10, 5, 8, 4, 2, 1);
    }

    private static boolean isJapanese(String id) {
        return id.charAt(0) - '0' == 9 - CheckDigits.sum(id, 0, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1) % 9;
    }

    private static boolean isEstonian(String id) {
        int check = CheckDigits.sum(id, 1, 2, 3, 4, 5, 6, 7) % 11;
        if (check == 10) {
            check = CheckDigits.sum(id, 3, 4, 5, 6, 7, 8, 9) % 11 % 10;
        }
        return id.charAt(7) - '0' == check;
    }
}
