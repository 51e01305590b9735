package org.billinggroups.drafting;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.billinggroups.invoice.InvoiceLine;

/**
 * How an invoice line came about.
 *
 * @param steps from the membership to the rounded amount, in the order of the rules
 * @param rows usage records behind it, in the order of their time; not all if there are many
 * @param rowCount how many records there are
 */
public record Explanation(InvoiceLine line, List<Step> steps, List<UsageRow> rows, long rowCount) {
    /**
     * A step of the calculation.
     *
     * @param name such as {@code discount}
     * @param text what is calculated, and the outcome
     */
    public record Step(String name, String text) {}

    /**
     * A usage record, or its part in the period.
     *
     * @param file the name of the file that brought it
     * @param line the line in that file
     * @param quantity as imported; of a record that was split, the part's share
     * @param counted what it counts, rounded up where the price says so
     */
    public record UsageRow(String usageId, String file, long line, Instant startedAt, Instant endedAt,
            BigDecimal quantity, BigDecimal counted) {}
}
