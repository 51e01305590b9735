package org.billinggroups.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one project, or of the whole group.
 *
 * @param project the project's id, or null for the lines of the whole group
 * @param name what the project is called, or null where it has its id only
 */
record Section(@Nullable String project, @Nullable String name, List<InvoiceLine> lines, Money subtotal) {

    /** Projects in the order in which the invoice has them, then what belongs to none. */
    static List<Section> of(Invoice invoice) {
        Map<String, List<InvoiceLine>> projects = new LinkedHashMap<>();
        List<InvoiceLine> others = new ArrayList<>();
        for (InvoiceLine line : invoice.lines()) {
            String project = line.project();
            (project == null ? others : projects.computeIfAbsent(project, id -> new ArrayList<>())).add(line);
        }
        List<Section> sections = new ArrayList<>();
        projects.forEach(
                (project, lines) -> sections.add(of(project, invoice.projectNames().get(project), lines)));
        if (!others.isEmpty()) {
            sections.add(of(null, null, others));
        }
        return sections;
    }

    String heading(Wording words) {
        if (project == null) {
            return words.of("other-charges");
        }
        return name == null || name.equals(project) ? project : name + " (" + project + ")";
    }

    private static Section of(@Nullable String project, @Nullable String name, List<InvoiceLine> lines) {
        return new Section(project, name, lines, Money.total(lines.stream().map(InvoiceLine::amount).toList()));
    }

    /** The tags of the project, such as {@code env: prod, team: data}; empty if it has none. */
    String tags() {
        Map<String, String> tags = new TreeMap<>();
        lines.forEach(line -> line.tags().forEach(tags::put));
        return String.join(", ", tags.entrySet().stream().map(tag -> tag.getKey() + ": " + tag.getValue()).toList());
    }
}
