package org.billinggroups.rehearsal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.billinggroups.rehearsal.RehearsalResult.Parked;
import org.billinggroups.rehearsal.RehearsalResult.Part;
import org.billinggroups.rehearsal.RehearsalResult.Total;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Collects what the buckets of all runs came to; buckets may add theirs at the same time. */
final class Comparison {
    private static final Comparator<ComparedGroup> ORDER = Comparator.comparing(ComparedGroup::currency)
            .thenComparing(group -> group.difference().abs(), Comparator.reverseOrder())
            .thenComparing(ComparedGroup::period).thenComparing(ComparedGroup::groupName)
            .thenComparing(group -> String.valueOf(group.groupId()));
    private static final Comparator<Part> PARTS = Comparator.comparing(Part::currency)
            .thenComparing(part -> part.difference().abs(), Comparator.reverseOrder())
            .thenComparing(Part::service).thenComparing(Part::project);

    private final List<ComparedGroup> groups = new ArrayList<>();
    private final List<Parked> parked = new ArrayList<>();
    private final PartSums parts = new PartSums();
    private final List<String> notes = new ArrayList<>();

    synchronized void add(List<ComparedGroup> compared, List<Parked> without, PartSums sums) {
        groups.addAll(compared);
        parked.addAll(without);
        parts.addAll(sums);
    }

    synchronized void note(String text) {
        notes.add(text);
    }

    List<ComparedGroup> groups() {
        return groups;
    }

    List<Parked> parked() {
        return parked;
    }

    /** @param withoutParts whether services and projects have nothing to compare with */
    RehearsalResult result(RehearsalRequest request, List<ComparedGroup> compared, boolean withoutParts) {
        var sorted = compared.stream().sorted(ORDER).toList();
        parked.sort(Comparator.comparing(Parked::period).thenComparing(Parked::groupName)
                .thenComparing(Parked::groupId));
        return new RehearsalResult(request, sorted, totals(sorted),
                withoutParts ? List.of() : parts.parts().stream().sorted(PARTS).toList(), List.copyOf(parked),
                List.copyOf(notes));
    }

    private static List<Total> totals(List<ComparedGroup> groups) {
        return groups.stream().map(ComparedGroup::currency).distinct().map(currency -> total(currency,
                groups.stream().filter(group -> group.currency().equals(currency)).toList())).toList();
    }

    private static Total total(CurrencyUnit currency, List<ComparedGroup> groups) {
        var before = Money.zero(currency);
        var rehearsed = before;
        var onlyBefore = before;
        var onlyRehearsed = before;
        int count = 0;
        for (var group : groups) {
            if (group.before() != null && group.rehearsed() != null) {
                count++;
                before = before.plus(group.before());
                rehearsed = rehearsed.plus(group.rehearsed());
            } else if (group.before() != null) {
                onlyBefore = onlyBefore.plus(group.before());
            } else if (group.rehearsed() != null) {
                onlyRehearsed = onlyRehearsed.plus(group.rehearsed());
            }
        }
        var difference = rehearsed.minus(before);
        return new Total(currency, count, before, rehearsed, difference, ComparedGroup.percent(before, difference),
                onlyBefore, onlyRehearsed);
    }
}
