package org.billinggroups.rating;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values for texts such as SKUs, and for all texts with a beginning, which is written with a {@code *} behind it. An
 * exact text is more exact than any beginning, a long beginning more than a short one.
 */
final class ByPattern<V> {
    /** What stands for the rest of a text. */
    static final String WILDCARD = "*";

    private final Map<String, V> exact = new HashMap<>();
    private final Map<String, V> byBeginning = new HashMap<>();
    private int longestBeginning = -1;

    /** Whether it stands for all texts with a beginning. */
    static boolean isWildcard(String pattern) {
        return pattern.endsWith(WILDCARD);
    }

    /** The value of a pattern, which is put there if it has none. */
    V of(String pattern, Supplier<V> absent) {
        if (!isWildcard(pattern)) {
            return exact.computeIfAbsent(pattern, key -> absent.get());
        }
        var beginning = pattern.substring(0, pattern.length() - WILDCARD.length());
        longestBeginning = Math.max(longestBeginning, beginning.length());
        return byBeginning.computeIfAbsent(beginning, key -> absent.get());
    }

    /** What is found at the most exact of the patterns that fit the text and have something; or null. */
    <R> @Nullable R find(String text, Function<V, @Nullable R> found) {
        var result = at(exact.get(text), found);
        for (int length = Math.min(longestBeginning, text.length()); result == null && length >= 0; length--) {
            result = at(byBeginning.get(text.substring(0, length)), found);
        }
        return result;
    }

    private static <V, R> @Nullable R at(@Nullable V value, Function<V, @Nullable R> found) {
        return value == null ? null : found.apply(value);
    }

    Stream<V> values() {
        return Stream.concat(exact.values().stream(), byBeginning.values().stream());
    }
}
