package org.billinggroups.account;

import java.io.Writer;
import java.nio.charset.StandardCharsets;
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
import java.util.stream.Stream;
import org.billinggroups.account.DeclaredField.Column;
import org.billinggroups.account.MasterData.ProjectRow;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

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
        putIfAny(file, "accounts", all.accounts().values().stream().map(account -> {
            var id = Optional.of(account.id());
            Map<String, Object> fields = inOrder(Map.of("id", account.id(), "name", account.name()));
            putIfAny(fields, "billing_groups", of(id, groups).map(ExportFile::group).toList());
            putIfAny(fields, "projects", of(id, projects).map(project -> {
                var own = project(project);
                own.put("billing_group", all.groupOf().get(project.id()));
                return own;
            }).toList());
            return fields;
        }).toList());
        putIfAny(file, "projects", of(Optional.empty(), projects).map(ExportFile::project).toList());
        putIfAny(file, "tax_rates", all.taxRates().values().stream().map(rate -> inOrder(
                Map.of("country_code", rate.countryCode(), "tax_class", rate.taxClass(), "valid_from", rate.validFrom(),
                        "rate", rate.rate().toPlainString())))
                .toList());
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
        new Yaml(options).dump(declared(), out);
    }

    private static <R> Map<Optional<String>, List<R>> byAccount(Collection<R> rows,
            Function<R, @Nullable String> account) {
        return rows.stream().collect(Collectors.groupingBy(row -> Optional.ofNullable(account.apply(row))));
    }

    private static <R> Stream<R> of(Optional<String> accountId, Map<Optional<String>, List<R>> rows) {
        return rows.getOrDefault(accountId, List.of()).stream();
    }

    private static void putIfAny(Map<String, Object> file, String key, List<?> values) {
        if (!values.isEmpty()) {
            file.put(key, values);
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
        if (fields.get("from").equals(fields.get("until"))) {
            fields.put("period", fields.remove("from"));
            fields.remove("until");
        }
        return fields;
    }
}
