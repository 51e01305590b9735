package org.billinggroups.audit;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What was found.
 *
 * @param differences each in a sentence
 * @param unreadable files and folders of which nothing can be said, since this user may not read them
 * @param warnings what is right and might not stay so, each in a sentence
 */
public record Findings(List<String> differences, List<String> unreadable, List<String> warnings) {
    /** Nothing yet. */
    public Findings() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /**
     * Adds the differences that a check finds. What is so bent that it cannot be checked is one; that the database is
     * lost, or refuses, has nothing to do with what is stored, and is none.
     */
    void add(String what, Supplier<? extends Collection<String>> check) {
        try {
            differences.addAll(check.get());
        } catch (RuntimeException e) {
            if (Stream.iterate((Throwable) e, cause -> cause != null, Throwable::getCause)
                    .anyMatch(SQLException.class::isInstance)) {
                throw e;
            }
            differences.add(what + " cannot be checked: " + e.getMessage());
        }
    }
}
