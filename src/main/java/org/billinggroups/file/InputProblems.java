package org.billinggroups.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is wrong in input, however much that is: the first problems as they are, and how many of each kind come after
 * them. A file of which every row is bad takes no more memory or room on a terminal than one with a hundred.
 */
public final class InputProblems {
    /** How many are reported one by one. */
    public static final int SHOWN = 20;
    private static final int KINDS_KEPT = 200;
    private static final int KINDS_SHOWN = 20;
    private static final String OTHERS = "other problems";

    private final List<InputProblem> first = new ArrayList<>();
    private final Map<String, Long> kinds = new LinkedHashMap<>();
    private long count;

    /** One more, in the order of the file. */
    public void add(InputProblem problem) {
        count++;
        if (first.size() < SHOWN) {
            first.add(problem);
            return;
        }
        var kind = problem.kind();
        kinds.merge(kinds.containsKey(kind) || kinds.size() < KINDS_KEPT ? kind : OTHERS, 1L, Long::sum);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** How many there are. */
    public long count() {
        return count;
    }

    /** The first ones. */
    public List<InputProblem> first() {
        return List.copyOf(first);
    }

    /** Whether there are more than the first ones. */
    public boolean hasMore() {
        return count > first.size();
    }

    /** A line each, and then how many there are of each kind. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        first.forEach(problem -> lines.add(problem.toString()));
        if (hasMore()) {
            lines.add("and " + number(count - first.size()) + " more:");
            long left = count - first.size();
            for (var kind : commonest()) {
                lines.add("  " + number(kind.getValue()) + " × " + kind.getKey());
                left -= kind.getValue();
            }
            if (left > 0) {
                lines.add("  " + number(left) + " × " + OTHERS);
            }
        }
        return lines;
    }

    private List<Map.Entry<String, Long>> commonest() {
        return kinds.entrySet().stream().filter(kind -> !kind.getKey().equals(OTHERS))
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(KINDS_SHOWN).toList();
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /**
     * Refuses the input if there are any.
     *
     * @throws InvalidInputException with all of them
     */
    public void requireNone() {
        if (count > 0) {
            throw new InvalidInputException(this);
        }
    }

    @Override
    public String toString() {
        return lines().stream().collect(Collectors.joining("\n"));
    }
}
