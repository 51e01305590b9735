package org.billinggroups.account;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.billinggroups.account.DeclaredField.Column;
import org.billinggroups.account.PlannedChange.Changed;
import org.billinggroups.account.PlannedChange.Created;
import org.billinggroups.account.PlannedChange.Deleted;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one kind as they will be: those that are there, with those laid over them, without those to be deleted.
 */
final class PlannedRows<R> {
    private final String subject;
    private final Map<String, R> present;
    private final List<Column<R>> columns;
    private final Function<R, String> label;
    private final List<PlannedChange> changes;
    private final Map<String, R> written = new LinkedHashMap<>();
    private final Set<String> deleted = new HashSet<>();

    /**
     * The rows that are there.
     *
     * @param subject the kind, as events name it
     * @param columns which are compared
     * @param label what a row is called in a plan
     * @param changes gets what is new, different or deleted
     */
    PlannedRows(String subject, Map<String, R> present, List<Column<R>> columns, Function<R, String> label,
            List<PlannedChange> changes) {
        this.subject = subject;
        this.present = present;
        this.columns = columns;
        this.label = label;
        this.changes = changes;
    }

    /** The row as it will be, or null if there is none or it is to be deleted. */
    @Nullable
    R find(String id) {
        return deleted.contains(id) ? null : written.getOrDefault(id, present.get(id));
    }

    /** All rows as they will be, by id. */
    Stream<Map.Entry<String, R>> all() {
        return Stream.concat(present.entrySet().stream().filter(row -> !written.containsKey(row.getKey())),
                written.entrySet().stream()).filter(row -> !deleted.contains(row.getKey()));
    }

    /** The rows to write. */
    Collection<R> written() {
        return written.values();
    }

    boolean isWritten(String id) {
        return written.containsKey(id);
    }

    /** Lays the row over the one that is there, and notes what is new or different. */
    void put(String id, R row) {
        var existing = find(id);
        if (existing == null) {
            changes.add(new Created(subject, id, label.apply(row)));
        } else {
            for (var column : columns) {
                var before = column.value().apply(existing);
                var after = column.value().apply(row);
                if (!Objects.equals(before, after) && !Objects.equals(text(before), text(after))) {
                    changes.add(new Changed(subject, id, label.apply(row), column.name(), text(before), text(after)));
                }
            }
        }
        written.put(id, row);
    }

    void delete(String id, R row) {
        changes.add(new Deleted(subject, id, label.apply(row)));
        deleted.add(id);
    }

    String label(R row) {
        return label.apply(row);
    }

    /** A value as events tell it: lists and maps in JSON. */
    private static @Nullable String text(@Nullable Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        if (value instanceof Tags tags) {
            return tags.json();
        }
        var node = FrozenJson.nodeOf(value);
        return node.isValueNode() ? node.asString() : node.toString();
    }
}
