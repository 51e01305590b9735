package org.billinggroups.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.billinggroups.run.ParkedGroup;
import org.junit.jupiter.api.Test;

class ParkedSummaryTest {
    private static ParkedGroup parked(int group, String reason, String detail) {
        return new ParkedGroup(new UUID(0, group), "Group " + group, reason, detail);
    }

    private static ParkedGroup unpriced(int group, String project) {
        return parked(group, "no_price", "no price for SKU gpu at 2026-10-03T00:00:00Z (project " + project + ")");
    }

    private static List<String> lines(Stream<ParkedGroup> groups) {
        return ParkedSummary.lines(groups.toList(), "billing status 2026-10 --parked");
    }

    @Test
    void tellsAllOfAGroupThatIsAloneWithItsReason() {
        assertThat(lines(Stream.of(unpriced(1, "web"), parked(2, "no_tax_rate", "no tax rate for FI"))))
                .containsExactly("Group 1 (" + new UUID(0, 1) + "): no_price: no price for SKU gpu at "
                        + "2026-10-03T00:00:00Z (project web)",
                        "Group 2 (" + new UUID(0, 2) + "): no_tax_rate: no tax rate for FI");
        assertThat(lines(Stream.of())).isEmpty();
    }

    @Test
    void countsGroupsAndNamesTheFirstProjectsOfASku() {
        assertThat(lines(IntStream.range(0, 24).mapToObj(i -> unpriced(i / 2, "p" + (10 + i)))))
                .containsExactly("12 groups: no_price: SKU gpu: 24 projects: p10, p11, p12, p13, p14, p15, p16, p17, "
                        + "p18, p19 and 14 more; the first: no price for SKU gpu at 2026-10-03T00:00:00Z (project p10)",
                        "each parked group with all it lacks: 'billing status 2026-10 --parked'");
    }

    @Test
    void keepsSkusAndReasonsApart() {
        assertThat(lines(Stream.of(unpriced(1, "web"), unpriced(1, "db"),
                parked(1, "no_price", "late usage of 2026-08: no price for SKU disk at 2026-08-03T00:00:00Z (project a)"
                        + "; no price for SKU gpu at 2026-08-03T00:00:00Z (project a)"),
                parked(2, "wrong_unit", "SKU vm is priced per hour, but project web used it in day"),
                parked(3, "wrong_unit", "SKU vm is priced per hour, but project db used it in day"),
                parked(4, "no_price", "quantity 5 of disk is beyond the last tier, which ends at 4"),
                parked(5, "no_price", "the negative quantity -5 of disk has no price in the model package"),
                parked(6, "suspicious_change", "no usage"), parked(7, "suspicious_change", "no usage either"))))
                .containsExactly(
                        "1 group: no_price: SKU gpu: 2 projects: db, web; the first: no price for SKU gpu at "
                                + "2026-10-03T00:00:00Z (project web)",
                        "3 groups: no_price: SKU disk: project a; the first: late usage of 2026-08: no price for SKU "
                                + "disk at 2026-08-03T00:00:00Z (project a); no price for SKU gpu at "
                                + "2026-08-03T00:00:00Z (project a)",
                        "2 groups: wrong_unit: SKU vm: 2 projects: db, web; the first: SKU vm is priced per hour, but "
                                + "project web used it in day",
                        "2 groups: suspicious_change: Group 6, Group 7; the first: no usage",
                        "each parked group with all it lacks: 'billing status 2026-10 --parked'");
    }
}
