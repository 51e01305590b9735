package org.billinggroups.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.billinggroups.account.DeclaredField.Column;
import org.billinggroups.account.MasterData.ProjectRow;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;

/** Writes everything that is declared as a file that {@code apply} reads, and in which it finds nothing to change. */
@Service
public class ExportFile {
    /** The order of columns in JSON of the database. */
    private static final Comparator<String> SHORT_FIRST = Comparator
            .<String>comparingInt(name -> name.getBytes(StandardCharsets.UTF_8).length).thenComparing(name -> name);

    private final MasterData masterData;

    ExportFile(MasterData masterData) {
        this.masterData = masterData;
    }

    /** What is declared under the names of the apply file, in a fixed order, empty fields left out. */
    public Map<String, Object> declared() {
        var all = masterData.load(Scope.everything());
        Map<String, Object> file = new LinkedHashMap<>();
        all.sellers().values().stream().findFirst()
                .ifPresent(seller -> file.put("seller", inOrder(Column.row(SellerField.COLUMNS, seller))));
        var groups = byAccount(all.groups().values(), BillingGroup::accountId);
        var projects = byAccount(all.projects().values(), ProjectRow::accountId);
        putIfAny(file, "accounts", List.copyOf(all.accounts().values()), account -> {
            var id = Optional.of(account.id());
            Map<String, Object> fields = inOrder(Map.of("id", account.id(), "name", account.name()));
            putIfAny(fields, "billing_groups", groups.getOrDefault(id, List.of()), ExportFile::group);
            putIfAny(fields, "projects", projects.getOrDefault(id, List.of()), project -> {
                var own = project(project);
                own.put("billing_group", all.groupOf().get(project.id()));
                return own;
            });
            return fields;
        });
        putIfAny(file, "projects", projects.getOrDefault(Optional.empty(), List.of()), ExportFile::project);
        putIfAny(file, "tax_rates", List.copyOf(all.taxRates().values()),
                rate -> inOrder(Map.of("country_code", rate.countryCode(), "tax_class", rate.taxClass(), "valid_from",
                        rate.validFrom(), "rate", rate.rate().toPlainString())));
        return file;
    }

    /** Writes the file as YAML. */
    public void write(Writer out) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setAllowUnicode(true);
        options.setSplitLines(false);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setDereferenceAliases(true);
        var yaml = new Yaml(options);
        var events = new Emitter(out, options);
        try {
            events.emit(new StreamStartEvent(null, null));
            events.emit(new DocumentStartEvent(null, null, false, null, null));
            emit(declared(), yaml, events);
            events.emit(new DocumentEndEvent(null, null, false));
            events.emit(new StreamEndEvent(null, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Item by item: never all of them as a tree. */
    private static void emit(Object value, Yaml yaml, Emitter events) throws IOException {
        if (value instanceof Items<?> items) {
            events.emit(new SequenceStartEvent(null, null, true, null, null, FlowStyle.BLOCK));
            for (var item : items) {
                emit(item, yaml, events);
            }
            events.emit(new SequenceEndEvent(null, null));
        } else if (value instanceof Map<?, ?> map && map.values().stream().anyMatch(Items.class::isInstance)) {
            events.emit(new MappingStartEvent(null, null, true, null, null, FlowStyle.BLOCK));
            for (var entry : map.entrySet()) {
                emit(entry.getKey(), yaml, events);
                emit(entry.getValue(), yaml, events);
            }
            events.emit(new MappingEndEvent(null, null));
        } else {
            var whole = yaml.serialize(yaml.represent(value));
            for (var event : whole.subList(2, whole.size() - 2)) {
                events.emit(event);
            }
        }
    }

    /** Items that are made when they are asked for. */
    private static final class Items<R> extends AbstractList<Map<String, Object>> {
        private final List<R> rows;
        private final Function<R, Map<String, Object>> item;

        Items(List<R> rows, Function<R, Map<String, Object>> item) {
            this.rows = rows;
            this.item = item;
        }

        @Override
        public Map<String, Object> get(int index) {
            return item.apply(rows.get(index));
        }

        @Override
        public int size() {
            return rows.size();
        }
    }

    private static <R> Map<Optional<String>, List<R>> byAccount(Collection<R> rows,
            Function<R, @Nullable String> account) {
        return rows.stream().collect(Collectors.groupingBy(row -> Optional.ofNullable(account.apply(row))));
    }

    private static <R> void putIfAny(Map<String, Object> file, String key, List<R> rows,
            Function<R, Map<String, Object>> item) {
        if (!rows.isEmpty()) {
            file.put(key, new Items<>(rows, item));
        }
    }

    private static Map<String, Object> group(BillingGroup group) {
        Map<String, @Nullable Object> fields = new HashMap<>(Map.of("id", group.id(), "name", group.name()));
        for (var field : GroupField.values()) {
            fields.put(field.column(), field.shown(group));
        }
        Map<String, Object> named = new LinkedHashMap<>();
        inOrder(fields).forEach((name, value) -> named
                .put(name.equals(GroupField.TAX_EXEMPT.column()) ? GroupField.TAX_EXEMPT.key() : name, value));
        return named;
    }

    private static Map<String, Object> project(ProjectRow project) {
        var fields = inOrder(Column.row(ProjectRow.COLUMNS, project));
        fields.remove("account_id");
        return fields;
    }

    /** The fields that are not empty, all of them as text; what is charged once has one period. */
    private static Map<String, Object> inOrder(Map<?, ? extends @Nullable Object> given) {
        Map<String, @Nullable Object> sorted = new TreeMap<>(SHORT_FIRST);
        given.forEach((name, value) -> sorted.put((String) name, value));
        Map<String, Object> fields = new LinkedHashMap<>();
        sorted.forEach((name, value) -> {
            switch (value) {
                case null -> {
                }
                case List<?> list when list.isEmpty() -> {
                }
                case Tags tags when tags.equals(Tags.NONE) -> {
                }
                case Tags tags -> fields.put(name, inOrder(tags.byName()));
                case Contact contact -> fields.put(name, inOrder(contact.byName()));
                case Map<?, ?> commitment -> fields.put(name, inOrder(commitment));
                case List<?> list -> fields.put(name,
                        list.stream().map(item -> item instanceof Map<?, ?> map ? charge(map) : item).toList());
                default -> fields.put(name, value.toString());
            }
        });
        return fields;
    }

    private static Map<String, Object> charge(Map<?, ?> given) {
        var fields = inOrder(given);
        var from = fields.get("from");
        if (from != null && from.equals(fields.get("until"))) {
            fields.put("period", from);
            fields.remove("from");
            fields.remove("until");
        }
        return fields;
    }
}
