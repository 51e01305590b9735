package org.billinggroups.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.billinggroups.file.InputProblem;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Composes a YAML document whose long lists are read item by item: as soon as an item is complete it is replaced by
 * what is read from it, so that there is never a tree of the whole file. What has an anchor, and all within it, stays
 * as it is, since an alias may name it in another place.
 */
final class YamlItems extends Composer {
    private static final String ANCHOR = "&";
    private static final int[] NO_TEXT = {};

    private final String file;
    private final Map<List<String>, Function<YamlMapping, ?>> readers;
    private final List<String> path = new ArrayList<>();
    private String key = "";

    /**
     * A composer of a file.
     *
     * @param readers what reads the mappings of a list, by the keys that lead to the list
     */
    YamlItems(String file, YamlText text, LoaderOptions options, Map<List<String>, Function<YamlMapping, ?>> readers) {
        super(new ParserImpl(new StreamReader(text), options), new Resolver(), options);
        this.file = file;
        this.readers = readers;
    }

    /** An item in the place of its mapping: what was read, and what was wrong with it. */
    static final class Item extends Node {
        final @Nullable Object value;
        final List<InputProblem> problems;

        /** Of the mark only the line is kept: the parser's marks hold the text around them. */
        Item(Node mapping, @Nullable Object value, List<InputProblem> problems) {
            super(mapping.getTag(), withoutText(mapping.getStartMark()), null);
            this.value = value;
            this.problems = problems.isEmpty() ? List.of() : problems;
        }

        private static Mark withoutText(Mark mark) {
            return new Mark("", mark.getIndex(), mark.getLine(), mark.getColumn(), NO_TEXT, 0);
        }

        @Override
        public NodeId getNodeId() {
            return NodeId.mapping;
        }
    }

    @Override
    protected Node composeKeyNode(MappingNode mapping) {
        var node = super.composeKeyNode(mapping);
        key = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        return node;
    }

    @Override
    protected Node composeValueNode(MappingNode mapping) {
        return within(key, () -> super.composeValueNode(mapping));
    }

    @Override
    protected Node composeSequenceNode(@Nullable String anchor) {
        return anchor == null
                ? super.composeSequenceNode(null)
                : within(ANCHOR, () -> super.composeSequenceNode(anchor));
    }

    @Override
    protected Node composeMappingNode(@Nullable String anchor) {
        if (anchor != null) {
            return within(ANCHOR, () -> super.composeMappingNode(anchor));
        }
        var mapping = super.composeMappingNode(null);
        var reader = readers.get(path);
        if (reader == null) {
            return mapping;
        }
        List<InputProblem> problems = new ArrayList<>(0);
        return new Item(mapping, reader.apply(new YamlMapping(file, mapping, problems::add)), problems);
    }

    private Node within(String step, Supplier<Node> composed) {
        path.add(step);
        try {
            return composed.get();
        } finally {
            path.removeLast();
        }
    }
}
