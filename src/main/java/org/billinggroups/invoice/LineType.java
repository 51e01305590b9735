package org.billinggroups.invoice;

import java.util.Locale;

/** What an invoice line charges for. */
public enum LineType {
    /** Usage of one project, service and SKU. */
    USAGE_CHARGE,
    /** An agreed charge, one-off or monthly. */
    EXTRA_CHARGE,
    /** Support, as a percentage of the usage. */
    SUPPORT_CHARGE,
    /** What tops the invoice up to the agreed minimum. */
    COMMITMENT_FEE,
    /** The difference that late usage makes to an earlier period that was invoiced already. */
    PRIOR_PERIOD,
    /** A promotional credit, which lowers the taxable base. */
    CREDIT_CONSUMPTION,
    /** What takes a small total to zero. */
    ROUNDING;

    private final String code = name().toLowerCase(Locale.ROOT);

    /**
     * Whether it changes the whole invoice, so that it is shared over the lines that it lowers when they are credited.
     */
    public boolean isShared() {
        return this == CREDIT_CONSUMPTION || this == ROUNDING;
    }

    /** The name as files and the database write it, such as {@code usage_charge}. */
    public String code() {
        return code;
    }

    /** The type with that {@link #code()}. */
    public static LineType ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
