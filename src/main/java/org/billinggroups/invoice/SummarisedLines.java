package org.billinggroups.invoice;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.TaxCategory;
import org.billinggroups.wording.Language;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a large invoice as its document shows them: those of usage are summed by project, service, period and
 * tax, in the order of the first of each; all others stay as they are.
 */
final class SummarisedLines {
    private SummarisedLines() {}

    private record Key(String project, @Nullable String service, BillingPeriod period, TaxCategory category,
            BigDecimal rate, boolean isDiscounted) {}

    static List<InvoiceLine> of(List<InvoiceLine> lines, Language language) {
        Map<Object, List<InvoiceLine>> sums = new LinkedHashMap<>();
        for (var line : lines) {
            Object key = line.type() == LineType.USAGE_CHARGE && line.project() != null
                    ? new Key(line.project(), line.service(), line.period(), line.taxCategory(),
                            line.taxRate().stripTrailingZeros(), line.discountPercent() != null)
                    : line.line();
            sums.computeIfAbsent(key, first -> new ArrayList<>()).add(line);
        }
        List<InvoiceLine> summed = new ArrayList<>();
        sums.values().forEach(some -> summed.add(sum(some, language).withPlace(summed.size() + 1)));
        return summed;
    }

    private static InvoiceLine sum(List<InvoiceLine> some, Language language) {
        var first = some.getFirst();
        if (some.size() == 1) {
            return first;
        }
        var before = Money.total(some.stream().map(InvoiceLine::preDiscountAmount).toList());
        var percents = some.stream().map(InvoiceLine::discountPercent).distinct().toList();
        var service = Objects.requireNonNullElse(first.service(), first.project());
        return new InvoiceLine(first.line(), first.type(), first.project(), first.service(), null,
                language.counted("lines-of", some.size(), String.valueOf(service)), null, null, null,
                before.getCurrencyUnit(), null, before.getAmount(), before,
                percents.size() == 1 ? percents.getFirst() : null,
                Money.total(some.stream().map(InvoiceLine::amount).toList()), null, first.taxCategory(),
                first.taxRate(), first.period(),
                some.stream().map(InvoiceLine::startedAt).min(Comparator.naturalOrder()).orElseThrow(),
                some.stream().map(InvoiceLine::endedAt).max(Comparator.naturalOrder()).orElseThrow(), first.tags());
    }
}
