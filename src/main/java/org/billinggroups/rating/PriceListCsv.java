package org.billinggroups.rating;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.billinggroups.account.CurrencyCode;
import org.billinggroups.account.TaxRate;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InputProblems;
import org.billinggroups.file.PrintableText;
import org.billinggroups.period.Days;
import org.joda.money.CurrencyUnit;

/**
 * The price list file: CSV with one row per tier, in order.
 *
 * <pre>
 * sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from,
 * tax_class
 * vm-small,per_unit,EUR,hour,,0.05,,,,,interval:1,2026-01-01,standard
 * egress,graduated,EUR,GB,10,0,,,,billing_group,,2026-01-01,
 * egress,graduated,EUR,GB,,0.08,,,,billing_group,,2026-01-01, </pre>
 *
 * <p>{@code sku} may end in {@code *}; {@code up_to} is inclusive and empty for no end; columns that a model does not
 * use are empty; {@code tier_scope} is {@code project} if empty; {@code quantity_rounding} is empty, {@code line:STEP}
 * or {@code interval:STEP}; {@code tax_class} is {@code standard} if empty or absent.
 */
final class PriceListCsv {
    static final List<String> COLUMNS = List.of("sku", "model", "currency", "unit", "up_to", "unit_price", "flat_fee",
            "package_size", "free_units", "tier_scope", "quantity_rounding", "valid_from");
    private static final String TAX_CLASS = "tax_class";
    private static final List<String> MODELS = List.of("per_unit", "graduated", "volume", "package", "stairstep");
    private static final int MOST_TIERS = 1000;
    private static final String DECIMAL = "([0-9]{1,20}|[0-9]{0,20}\\.[0-9]{1,12})";

    private final String file;
    private final InputProblems problems = new InputProblems();
    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    private PriceListCsv(String file) {
        this.file = file;
    }

    /** A price as far as it is read: the fields of its first row, which the others have to repeat, and its tiers. */
    private record Draft(long line, PriceCells shared, List<PriceTier> tiers) {}

    /**
     * Reads all prices of a file; their ids are 0.
     *
     * @throws org.billinggroups.file.InvalidInputException with everything that is wrong in it
     */
    static List<Price> read(String file, InputStream in) throws IOException {
        var reader = new PriceListCsv(file);
        Set<String> known = new LinkedHashSet<>(COLUMNS);
        known.add(TAX_CLASS);
        try (var csv = new CsvInput(file, in, known, new LinkedHashSet<>(COLUMNS))) {
            for (var row = csv.next(); row != null; row = csv.next()) {
                reader.readRow(csv, row);
            }
        }
        List<Price> prices = new ArrayList<>();
        if (reader.problems.isEmpty()) {
            reader.drafts.values().forEach(draft -> reader.finish(draft, prices));
        }
        reader.problems.requireNone();
        return prices;
    }

    private void readRow(CsvInput csv, CsvInput.Row row) {
        if (row.size() != csv.width()) {
            problem(row.line(), "", "", "expected " + csv.width() + " cells, found " + row.size());
            return;
        }
        var cells = new PriceCells(new LinkedHashMap<>());
        csv.header().forEach(name -> cells.byColumn().put(name, row.cell(csv.column(name))));
        long before = problems.count();
        checkShared(row.line(), cells);
        if (!MODELS.contains(cells.get("model"))) {
            return;
        }
        checkBlocks(row.line(), cells);
        var tier = tier(row.line(), cells);
        if (problems.count() > before) {
            return;
        }
        var shared = cells.shared();
        var key = cells.get("sku") + '\n' + cells.get("currency") + '\n' + cells.get("valid_from");
        var draft = drafts.computeIfAbsent(key, absent -> new Draft(row.line(), shared, new ArrayList<>()));
        draft.shared().byColumn().forEach((name, value) -> {
            if (!value.equals(shared.get(name))) {
                problem(row.line(), name, shared.get(name),
                        "expected '" + value + "' as in line " + draft.line() + ", which starts this price");
            }
        });
        if (draft.tiers().size() <= MOST_TIERS) {
            draft.tiers().add(tier);
            check(draft.tiers().size() <= MOST_TIERS, row.line(), "sku", cells.get("sku"),
                    "expected at most " + MOST_TIERS + " rows (tiers) of a price");
        }
    }

    private void checkShared(long line, PriceCells cells) {
        var sku = cells.get("sku");
        checkText(line, "sku", sku, 255, "expected a SKU, with * only at its end");
        check(sku.indexOf('*') == (sku.endsWith("*") ? sku.length() - 1 : -1), line, "sku", sku,
                "expected a SKU, with * only at its end");
        var model = cells.get("model");
        check(MODELS.contains(model), line, "model", model, "expected one of " + String.join(", ", MODELS));
        check(isCurrency(cells.get("currency")), line, "currency", cells.get("currency"),
                "expected a currency such as EUR");
        checkText(line, "unit", cells.get("unit"), 64, "expected the unit that is priced, such as hour");
        if (!cells.get(TAX_CLASS).isEmpty()) {
            checkText(line, TAX_CLASS, cells.get(TAX_CLASS), 32, "expected the tax class, such as standard");
        }
        check(Set.of("", "project", "billing_group").contains(cells.get("tier_scope")), line, "tier_scope",
                cells.get("tier_scope"), "expected project, billing_group or nothing");
        check(cells.get("quantity_rounding").matches("|(line|interval):" + DECIMAL)
                && !cells.get("quantity_rounding").matches(".*:[0.]+"), line, "quantity_rounding",
                cells.get("quantity_rounding"), "expected nothing, line:STEP or interval:STEP");
        check(isDate(cells.get("valid_from")), line, "valid_from", cells.get("valid_from"),
                "expected a date such as 2026-10-01");
    }

