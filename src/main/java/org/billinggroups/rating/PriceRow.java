package org.billinggroups.rating;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.billinggroups.account.CurrencyCode;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InputProblems;
import org.billinggroups.file.PrintableText;
import org.billinggroups.period.Days;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** A row of the price list file, and what is wrong with it. */
record PriceRow(String file, long line, PriceCells cells, InputProblems problems) {
    static final String BILLING_GROUP = "billing_group";
    static final String VALID_UNTIL = "valid_until";
    static final String TAX_CLASS = "tax_class";
    static final String VALID_FROM = "valid_from";
    private static final List<String> MODELS = List.of("per_unit", "graduated", "volume", "package", "stairstep");
    private static final String DECIMAL = "([0-9]{1,20}|[0-9]{0,20}\\.[0-9]{1,12})";
    private static final String DATE = "expected a date such as 2026-10-01";
    private static final int LISTED_GROUPS = 5;

    /** Notes what is wrong with the cells that all rows of a price have in common. */
    void checkShared() {
        var sku = cells.get("sku");
        checkText("sku", 255, "expected a SKU, with * only at its end");
        check(sku.indexOf('*') == (sku.endsWith("*") ? sku.length() - 1 : -1), "sku",
                "expected a SKU, with * only at its end");
        check(hasModel(), "model", "expected one of " + String.join(", ", MODELS));
        check(isCurrency(cells.get("currency")), "currency", "expected a currency such as EUR");
        checkText("unit", 64, "expected the unit that is priced, such as hour");
        if (!cells.get(TAX_CLASS).isEmpty()) {
            checkText(TAX_CLASS, 32, "expected the tax class, such as standard");
        }
        check(Set.of("", "project", "billing_group").contains(cells.get("tier_scope")), "tier_scope",
                "expected project, billing_group or nothing");
        check(cells.get("quantity_rounding").matches("|(line|interval):" + DECIMAL)
                && !cells.get("quantity_rounding").matches(".*:[0.]+"), "quantity_rounding",
                "expected nothing, line:STEP or interval:STEP");
        checkDates();
        checkBlocks();
    }

    private void checkDates() {
        var from = date(VALID_FROM);
        check(from != null, VALID_FROM, DATE);
        if (!cells.get(VALID_UNTIL).isEmpty()) {
            var until = date(VALID_UNTIL);
            check(until != null, VALID_UNTIL, DATE + ", or nothing");
            check(until == null || from == null || until.isAfter(from), VALID_UNTIL,
                    "expected a date after valid_from " + from + ": the first day on which the price does not hold");
        }
    }

    private void checkBlocks() {
        var model = cells.get("model");
        if (!hasModel()) {
            return;
        }
        boolean blocks = "package".equals(model);
        check(blocks
                ? isDecimal(cells.get("package_size")) && new BigDecimal(cells.get("package_size")).signum() > 0
                : cells.get("package_size").isEmpty(), "package_size",
                blocks ? "expected the units of a block" : "expected nothing with the model " + model);
        check(cells.get("free_units").isEmpty() || blocks && isDecimal(cells.get("free_units")), "free_units",
                blocks ? "expected a number of units" : "expected nothing with the model " + model);
    }

    /** The billing group that is meant; null for everyone, or if it is wrong. */
    @Nullable
    UUID group(Function<String, List<UUID>> groups) {
        var reference = cells.get(BILLING_GROUP);
        if (reference.isEmpty()) {
            return null;
        }
        var meant = groups.apply(reference);
        if (meant.size() == 1) {
            return meant.getFirst();
        }
        problem(BILLING_GROUP, meant.isEmpty()
                ? "expected the id of a billing group, or a name that only one has, as 'billing group list' shows them"
                : "expected an id, since " + meant.size() + " billing groups have this name: " + String.join(", ",
                        meant.stream().limit(LISTED_GROUPS).map(UUID::toString).toList())
                        + (meant.size() > LISTED_GROUPS ? ", ..." : ""));
        return null;
    }

    /** The tier; notes what is wrong with it. */
    PriceTier tier() {
        var model = cells.get("model");
        boolean steps = "stairstep".equals(model);
        var upTo = decimal("up_to");
        var unitPrice = decimal("unit_price");
        var flatFee = decimal("flat_fee");
        boolean tiered = "graduated".equals(model) || "volume".equals(model);
        check(tiered || steps == cells.get("unit_price").isEmpty(), "unit_price",
                steps ? "expected nothing with the model stairstep" : "is missing");
        check(!"package".equals(model) || cells.get("flat_fee").isEmpty(), "flat_fee",
                "expected nothing with the model package");
        check(!steps || !cells.get("flat_fee").isEmpty(), "flat_fee", "is missing: the amount of the step");
        check(!tiered || !cells.get("unit_price").isEmpty() || !cells.get("flat_fee").isEmpty(), "unit_price",
                "is missing");
        return new PriceTier(cells.get("up_to").isEmpty() ? null : upTo, unitPrice, flatFee);
    }

    /** Which price it is, once nothing is wrong. */
    PriceKey key(@Nullable UUID groupId) {
        return new PriceKey(cells.get("sku"), CurrencyUnit.of(cells.get("currency")), groupId,
                LocalDate.parse(cells.get(VALID_FROM)));
    }

    boolean hasModel() {
        return MODELS.contains(cells.get("model"));
    }

    @Nullable
    LocalDate date(String column) {
        try {
            return Days.parse(cells.get(column));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private BigDecimal decimal(String column) {
        var text = cells.get(column);
        if (text.isEmpty()) {
            return BigDecimal.ZERO;
        }
        check(isDecimal(text), column, "expected a decimal number such as 0.05");
        return isDecimal(text) ? new BigDecimal(text) : BigDecimal.ZERO;
    }

    private static boolean isDecimal(String text) {
        return text.matches(DECIMAL);
    }

    private static boolean isCurrency(String text) {
        try {
            CurrencyCode.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void checkText(String column, int max, String missing) {
        var text = cells.get(column);
        try {
            check(!text.isEmpty(), column, missing);
            PrintableText.require(text, max);
        } catch (IllegalArgumentException e) {
            problem(column, String.valueOf(e.getMessage()));
        }
    }

    void check(boolean holds, String column, String reason) {
        if (!holds) {
            problem(column, reason);
        }
    }

    private void problem(String column, String reason) {
        problems.add(problemOf(column, reason));
    }

    InputProblem problemOf(String column, String reason) {
        return new InputProblem(file, line, column, cells.get(column), reason);
    }
}
