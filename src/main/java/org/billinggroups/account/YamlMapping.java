package org.billinggroups.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.billinggroups.account.Declaration.Place;
import org.billinggroups.file.InputProblem;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML mapping whose scalars are all read as text, so that {@code NO} stays Norway and {@code 00100} keeps its zeros.
 * Whatever is wrong is added to the list of problems with its line, and reading continues.
 */
final class YamlMapping {
    private final String file;
    private final Node node;
    private final Map<String, Node> entries = new LinkedHashMap<>();
    private final Consumer<InputProblem> problems;

    YamlMapping(String file, Node node, Consumer<InputProblem> problems) {
        this.file = file;
        this.node = node;
        this.problems = problems;
        if (!(node instanceof MappingNode mapping)) {
            problem(node, "", "", "expected a mapping (key: value)");
            return;
        }
        for (var tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problem(tuple.getKeyNode(), "", "", "expected a plain text as key");
            } else if (entries.put(key.getValue(), tuple.getValueNode()) != null) {
                problem(key, key.getValue(), "", "the key stands twice in one mapping");
            }
        }
    }

    /** Reports keys that are not known. */
    YamlMapping allow(Set<String> known) {
        for (var entry : entries.entrySet()) {
            if (!known.contains(entry.getKey())) {
                problem(entry.getValue(), entry.getKey(), "",
                        "unknown key: expected one of " + String.join(", ", new TreeSet<>(known)));
            }
        }
        return this;
    }

    /** What was given on the command line, as if it stood in a file: a list where the field is one. */
    static YamlMapping ofCommand(Map<String, List<String>> given, Predicate<String> isList,
            Consumer<InputProblem> problems) {
        List<NodeTuple> entries = new ArrayList<>();
        given.forEach((key, values) -> entries.add(new NodeTuple(scalar(key), isList.test(key)
                ? new SequenceNode(Tag.SEQ,
                        values.stream().filter(value -> !value.isEmpty()).map(YamlMapping::scalar).toList(),
                        FlowStyle.FLOW)
                : scalar(values.getLast()))));
        return new YamlMapping("", new MappingNode(Tag.MAP, entries, FlowStyle.FLOW), problems);
    }

    /** An empty value clears a field, as an empty plain scalar does in a file. */
    private static Node scalar(String value) {
        return new ScalarNode(Tag.STR, value, null, null,
                value.isEmpty() ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
    }

    Place place() {
        return new Place(file, line(node));
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    Set<String> keys() {
        return entries.keySet();
    }

    /** The value as a rule parses it; null if it is absent, empty or wrong (then the problem is noted). */
    <T> @Nullable T value(String key, Function<String, T> rule) {
        var value = entries.get(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ScalarNode scalar)) {
            problem(value, key, "", "expected a single value");
            return null;
        }
        return isNull(scalar) ? null : parsed(key, scalar, rule);
    }

    /** Whether the key is there without a value, which clears the field; so does {@code ""}. */
    boolean isCleared(String key) {
        return entries.get(key) instanceof ScalarNode scalar && isNull(scalar);
    }

    /** Like {@link #value}, and notes a problem if there is none. */
    <T> @Nullable T required(String key, Function<String, T> rule) {
        if (!entries.containsKey(key) || isCleared(key)) {
            problem(key, "", "is missing");
            return null;
        }
        return value(key, rule);
    }

    /** The values of a list of scalars; empty if absent. */
    <T> List<T> values(String key, Function<String, T> rule) {
        List<T> values = new ArrayList<>();
        for (var item : items(key)) {
            if (item instanceof ScalarNode scalar) {
                var value = parsed(key, scalar, rule);
                if (value != null) {
                    values.add(value);
                }
            } else {
                problem(item, key, "", "expected a list of single values");
            }
        }
        return values;
    }

    /** The same, or the lines of a single text. */
    <T> List<T> lines(String key, Function<String, T> rule) {
        if (!(entries.get(key) instanceof ScalarNode scalar) || isNull(scalar)) {
            return values(key, rule);
        }
        List<T> values = new ArrayList<>();
        for (var line : scalar.getValue().lines().filter(text -> !text.isBlank()).toList()) {
            var value = value(key, text -> rule.apply(line));
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /**
     * The mappings of a list as a reader reads them, without those that it answers by null; empty if absent. Those of a
     * long list were read already.
     */
    @SuppressWarnings("unchecked")
    <T> List<T> mappings(String key, Function<YamlMapping, @Nullable T> reader) {
        List<T> values = new ArrayList<>();
        for (var item : items(key)) {
            T value;
            if (item instanceof YamlItems.Item read) {
                read.problems.forEach(problems);
                value = (T) read.value;
            } else {
                value = reader.apply(new YamlMapping(file, item, problems));
            }
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /** A nested mapping, or null if absent. */
    @Nullable
    YamlMapping mapping(String key) {
        var value = entries.get(key);
        return value == null || value instanceof ScalarNode scalar && isNull(scalar)
                ? null
                : new YamlMapping(file, value, problems);
    }

    /** Notes a problem if the rule refuses the value. */
    <T> void check(String key, T value, Function<T, ?> rule) {
        try {
            rule.apply(value);
        } catch (IllegalArgumentException e) {
            problem(key, value instanceof String text ? text : "", String.valueOf(e.getMessage()));
        }
    }

    /** Notes a problem of this key. */
    void problem(String key, String value, String reason) {
        problem(entries.getOrDefault(key, node), key, value, reason);
    }

    private List<Node> items(String key) {
        var value = entries.get(key);
        if (value == null || value instanceof ScalarNode scalar && isNull(scalar)) {
            return List.of();
        }
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(value, key, "", "expected a list");
        return List.of();
    }

    private <T> @Nullable T parsed(String key, ScalarNode scalar, Function<String, T> rule) {
        try {
            return rule.apply(scalar.getValue());
        } catch (IllegalArgumentException e) {
            problem(scalar, key, scalar.getValue(), e.getMessage());
            return null;
        }
    }

    private static boolean isNull(ScalarNode scalar) {
        return scalar.getValue().isEmpty()
                || scalar.isPlain() && ("~".equals(scalar.getValue()) || "null".equals(scalar.getValue()));
    }

    private void problem(Node place, String key, String value, @Nullable String reason) {
        problems.accept(new InputProblem(file, line(place), key, value, String.valueOf(reason)));
    }
}
