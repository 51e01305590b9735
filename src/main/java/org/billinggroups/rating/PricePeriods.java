package org.billinggroups.rating;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InputProblems;
import org.billinggroups.rating.PriceListCsv.Read;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds prices of one SKU, currency and group that contradict each other: one says until when it holds, and the next
 * begins before that. A price without an end contradicts none: it holds wherever no later one does.
 */
final class PricePeriods {
    private PricePeriods() {}

    private record Place(String sku, CurrencyUnit currency, @Nullable UUID groupId) {
        static Place of(Price price) {
            return new Place(price.sku(), price.currency(), price.groupId());
        }
    }

    /** @param row where it stands in the file; null for one that is in force */
    private record Dated(Price price, @Nullable PriceRow row) {
        String text() {
            return "the price from " + price.validFrom() + " until " + price.validUntil()
                    + (row == null ? ", which is in force," : " in line " + row.line());
        }
    }

    /**
     * What prices of a file contradict: others of the file, or those that stay in force.
     *
     * @param staying what is in force and is not replaced by the file
     */
    static InputProblems contradictions(List<Read> file, Collection<Price> staying) {
        Map<Place, List<Dated>> places = new LinkedHashMap<>();
        file.forEach(read -> places.computeIfAbsent(Place.of(read.price()), place -> new ArrayList<>())
                .add(new Dated(read.price(), read.first())));
        for (var price : staying) {
            var together = places.get(Place.of(price));
            if (together != null) {
                together.add(new Dated(price, null));
            }
        }
        var problems = new InputProblems();
        places.values().forEach(together -> check(together, problems));
        return problems;
    }

    private static void check(List<Dated> together, InputProblems problems) {
        together.sort(Comparator.comparing(dated -> dated.price().validFrom()));
        for (int i = 0; i + 1 < together.size(); i++) {
            var until = together.get(i).price().validUntil();
            var next = together.get(i + 1);
            if (until != null && until.isAfter(next.price().validFrom())) {
                problems.add(contradiction(together.get(i), next));
            }
        }
    }

    private static InputProblem contradiction(Dated first, Dated next) {
        return next.row() != null
                ? next.row().problemOf(PriceRow.VALID_FROM, "expected a date not before " + first.price().validUntil()
                        + ", since " + first.text() + " has the same SKU, currency and billing group")
                : Objects.requireNonNull(first.row()).problemOf(PriceRow.VALID_UNTIL, "expected a date not after "
                        + next.price().validFrom()
                        + ", when the price in force of the same SKU, currency and billing group begins");
    }
}
