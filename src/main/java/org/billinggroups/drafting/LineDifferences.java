package org.billinggroups.drafting;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.billinggroups.invoice.InvoiceLine;

/** Compares an invoice line with what it should be. */
final class LineDifferences {
    private LineDifferences() {}

    /**
     * The fields in which two lines differ, with both values; numbers are the same whatever their zeros. What the
     * product words itself a later version may word otherwise; that nobody else changed it is what the seal is for.
     */
    static List<String> between(InvoiceLine stored, InvoiceLine expected) {
        if (stored.equals(expected)) {
            return List.of();
        }
        return Arrays.stream(InvoiceLine.class.getRecordComponents()).map(component -> {
            Function<InvoiceLine, Object> value = line -> {
                try {
                    return component.getAccessor().invoke(line);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            };
            var a = value.apply(stored);
            var b = value.apply(expected);
            boolean same = a instanceof BigDecimal x && b instanceof BigDecimal y
                    ? x.compareTo(y) == 0
                    : Objects.equals(a, b);
            return same || isOwnWording(component.getName(), expected)
                    ? ""
                    : component.getName() + " " + a + " instead of " + b;
        }).filter(text -> !text.isEmpty()).toList();
    }

    private static boolean isOwnWording(String component, InvoiceLine line) {
        return switch (component) {
            case "priceNote" -> true;
            case "description" -> switch (line.type()) {
                case SUPPORT_CHARGE, COMMITMENT_FEE, ROUNDING -> true;
                case PRIOR_PERIOD -> line.project() == null;
                case USAGE_CHARGE, EXTRA_CHARGE, CREDIT_CONSUMPTION -> false;
            };
            default -> false;
        };
    }
}
