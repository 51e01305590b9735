package org.billinggroups.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.billinggroups.account.BillingTerms.PriceAdjustment;
import org.jspecify.annotations.Nullable;

/** Reads the price adjustments of a billing group, of which no two that are equally specific may hold at one time. */
final class PriceAdjustments {
    private static final int LEAST = -100;
    private static final int MOST = 1000;
    private static final int LONGEST = 255;
    private static final String ALL = "*";

    private final Map<Specific, List<Placed>> known = new HashMap<>();

    private PriceAdjustments() {}

    /** Where it holds: nothing that is wrong has both the same service and the same SKU. */
    private record Specific(String service, String sku) {
        static Specific of(PriceAdjustment adjustment) {
            return new Specific(Objects.requireNonNullElse(adjustment.service(), ALL),
                    Objects.requireNonNullElse(adjustment.sku(), ALL));
        }
    }

    private record Placed(PriceAdjustment adjustment, long line) {}

    static List<PriceAdjustment> read(String key, YamlMapping yaml) {
        var reader = new PriceAdjustments();
        return yaml.mappings(key, reader::read);
    }

    private @Nullable PriceAdjustment read(YamlMapping yaml) {
        yaml.allow(Set.of("service", "sku", "percent", "period", "from", "until"));
        var percent = yaml.required("percent", FieldRules.percent(LEAST, MOST));
        var service = yaml.value("service", FieldRules.pattern(LONGEST));
        var sku = yaml.value("sku", FieldRules.pattern(LONGEST));
        var once = yaml.value("period", FieldRules::period);
        var from = once == null ? yaml.value("from", FieldRules::period) : once;
        if (yaml.has("period") && (yaml.has("from") || yaml.has("until"))) {
            yaml.problem("period", "", "expected either period (one) or from and until");
        }
        var until = once == null ? GroupFields.until(yaml, from) : once;
        if (percent == null) {
            return null;
        }
        var adjustment = new PriceAdjustment(service, sku, percent, from, until);
        requireOnly(adjustment, yaml);
        return adjustment;
    }

    private void requireOnly(PriceAdjustment adjustment, YamlMapping yaml) {
        var equallySpecific = known.computeIfAbsent(Specific.of(adjustment), absent -> new ArrayList<>());
        equallySpecific.stream().filter(other -> other.adjustment().overlaps(adjustment)).findFirst()
                .ifPresent(other -> yaml.problem("sku", Objects.requireNonNullElse(adjustment.sku(), ""),
                        "expected months in which no other adjustment of the same service and SKU holds; that in line "
                                + other.line() + " holds " + months(other.adjustment())));
        equallySpecific.add(new Placed(adjustment, yaml.place().line()));
    }

    private static String months(PriceAdjustment adjustment) {
        return "from " + Objects.toString(adjustment.from(), "the beginning") + " until "
                + Objects.toString(adjustment.until(), "further notice");
    }
}
