package org.billinggroups.receivable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Creditor references of ISO 11649: RF, two check digits, and up to 21 letters and digits. */
final class CreditorReferences {
    private static final Pattern REFERENCE = Pattern.compile("RF[0-9]{2}[A-Z0-9]{1,21}");
    private static final Pattern BEGINNING = Pattern.compile("(?<![A-Z0-9])RF[0-9]{2}");
    private static final int LONGEST = 25;
    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

    private CreditorReferences() {}

    /** Those whose check digits are right, without blanks: the structured ones, or else those in the text. */
    static List<String> of(List<String> structured, List<String> texts) {
        var found = new LinkedHashSet<String>();
        structured.stream().map(CreditorReferences::plain).filter(CreditorReferences::isValid).forEach(found::add);
        if (found.isEmpty()) {
            texts.forEach(text -> found.addAll(inText(text.toUpperCase(Locale.ROOT))));
        }
        return List.copyOf(found);
    }

    /** They may be written in groups, and words may follow: whatever has the right check digits up to some blank. */
    private static List<String> inText(String text) {
        List<String> found = new ArrayList<>();
        var beginning = BEGINNING.matcher(text);
        while (beginning.find()) {
            var plain = new StringBuilder();
            for (int i = beginning.start(); i < text.length() && plain.length() <= LONGEST; i++) {
                char c = text.charAt(i);
                if (c == ' ') {
                    addIfValid(plain, found);
                } else if (c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
                    plain.append(c);
                } else {
                    break;
                }
            }
            addIfValid(plain, found);
        }
        return found;
    }

    private static void addIfValid(StringBuilder plain, List<String> found) {
        if (isValid(plain.toString())) {
            found.add(plain.toString());
        }
    }

    private static String plain(String reference) {
        return reference.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
    }

    /** ISO 7064 MOD 97-10, of which A is 10 and Z is 35. */
    static boolean isValid(String reference) {
        if (!REFERENCE.matcher(reference).matches()) {
            return false;
        }
        var digits = new StringBuilder();
        (reference.substring(4) + reference.substring(0, 4)).chars()
                .forEach(character -> digits.append(Character.getNumericValue(character)));
        return new BigInteger(digits.toString()).mod(NINETY_SEVEN).equals(BigInteger.ONE);
    }
}
