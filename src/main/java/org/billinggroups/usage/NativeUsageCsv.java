package org.billinggroups.usage;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.billinggroups.account.CurrencyCode;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.InputProblem;
import org.jspecify.annotations.Nullable;

/**
 * The native usage file: CSV with these columns in any order, the last four optional.
 *
 * <pre>
 * usage_id,project,service,sku,quantity,unit,started_at,ended_at,amount,currency,category,description
 * u-1,shop-prod,Compute,vm-small,2.5,hour,2026-10-01T00:00:00Z,2026-10-01T02:30:00Z,,,,
 * </pre>
 *
 * <p>{@code usage_id} has 1 to 128 characters; {@code quantity} is a decimal, plain or with exponent; times are ISO
 * 8601 with Z or offset, {@code ended_at} exclusive and not before {@code started_at}; {@code amount} and
 * {@code currency} come together, for usage that arrives already priced; {@code category} is {@code usage} if empty. A
 * record may cover at most {@value #MAX_PERIODS} months.
 */
final class NativeUsageCsv implements UsageRows {
    static final String USAGE_ID = "usage_id";
    static final String PROJECT = "project";
    static final Set<String> REQUIRED = new LinkedHashSet<>(
            List.of(USAGE_ID, PROJECT, "service", "sku", "quantity", "unit", "started_at", "ended_at"));
    static final Set<String> COLUMNS = new LinkedHashSet<>(REQUIRED);
    private static final List<String> OPTIONAL = List.of("amount", "currency", "category", "description");
    private static final long MAX_PERIODS = 120;

    static {
        COLUMNS.addAll(OPTIONAL);
    }

    private final UsageCells cells;
    private final int usageId;
    private final int project;
    private final int service;
    private final int sku;
    private final int quantity;
    private final int unit;
    private final int startedAt;
    private final int endedAt;
    private final int amount;
    private final int currency;
    private final int category;
    private final int description;

    NativeUsageCsv(String file, CsvInput csv) {
        cells = new UsageCells(file, csv);
        usageId = csv.column(USAGE_ID);
        project = csv.column(PROJECT);
        service = csv.column("service");
        sku = csv.column("sku");
        quantity = csv.column("quantity");
        unit = csv.column("unit");
        startedAt = csv.column("started_at");
        endedAt = csv.column("ended_at");
        amount = csv.column("amount");
        currency = csv.column("currency");
        category = csv.column("category");
        description = csv.column("description");
    }

    @Override
    public @Nullable UsageRecord read(CsvInput.Row row) {
        if (!cells.start(row)) {
            return null;
        }
        var start = cells.read(row, "started_at", startedAt, UsageFields::instant);
        var end = cells.read(row, "ended_at", endedAt, UsageFields::instant);
        checkTimes(row, start, end);
        var priced = optional(row, "amount", amount, UsageFields::decimal);
        var pricedIn = optional(row, "currency", currency, CurrencyCode::parse);
        checkPriced(row, isEmpty(row, amount), isEmpty(row, currency));
        var id = cells.read(row, USAGE_ID, usageId, text -> UsageFields.text(text, 128));
        var projectId = cells.read(row, PROJECT, project, UsageFields::project);
        var serviceName = cells.read(row, "service", service, text -> UsageFields.text(text, 255));
        var skuId = cells.read(row, "sku", sku, text -> UsageFields.text(text, 255));
        var used = cells.read(row, "quantity", quantity, UsageFields::decimal);
        var unitName = cells.read(row, "unit", unit, text -> UsageFields.text(text, 64));
        var kind = optional(row, "category", category, UsageFields::category);
        var note = optional(row, "description", description, text -> UsageFields.text(text, 500));
        if (cells.hasProblems() || id == null || projectId == null || serviceName == null || skuId == null
                || used == null || unitName == null || start == null || end == null) {
            return null;
        }
        return new UsageRecord(id, projectId, serviceName, skuId, used, unitName, start, end, priced, pricedIn,
                kind == null ? "usage" : kind, note, null);
    }

    @Override
    public List<InputProblem> problems() {
        return cells.problems();
    }

    private void checkTimes(CsvInput.Row row, @Nullable Instant start, @Nullable Instant end) {
        if (start == null || end == null) {
            return;
        }
        if (end.isBefore(start)) {
            cells.problem(row, "ended_at", row.cell(endedAt),
                    "expected a time not before started_at " + row.cell(startedAt));
        } else if (end.isAfter(start.atOffset(ZoneOffset.UTC).plusMonths(MAX_PERIODS).toInstant())) {
            cells.problem(row, "ended_at", row.cell(endedAt),
                    "expected at most " + MAX_PERIODS + " months after started_at");
        }
    }

    private void checkPriced(CsvInput.Row row, boolean withoutAmount, boolean withoutCurrency) {
        if (withoutAmount && !withoutCurrency) {
            cells.problem(row, "amount", "", "is missing: there is a currency");
        } else if (withoutCurrency && !withoutAmount) {
            cells.problem(row, "currency", "", "is missing: there is an amount");
        }
    }

    private static boolean isEmpty(CsvInput.Row row, int column) {
        return column < 0 || row.cell(column).isEmpty();
    }

    private <T> @Nullable T optional(CsvInput.Row row, String name, int column, Function<String, T> rule) {
        return isEmpty(row, column) ? null : cells.read(row, name, column, rule);
    }
}
