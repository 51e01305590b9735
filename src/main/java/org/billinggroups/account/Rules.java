package org.billinggroups.account;

import java.util.function.Function;
import org.billinggroups.period.RefusedException;

/** Applies the rules of fields to what was given on the command line. */
final class Rules {
    private Rules() {}

    /**
     * The value of a field.
     *
     * @throws RefusedException naming the field, the value and what was expected
     */
    static <T> T check(String field, String value, Function<String, T> rule) {
        try {
            return rule.apply(value);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(field + " '" + value + "': " + e.getMessage());
        }
    }
}
