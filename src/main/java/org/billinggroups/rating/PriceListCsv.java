package org.billinggroups.rating;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.billinggroups.account.TaxRate;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InputProblems;
import org.jspecify.annotations.Nullable;

/**
 * The price list file: CSV with one row per tier, in order.
 *
 * <pre>
 * sku,model,currency,unit,up_to,unit_price,flat_fee,package_size,free_units,tier_scope,quantity_rounding,valid_from,
 * tax_class,billing_group,valid_until
 * vm-small,per_unit,EUR,hour,,0.05,,,,,interval:1,2026-01-01,standard,,
 * egress,graduated,EUR,GB,10,0,,,,billing_group,,2026-01-01,,,
 * egress,graduated,EUR,GB,,0.08,,,,billing_group,,2026-01-01,,,
 * vm-small,per_unit,EUR,hour,,0.04,,,,,interval:1,2026-10-01,standard,Europe,2027-10-01 </pre>
 *
 * <p>{@code sku} may end in {@code *}; {@code up_to} is inclusive and empty for no end; columns that a model does not
 * use are empty; {@code tier_scope} is {@code project} if empty; {@code quantity_rounding} is empty, {@code line:STEP}
 * or {@code interval:STEP}. The last three columns may be absent: {@code tax_class} is {@code standard} if empty;
 * {@code billing_group} is an id or a name, empty for everyone; {@code valid_until} is exclusive, empty for no end.
 */
final class PriceListCsv {
    static final List<String> COLUMNS = List.of("sku", "model", "currency", "unit", "up_to", "unit_price", "flat_fee",
            "package_size", "free_units", "tier_scope", "quantity_rounding", "valid_from");
    private static final List<String> MORE_COLUMNS = List.of(PriceRow.TAX_CLASS, PriceRow.BILLING_GROUP,
            PriceRow.VALID_UNTIL);
    private static final int MOST_TIERS = 1000;

    private final String file;
    private final Function<String, List<UUID>> groups;
    private final InputProblems problems = new InputProblems();
    private final Map<PriceKey, Draft> drafts = new LinkedHashMap<>();

    private PriceListCsv(String file, Function<String, List<UUID>> groups) {
        this.file = file;
        this.groups = groups;
    }

    /** A price as far as it is read: its first row, whose fields the others have to repeat, and its tiers. */
    private record Draft(PriceRow first, PriceCells shared, List<PriceTier> tiers) {}

    /** A price, and the row that starts it. */
    record Read(PriceRow first, Price price) {}

    /**
     * Reads all prices of a file; their ids are 0.
     *
     * @param groups the billing groups that a text may mean, by id or name
     * @throws org.billinggroups.file.InvalidInputException with everything that is wrong in it
     */
    static List<Read> read(String file, InputStream in, Function<String, List<UUID>> groups) throws IOException {
        var reader = new PriceListCsv(file, groups);
        Set<String> known = new LinkedHashSet<>(COLUMNS);
        known.addAll(MORE_COLUMNS);
        try (var csv = new CsvInput(file, in, known, new LinkedHashSet<>(COLUMNS))) {
            for (var row = csv.next(); row != null; row = csv.next()) {
                reader.readRow(csv, row);
            }
        }
        List<Read> prices = new ArrayList<>();
        if (reader.problems.isEmpty()) {
            reader.drafts.forEach((key, draft) -> reader.finish(key, draft, prices));
        }
        reader.problems.requireNone();
        return prices;
    }

    private void readRow(CsvInput csv, CsvInput.Row cells) {
        if (cells.size() != csv.width()) {
            problems.add(new InputProblem(file, cells.line(), "", "",
                    "expected " + csv.width() + " cells, found " + cells.size()));
            return;
        }
        var byColumn = new LinkedHashMap<String, String>();
        csv.header().forEach(name -> byColumn.put(name, cells.cell(csv.column(name))));
        var row = new PriceRow(file, cells.line(), new PriceCells(byColumn), problems);
        long before = problems.count();
        row.checkShared();
        var groupId = row.group(groups);
        if (!row.hasModel()) {
            return;
        }
        var tier = row.tier();
        if (problems.count() == before) {
            add(row, groupId, tier);
        }
    }

    private void add(PriceRow row, @Nullable UUID groupId, PriceTier tier) {
        var shared = row.cells().shared();
        var draft = drafts.computeIfAbsent(row.key(groupId), key -> new Draft(row, shared, new ArrayList<>()));
        draft.shared().byColumn().forEach((name, value) -> row.check(value.equals(shared.get(name)), name,
                "expected '" + value + "' as in line " + draft.first().line() + ", which starts this price"));
        if (draft.tiers().size() <= MOST_TIERS) {
            draft.tiers().add(tier);
            row.check(draft.tiers().size() <= MOST_TIERS, "sku",
                    "expected at most " + MOST_TIERS + " rows (tiers) of a price");
        }
    }

    private void finish(PriceKey key, Draft draft, List<Read> prices) {
        var cells = draft.shared();
        var model = PriceModel.ofCode(cells.get("model"));
        boolean oneTier = model == PriceModel.PER_UNIT || model == PriceModel.PACKAGE;
        if (oneTier && (draft.tiers().size() > 1 || draft.tiers().getFirst().upTo() != null)) {
            problem(draft, "expected one row without up_to with the model " + model.code());
            return;
        }
        try {
            prices.add(new Read(draft.first(), new Price(0, key, draft.first().date(PriceRow.VALID_UNTIL), model,
                    cells.get("unit"),
                    model == PriceModel.PACKAGE ? new BigDecimal(cells.get("package_size")) : null,
                    cells.get("free_units").isEmpty() ? BigDecimal.ZERO : new BigDecimal(cells.get("free_units")),
                    cells.get("tier_scope").isEmpty() ? TierScope.PROJECT : TierScope.ofCode(cells.get("tier_scope")),
                    rounding(cells.get("quantity_rounding")),
                    cells.get(PriceRow.TAX_CLASS).isEmpty() ? TaxRate.STANDARD : cells.get(PriceRow.TAX_CLASS),
                    draft.tiers())));
        } catch (IllegalArgumentException e) {
            problem(draft, "expected tiers that grow, only the last without an end");
        }
    }

    private void problem(Draft draft, String reason) {
        problems.add(new InputProblem(file, draft.first().line(), "up_to", "", reason));
    }

    private static QuantityRounding rounding(String text) {
        if (text.isEmpty()) {
            return QuantityRounding.NONE;
        }
        var step = new BigDecimal(text.substring(text.indexOf(':') + 1));
        return new QuantityRounding(
                text.startsWith("line") ? QuantityRounding.Scope.LINE : QuantityRounding.Scope.INTERVAL, step);
    }
}
