package org.billinggroups.account;

import java.math.BigInteger;

/** The arithmetic of check digits; texts are digits only unless something else is said. */
final class CheckDigits {
    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

    private CheckDigits() {}

    /** Whether the digits, each times its weight, add up to a multiple of the modulus. */
    static boolean isMultiple(String digits, int modulus, int... weights) {
        return sum(digits, weights) % modulus == 0;
    }

    /** The digits, each times its weight, added up. */
    static int sum(String digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += digit(digits, i) * weights[i];
        }
        return sum;
    }

    /** The formula of Luhn: every second digit from the right is doubled, and its digits are added. */
    static boolean isLuhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int doubled = digit(digits, digits.length() - 1 - i) * (i % 2 == 0 ? 1 : 2);
            sum += doubled / 10 + doubled % 10;
        }
        return sum % 10 == 0;
    }

    /** The check digit of GS1, as of GLN: digits count three times and once in turns, from the right. */
    static boolean isGs1(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            sum += digit(digits, digits.length() - 1 - i) * (i % 2 == 0 ? 1 : 3);
        }
        return sum % 10 == 0;
    }

    /** ISO 7064 MOD 97-10 over digits and capital letters, of which A is 10 and Z is 35. */
    static boolean isMod97(String text) {
        var digits = new StringBuilder();
        text.chars().forEach(character -> digits.append(Character.getNumericValue(character)));
        return new BigInteger(digits.toString()).mod(NINETY_SEVEN).equals(BigInteger.ONE);
    }

    private static int digit(String digits, int index) {
        return digits.charAt(index) - '0';
    }
}
