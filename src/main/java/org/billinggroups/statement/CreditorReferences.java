package org.billinggroups.statement;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.billinggroups.account.CreditorReference;

/** Finds the creditor references that an entry of a statement has. */
final class CreditorReferences {
    private static final Pattern BEGINNING = Pattern.compile("(?<![A-Z0-9])RF[0-9]{2}");
    private static final int LONGEST = 25;

    private CreditorReferences() {}

    /** Those whose check digits are right, without blanks: the structured ones, or else those in the text. */
    static List<String> of(List<String> structured, List<String> texts) {
        var found = new LinkedHashSet<String>();
        structured.stream().map(CreditorReferences::plain).filter(CreditorReference::isValid).forEach(found::add);
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
        if (CreditorReference.isValid(plain.toString())) {
            found.add(plain.toString());
        }
    }

    private static String plain(String reference) {
        return reference.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
    }
}
