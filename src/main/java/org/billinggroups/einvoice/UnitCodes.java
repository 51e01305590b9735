package org.billinggroups.einvoice;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Units of usage as codes of UN/ECE Recommendation 20, which EN 16931 demands (BT-130). Price lists and usage name
 * units as they like; what has no code here counts as {@value #ONE}, and the line keeps its own word for it.
 */
final class UnitCodes {
    /** One, the unit of things that are counted. */
    static final String ONE = "C62";

    private static final Map<String, String> CODES = new HashMap<>();

    static {
        put("SEC", "s", "sec", "second", "seconds");
        put("MIN", "min", "minute", "minutes");
        put("HUR", "h", "hr", "hrs", "hour", "hours");
        put("DAY", "d", "day", "days");
        put("WEE", "week", "weeks");
        put("MON", "month", "months", "mo");
        put("ANN", "year", "years");
        put("AD", "byte", "bytes", "b");
        put("2P", "kb", "kilobyte", "kilobytes");
        put("4L", "mb", "megabyte", "megabytes");
        put("E34", "gb", "gigabyte", "gigabytes");
        put("E35", "tb", "terabyte", "terabytes");
        put("E36", "pb", "petabyte", "petabytes");
        put("E64", "kib", "kibibyte", "kibibytes");
        put("E63", "mib", "mebibyte", "mebibytes");
        put("E62", "gib", "gibibyte", "gibibytes");
        put("E61", "tib", "tebibyte", "tebibytes");
        put("E60", "pib", "pebibyte", "pebibytes");
        put("KWH", "kwh", "kilowatt hour", "kilowatt hours");
        put("H87", "piece", "pieces", "pcs");
        put("E48", "service unit", "service units");
    }

    private UnitCodes() {}

    /** The code of a unit, or {@value #ONE}. */
    static String of(String unit) {
        return CODES.getOrDefault(key(unit), ONE);
    }

    /** Whether the code says what the unit says. */
    static boolean isKnown(String unit) {
        return CODES.containsKey(key(unit));
    }

    private static void put(String code, String... units) {
        for (var unit : units) {
            CODES.put(unit, code);
        }
    }

    private static String key(String unit) {
        return unit.strip().toLowerCase(Locale.ROOT);
    }
}
