package org.billinggroups.invoice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billinggroups.rating.UsageProblem;
import org.billinggroups.run.ParkedGroup;

/** Parked groups for people: a line for each reason and SKU, however many groups have it. */
public final class ParkedSummary {
    private static final int NAMED = 10;

    private ParkedSummary() {}

    private record Kind(String reason, Optional<String> sku) {}

    /**
     * @param listing the command that lists each group
     * @return the lines, and if one stands for several groups or projects, the command
     */
    public static List<String> lines(List<ParkedGroup> parked, String listing) {
        Map<Kind, List<ParkedGroup>> kinds = parked.stream().collect(Collectors.groupingBy(group -> new Kind(
                group.reason(), UsageProblem.of(group.detail()).map(UsageProblem::sku)), LinkedHashMap::new,
                Collectors.toList()));
        List<String> lines = new ArrayList<>();
        kinds.forEach((kind, groups) -> lines
                .add(groups.size() == 1 ? whole(groups.getFirst()) : summed(kind, groups)));
        if (lines.size() < parked.size()) {
            lines.add("each parked group with all it lacks: '" + listing + "'");
        }
        return lines;
    }

    /** One group with one of its reasons. */
    public static String whole(ParkedGroup group) {
        return group.groupName() + " (" + group.groupId() + "): " + group.reason() + ": " + group.detail();
    }

    private static String summed(Kind kind, List<ParkedGroup> groups) {
        long count = groups.stream().map(ParkedGroup::groupId).distinct().count();
        var projects = groups.stream().map(group -> UsageProblem.of(group.detail()).map(UsageProblem::project)
                .orElse(null)).filter(Objects::nonNull).distinct().sorted().toList();
        var start = count + (count == 1 ? " group: " : " groups: ") + kind.reason() + ": "
                + kind.sku().map(sku -> "SKU " + sku + ": ").orElse("");
        return start + (projects.isEmpty()
                ? named(groups.stream().map(ParkedGroup::groupName).distinct().toList())
                : (projects.size() == 1 ? "project " : projects.size() + " projects: ") + named(projects))
                + "; the first: " + groups.getFirst().detail();
    }

    private static String named(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }
}
