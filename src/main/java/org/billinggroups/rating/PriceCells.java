package org.billinggroups.rating;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cells of a row of the price list file by column; empty where the file has no such column. */
record PriceCells(Map<String, String> byColumn) {
    String get(String column) {
        return byColumn.getOrDefault(column, "");
    }

    /** The cells that all rows of a price have in common. */
    PriceCells shared() {
        var shared = new LinkedHashMap<>(byColumn);
        List.of("up_to", "unit_price", "flat_fee").forEach(shared::remove);
        return new PriceCells(shared);
    }
}