    private void checkBlocks(long line, PriceCells cells) {
        var model = cells.get("model");
        boolean blocks = "package".equals(model);
        check(blocks
                ? isDecimal(cells.get("package_size")) && new BigDecimal(cells.get("package_size")).signum() > 0
                : cells.get("package_size").isEmpty(), line, "package_size", cells.get("package_size"),
                blocks ? "expected the units of a block" : "expected nothing with the model " + model);
        check(cells.get("free_units").isEmpty() || blocks && isDecimal(cells.get("free_units")), line, "free_units",
                cells.get("free_units"),
                blocks ? "expected a number of units" : "expected nothing with the model " + model);
    }

    private PriceTier tier(long line, PriceCells cells) {
        var model = cells.get("model");
        boolean steps = "stairstep".equals(model);
        var upTo = decimal(line, "up_to", cells);
        var unitPrice = decimal(line, "unit_price", cells);
        var flatFee = decimal(line, "flat_fee", cells);
        boolean tiered = "graduated".equals(model) || "volume".equals(model);
        check(tiered || steps == cells.get("unit_price").isEmpty(), line, "unit_price", cells.get("unit_price"),
                steps ? "expected nothing with the model stairstep" : "is missing");
        check(!"package".equals(model) || cells.get("flat_fee").isEmpty(), line, "flat_fee", cells.get("flat_fee"),
                "expected nothing with the model package");
        check(!steps || !cells.get("flat_fee").isEmpty(), line, "flat_fee", "", "is missing: the amount of the step");
        check(!tiered || !cells.get("unit_price").isEmpty() || !cells.get("flat_fee").isEmpty(), line, "unit_price", "",
                "is missing");
        return new PriceTier(cells.get("up_to").isEmpty() ? null : upTo, unitPrice, flatFee);
    }

    private void finish(Draft draft, List<Price> prices) {
        var cells = draft.shared();
        var model = PriceModel.ofCode(cells.get("model"));
        boolean oneTier = model == PriceModel.PER_UNIT || model == PriceModel.PACKAGE;
        if (oneTier && (draft.tiers().size() > 1 || draft.tiers().getFirst().upTo() != null)) {
            problem(draft.line(), "up_to", "", "expected one row without up_to with the model " + model.code());
            return;
        }
        try {
            prices.add(new Price(0, cells.get("sku"), CurrencyUnit.of(cells.get("currency")),
                    LocalDate.parse(cells.get("valid_from")), model, cells.get("unit"),
                    model == PriceModel.PACKAGE ? new BigDecimal(cells.get("package_size")) : null,
                    cells.get("free_units").isEmpty() ? BigDecimal.ZERO : new BigDecimal(cells.get("free_units")),
                    cells.get("tier_scope").isEmpty() ? TierScope.PROJECT : TierScope.ofCode(cells.get("tier_scope")),
                    rounding(cells.get("quantity_rounding")),
                    cells.get(TAX_CLASS).isEmpty() ? TaxRate.STANDARD : cells.get(TAX_CLASS),
                    draft.tiers()));
        } catch (IllegalArgumentException e) {
            problem(draft.line(), "up_to", "", "expected tiers that grow, only the last without an end");
        }
    }

    private static QuantityRounding rounding(String text) {
        if (text.isEmpty()) {
            return QuantityRounding.NONE;
        }
        var step = new BigDecimal(text.substring(text.indexOf(':') + 1));
        return new QuantityRounding(
                text.startsWith("line") ? QuantityRounding.Scope.LINE : QuantityRounding.Scope.INTERVAL, step);
    }

    private BigDecimal decimal(long line, String column, PriceCells cells) {
        var text = cells.get(column);
        if (text.isEmpty()) {
            return BigDecimal.ZERO;
        }
        check(isDecimal(text), line, column, text, "expected a decimal number such as 0.05");
        return isDecimal(text) ? new BigDecimal(text) : BigDecimal.ZERO;
    }

    private static boolean isDecimal(String text) {
        return text.matches(DECIMAL);
    }

    private static boolean isDate(String text) {
        try {
            Days.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isCurrency(String text) {
        try {
            CurrencyCode.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void checkText(long line, String column, String text, int max, String missing) {
        try {
            check(!text.isEmpty(), line, column, text, missing);
            PrintableText.require(text, max);
        } catch (IllegalArgumentException e) {
            problem(line, column, text, String.valueOf(e.getMessage()));
        }
    }

    private void check(boolean holds, long line, String column, String value, String reason) {
        if (!holds) {
            problem(line, column, value, reason);
        }
    }

    private void problem(long line, String column, String value, String reason) {
        problems.add(new InputProblem(file, line, column, value, reason));
    }
}
