package org.billinggroups.account;

import java.util.List;
import java.util.function.Function;
import org.billinggroups.file.CellText;
import org.billinggroups.file.RefusedException;

/** Rules about what is given on the command line. */
final class Rules {
    private Rules() {}

    /**
     * The one that is meant.
     *
     * @throws RefusedException if it is none, or several: then it lists them
     */
    static <T> T single(String kind, String reference, List<T> matches, Function<T, String> id) {
        return single(kind, reference, matches, matches.size(), id);
    }

    /**
     * The same where there may be too many to list.
     *
     * @param matches the first of them
     * @param number of all
     */
    static <T> T single(String kind, String reference, List<T> matches, long number, Function<T, String> id) {
        if (matches.isEmpty()) {
            throw new RefusedException("there is no " + kind + " '" + reference + "': 'billing "
                    + kind.substring(kind.lastIndexOf(' ') + 1) + " list' shows them");
        }
        if (matches.size() > 1) {
            throw new RefusedException("'" + reference + "' may be any of " + number + " " + kind + "s:"
                    + String.join("", matches.stream().map(match -> "\n  " + id.apply(match)).toList())
                    + (number > matches.size() ? "\n  ..." : ""));
        }
        return matches.getFirst();
    }

    /**
     * The value of a field.
     *
     * @throws RefusedException naming the field, the value and what was expected
     */
    static <V, T> T check(String field, V value, Function<V, T> rule) {
        try {
            return rule.apply(value);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    CellText.shown(field) + " '" + CellText.shown(value.toString()) + "': " + e.getMessage());
        }
    }
}
