package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.billinggroups.account.GroupField;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The fields of a billing group as options; the texts are checked by the rules of the apply file. */
final class GroupOptions {
    private @Nullable CommandSpec command;

    @Option(names = "--name", paramLabel = "NAME", description = "Its name; need not be unique.")
    private @Nullable String name;

    /** Adds an option for each field that has one. */
    @Spec(Spec.Target.MIXEE)
    void addTo(CommandSpec mixee) {
        command = mixee;
        for (var field : GroupField.values()) {
            var option = field.option();
            if (option != null) {
                mixee.addOption(OptionSpec.builder(option.name()).paramLabel(option.paramLabel())
                        .description(option.description()).type(field.isList() ? List.class : String.class)
                        .auxiliaryTypes(String.class).build());
            }
        }
    }

    /** The options that were given, by field of the apply file. */
    Map<String, List<String>> given() {
        Map<String, List<String>> given = new LinkedHashMap<>();
        if (name != null) {
            given.put("name", List.of(name));
        }
        for (var field : GroupField.values()) {
            var option = field.option();
            Object value = option == null ? null : Objects.requireNonNull(command).findOption(option.name()).getValue();
            if (value instanceof List<?> values) {
                given.put(field.key(), values.stream().map(String.class::cast).toList());
            } else if (value != null) {
                given.put(field.key(), List.of((String) value));
            }
        }
        return given;
    }
}
