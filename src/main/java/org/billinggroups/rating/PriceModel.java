package org.billinggroups.rating;

import java.util.Locale;

/** How a quantity becomes an amount. */
public enum PriceModel {
    /** Quantity x unit price. */
    PER_UNIT,
    /** Each tier prices its own slice of the quantity; every tier entered adds its flat fee. */
    GRADUATED,
    /** The tier that the quantity reaches prices all of it, and adds its flat fee. */
    VOLUME,
    /** Started blocks of so many units at a price per block, after free units. */
    PACKAGE,
    /** The flat amount of the tier that the quantity reaches. */
    STAIRSTEP;

    /** The name as files and the database write it, such as {@code per_unit}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The model with that {@link #code()}. */
    public static PriceModel ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
