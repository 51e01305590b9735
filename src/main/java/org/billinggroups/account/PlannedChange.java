package org.billinggroups.account;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One change that a file or a command asks for. */
public sealed interface PlannedChange {

    /** What kind of thing changes: {@code seller}, {@code account}, {@code project}, ... */
    String subject();

    /** Its key. */
    String id();

    /** One line of the plan, with its warning. */
    String describe();

    /** What somebody should know before it is done: something leaves the place where it is, or goes. */
    default Optional<String> warning() {
        return Optional.empty();
    }

    /** Something new. */
    record Created(String subject, String id, String label) implements PlannedChange {
        @Override
        public String describe() {
            return "+ create " + subject.replace('_', ' ') + " " + label;
        }
    }

    /** A field that gets another value. */
    record Changed(String subject, String id, String label, String field, @Nullable String oldValue,
            @Nullable String newValue) implements PlannedChange {
        @Override
        public String describe() {
            return "~ change " + subject.replace('_', ' ') + " " + label + ": " + field + " " + shown(oldValue) + " -> "
                    + shown(newValue) + warning().map(text -> "; warning: " + text).orElse("");
        }

        @Override
        public Optional<String> warning() {
            return subject.equals("project") && field.equals("account_id") && oldValue != null
                    ? Optional.of("project " + id + " leaves account " + oldValue)
                    : Optional.empty();
        }

        /** A logo is long. */
        private static final int LONGEST_SHOWN = 1100;

        private static String shown(@Nullable String value) {
            if (value == null || value.isEmpty()) {
                return "(none)";
            }
            return value.length() > LONGEST_SHOWN
                    ? "'" + value.substring(0, LONGEST_SHOWN) + "...'"
                    : "'" + value + "'";
        }
    }

    /**
     * A project that gets into another group.
     *
     * @param oldGroupId the group that it leaves, or null for its first one
     * @param from since when; null for now, or without limit if it is the first group
     */
    record Moved(String id, @Nullable String oldGroupId, @Nullable String oldGroup, String newGroupId, String newGroup,
            @Nullable Instant from) implements PlannedChange {
        @Override
        public String subject() {
            return "project";
        }

        @Override
        public String describe() {
            return (oldGroup == null ? "> assign" : "> move") + " project " + id + " to billing group '" + newGroup
                    + "'" + (from == null ? "" : " from " + from + " on")
                    + warning().map(text -> "; warning: " + text).orElse("");
        }

        @Override
        public Optional<String> warning() {
            return oldGroup == null
                    ? Optional.empty()
                    : Optional.of("it already belongs to '" + oldGroup + "' and leaves it");
        }
    }

    /** Something that goes; what was issued for it stays. */
    record Deleted(String subject, String id, String label) implements PlannedChange {
        @Override
        public String describe() {
            return "- delete " + subject.replace('_', ' ') + " " + label;
        }

        @Override
        public Optional<String> warning() {
            return Optional.of("it is deleted");
        }
    }
}
