package org.billinggroups.account;

import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.springframework.stereotype.Service;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes everything that is declared as a file that {@code apply} reads, and in which it finds nothing to change. */
@Service
public class ExportFile {
    private static final Set<String> LEFT_OUT = Set.of("account_id", "seller_id", "default_for_project", "deleted_at");

    private static final Set<String> AMOUNTS = Set.of("support_fixed", "support_minimum");

    private final MasterData masterData;

    ExportFile(MasterData masterData) {
        this.masterData = masterData;
    }

    /** What is declared under the names of the apply file, in a fixed order, empty fields left out. */
    public Map<String, Object> declared() {
        var all = masterData.load();
        Map<String, Object> file = new LinkedHashMap<>();
        all.sellers().values().stream().findFirst().ifPresent(seller -> file.put("seller", fields(seller)));
        var groups = byAccount(all.groups().values());
        var projects = byAccount(all.projects().values());
        putIfAny(file, "accounts", all.accounts().values().stream().map(account -> {
            var id = Optional.of(account.path("id").asString());
            Map<String, Object> fields = fields(account);
            putIfAny(fields, "billing_groups", of(id, groups).map(ExportFile::fields).toList());
            putIfAny(fields, "projects", of(id, projects).map(project -> {
                var own = fields(project);
                own.put("billing_group", all.groupOf().get(project.path("id").asString()));
                return own;
            }).toList());
            return fields;
        }).toList());
        putIfAny(file, "projects", of(Optional.empty(), projects).map(ExportFile::fields).toList());
        putIfAny(file, "tax_rates", all.taxRates().values().stream().map(ExportFile::fields).toList());
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

    private static Map<Optional<String>, List<ObjectNode>> byAccount(Collection<ObjectNode> rows) {
        return rows.stream().collect(
                Collectors.groupingBy(row -> Optional.ofNullable(PlanDraft.text(row.get("account_id")))));
    }

    private static Stream<ObjectNode> of(Optional<String> accountId, Map<Optional<String>, List<ObjectNode>> rows) {
        return rows.getOrDefault(accountId, List.of()).stream();
    }

    private static void putIfAny(Map<String, Object> file, String key, List<?> values) {
        if (!values.isEmpty()) {
            file.put(key, values);
        }
    }

    /** The fields of a row under the names of the apply file. */
    private static Map<String, Object> fields(ObjectNode row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        row.properties().forEach(field -> {
            var value = field.getValue();
            boolean isGiven = !value.isNull() && (value.isValueNode() || !value.isEmpty());
            if (isGiven && !LEFT_OUT.contains(field.getKey())) {
                fields.put(field.getKey().equals("tax_exempt_reason") ? "tax_exempt" : field.getKey(),
                        AMOUNTS.contains(field.getKey()) ? amount(value) : value(value));
            }
        });
        return fields;
    }

    private static Object value(JsonNode node) {
        if (node.isArray()) {
            List<Object> values = new ArrayList<>();
            node.values().forEach(item -> values.add(value(item)));
            return values;
        }
        if (node instanceof ObjectNode object) {
            return object.has("amount") ? agreed(object) : fields(object);
        }
        return String.valueOf(PlanDraft.text(node));
    }

    /** An amount that is kept with its currency stands without it, as the group tells it. */
    private static Object amount(JsonNode node) {
        return Money.parse(node.asString()).getAmount().toPlainString();
    }

    /** A commitment or charge: its amount stands without the currency, which is the group's; once is one period. */
    private static Map<String, Object> agreed(ObjectNode row) {
        Map<String, Object> fields = fields(row);
        fields.put("amount", Money.parse(row.path("amount").asString()).getAmount().toPlainString());
        var from = fields.get("from");
        if (row.has("description") && from != null && from.equals(fields.get("until"))) {
            fields.remove("from");
            fields.remove("until");
            fields.put("period", from);
        }
        return fields;
    }
}
