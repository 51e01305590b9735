package org.billinggroups.account;

import org.jspecify.annotations.Nullable;

/** One change that an apply file asks for. */
public sealed interface PlannedChange {

    /** What kind of thing changes: {@code seller}, {@code account}, {@code project}, ... */
    String subject();

    /** Its key. */
    String id();

    /** One line of the plan. */
    String describe();

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
                    + shown(newValue);
        }

        private static String shown(@Nullable String value) {
            return value == null || value.isEmpty() ? "(none)" : "'" + value + "'";
        }
    }

    /** A project that gets into another group; {@code oldGroup} is null for its first one. */
    record Moved(String id, @Nullable String oldGroupId, @Nullable String oldGroup, String newGroupId, String newGroup)
            implements
                PlannedChange {
        @Override
        public String subject() {
            return "project";
        }

        @Override
        public String describe() {
            return oldGroup == null
                    ? "> assign project " + id + " to billing group '" + newGroup + "'"
                    : "> move project " + id + " to billing group '" + newGroup + "'; warning: it already belongs to '"
                            + oldGroup + "' and leaves it";
        }
    }
}
