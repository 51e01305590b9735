package org.billinggroups.account;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A field of a seller or a billing group: how it is declared in a file or by a command, and what it is in a record.
 *
 * @param <R> the record
 */
interface DeclaredField<R> {
    /** How many values it has, and whether an empty one clears it. */
    enum Shape {
        OPTIONAL, REQUIRED, UP_TO_3, UP_TO_10, LINES, AMOUNT, COMMITMENT, CHARGES, ADJUSTMENTS, CONTACT, NUMBERS,
        MANDATE;

        boolean isList() {
            return this == UP_TO_3 || this == UP_TO_10 || this == LINES;
        }

        private int most() {
            return this == UP_TO_10 ? 10 : 3;
        }
    }

    /**
     * What makes a field.
     *
     * @param key its name in the apply file
     * @param rule reads one value of it
     * @param getter its value in a record
     */
    record Facts<R>(String key, Shape shape, Function<String, ?> rule, Function<R, @Nullable Object> getter) {}

    Facts<R> facts();

    /** Its name in the apply file. */
    default String key() {
        return facts().key();
    }

    /** Its name in the database and in the history of changes. */
    default String column() {
        return key();
    }

    default Shape shape() {
        return facts().shape();
    }

    /** Its value in a record. */
    default @Nullable Object of(R row) {
        return facts().getter().apply(row);
    }

    /** The value as the file declares it; null clears the field, or is wrong (then the problem is noted). */
    default @Nullable Object read(YamlMapping yaml) {
        var rule = facts().rule();
        if (shape() == Shape.CONTACT) {
            var contact = yaml.mapping(key());
            return contact == null ? null : Contact.read(contact);
        }
        if (shape() == Shape.NUMBERS) {
            var numbers = yaml.mapping(key());
            return numbers == null ? null : NextNumbers.read(numbers);
        }
        if (shape() == Shape.MANDATE) {
            var mandate = yaml.mapping(key());
            return mandate == null ? null : SepaMandate.read(mandate);
        }
        if (!shape().isList()) {
            return shape() == Shape.REQUIRED ? yaml.required(key(), rule) : yaml.value(key(), rule);
        }
        var values = shape() == Shape.LINES ? yaml.lines(key(), rule) : yaml.values(key(), rule);
        if (values.size() > shape().most()) {
            yaml.problem(key(), "", "expected at most " + shape().most() + " entries, found " + values.size());
        }
        return values;
    }

    /** The fields that a file gives, whose other keys may be these. */
    static <F extends DeclaredField<?>> List<F> given(YamlMapping yaml, F[] fields, String... others) {
        Set<String> known = new TreeSet<>(List.of(others));
        Arrays.stream(fields).map(DeclaredField::key).forEach(known::add);
        yaml.allow(known);
        return Arrays.stream(fields).filter(field -> yaml.has(field.key())).toList();
    }

    /** The record's fields, and others, as columns of its table. */
    static <R> List<Column<R>> columns(DeclaredField<R>[] fields, List<Column<R>> others) {
        return Stream.concat(Arrays.stream(fields).map(field -> new Column<R>(field.column(), field::of)),
                others.stream()).toList();
    }

    /** A column of a record's table. */
    record Column<R>(String name, Function<R, @Nullable Object> value) {
        /** A row as the database reads it from JSON. */
        static <R> Map<String, @Nullable Object> row(List<Column<R>> columns, R row) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            columns.forEach(column -> values.put(column.name(), column.value().apply(row)));
            return values;
        }
    }

    /** The values of a record with those laid over it that were given. */
    final class Values<R, F extends DeclaredField<R>> {
        private final R before;
        private final Map<F, @Nullable Object> given;

        Values(R before, Map<F, @Nullable Object> given) {
            this.before = before;
            this.given = new HashMap<>(given);
        }

        /** The value, of the type that the rule of the field has; null only where that allows it. */
        @SuppressWarnings({ "unchecked", "NullAway" })
        <T> T get(F field) {
            return (T) (given.containsKey(field) ? given.get(field) : field.of(before));
        }
    }
}
