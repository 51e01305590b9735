package org.billinggroups.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.billinggroups.account.CurrencyCode;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.PrintableText;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * A cost and usage export of a provider by the FinOps Open Cost and Usage Specification (FOCUS), versions 1.0 to 1.3:
 * CSV with the specification's columns in any order; columns that it does not know are left out.
 *
 * <p>The project is {@code SubAccountId}, and {@code BillingAccountId} for charges of no sub account; the SKU
 * {@code SkuId}, else {@code ChargeDescription}, else {@code ChargeCategory}; the quantity {@code PricingQuantity},
 * else {@code ConsumedQuantity}, else 1; the amount {@code BilledCost}, without which a row is usage to be priced. A
 * record is billed whole in the month of its billing period. Null is an empty cell or the word {@code NULL}.
 *
 * <p>Rows have no identity of their own; {@link ChargeIdentity} makes one.
 */
final class FocusUsageCsv implements UsageRows {
    static final String BILLED_COST = "BilledCost";
    static final String CHARGE_PERIOD_START = "ChargePeriodStart";
    static final String PROJECT_NAME = "SubAccountName";
    static final String BILLING_ACCOUNT_NAME = "BillingAccountName";

    static final String PROJECT = "SubAccountId";
    private static final String CHARGE_CATEGORY = "ChargeCategory";
    private static final String CHARGE_PERIOD_END = "ChargePeriodEnd";
    static final String BILLING_ACCOUNT = "BillingAccountId";
    private static final String PERIOD_START = "BillingPeriodStart";
    private static final String PERIOD_END = "BillingPeriodEnd";
    static final Set<String> REQUIRED = new LinkedHashSet<>(
            List.of("ServiceName", PERIOD_START, CHARGE_PERIOD_START, CHARGE_PERIOD_END, CHARGE_CATEGORY));
    /** By so much the start of a month comes before that of UTC where the sun rises first. */
    private static final Duration EARLIEST_ZONE = Duration.ofHours(14);
    private static final int MAX_TEXT = 255;
    private static final int MAX_DESCRIPTION = 500;

    /** The columns whose names are known, whether in capitals or not. */
    static final Set<String> COLUMNS = new LinkedHashSet<>(List.of("AllocatedMethodDetails", "AllocatedMethodId",
            "AllocatedResourceId", "AllocatedResourceName", "AllocatedTags", "AvailabilityZone", BILLED_COST,
            BILLING_ACCOUNT, BILLING_ACCOUNT_NAME, "BillingAccountType", "BillingCurrency", "BillingPeriodEnd",
            "BillingPeriodStart", "CapacityReservationId", "CapacityReservationStatus", CHARGE_CATEGORY, "ChargeClass",
            "ChargeDescription", "ChargeFrequency", CHARGE_PERIOD_END, CHARGE_PERIOD_START,
            "CommitmentDiscountCategory", "CommitmentDiscountId", "CommitmentDiscountName",
            "CommitmentDiscountQuantity", "CommitmentDiscountStatus", "CommitmentDiscountType",
            "CommitmentDiscountUnit", "ConsumedQuantity", "ConsumedUnit", "ContractApplied", "ContractedCost",
            "ContractedUnitPrice", "EffectiveCost", "HostProviderName", "InvoiceIssuerName", "ListCost",
            "ListUnitPrice", "PricingCategory", "PricingCurrency", "PricingCurrencyContractedUnitPrice",
            "PricingCurrencyEffectiveCost", "PricingCurrencyListUnitPrice", "PricingQuantity", "PricingUnit",
            "ProviderName", "PublisherName", "RegionId", "RegionName", "ResourceId", "ResourceName", "ResourceType",
            "ServiceCategory", "ServiceName", "ServiceProviderName", "ServiceSubcategory", "SkuId", "SkuMeter",
            "SkuPriceDetails", "SkuPriceId", PROJECT, PROJECT_NAME, "SubAccountType", "Tags"));

    private record Measured(BigDecimal quantity, String unit) {}

    private final CsvInput csv;
    private final boolean byPriceList;
    private final boolean chargesTax;
    private final UsageCells cells;
    private final ChargeIdentity identity;

    FocusUsageCsv(String file, CsvInput csv, boolean byPriceList, boolean chargesTax, FocusSettings settings) {
        this.csv = csv;
        this.byPriceList = byPriceList;
        this.chargesTax = chargesTax;
        cells = new UsageCells(file, csv);
        identity = new ChargeIdentity(cells, settings);
    }

    @Override
    public @Nullable UsageRecord read(CsvInput.Row row) {
        if (!cells.start(row)) {
            return null;
        }
        var project = project(cells, row);
        var service = cells.required(row, "ServiceName",
                text -> UsageFields.text(PrintableText.inOneLine(text), MAX_TEXT));
        boolean metered = byPriceList || cells.value(row, BILLED_COST) == null;
        var amount = metered ? null : cells.required(row, BILLED_COST, UsageFields::providersDecimal);
        var currency = metered ? null : cells.required(row, "BillingCurrency", CurrencyCode::parse);
        var period = period(row);
        var start = cells.required(row, CHARGE_PERIOD_START, UsageFields::providersInstant);
        var end = cells.required(row, CHARGE_PERIOD_END, UsageFields::providersInstant);
        checkOrder(row, CHARGE_PERIOD_START, start, CHARGE_PERIOD_END, end);
        var category = cells.required(row, CHARGE_CATEGORY, FocusUsageCsv::category);
        var sku = sku(row);
        var measured = measured(row, metered);
        var description = description(row);
        if (cells.hasProblems() || project == null || service == null || period == null || start == null || end == null
                || category == null || sku == null || measured == null) {
            return null;
        }
        // Prices are those of the billing period, although a charge may begin before or after it.
        var pricedAt = metered ? within(period, start) : start;
        return new UsageRecord(identity.of(row, start, end), project, service, sku, measured.quantity(),
                measured.unit(), pricedAt, end.isBefore(pricedAt) ? pricedAt : end, amount, currency,
                isTax(row) && !chargesTax ? UsageRecord.PROVIDERS_TAX : category, description, period);
    }

    private static Instant within(BillingPeriod period, Instant start) {
        if (start.isBefore(period.start())) {
            return period.start();
        }
        return start.isBefore(period.end()) ? start : period.end().minus(1, ChronoUnit.MICROS);
    }

    @Override
    public List<InputProblem> problems() {
        return cells.problems();
    }

    /** The project of a row, or null if it has none that is right. */
    static @Nullable String project(UsageCells cells, CsvInput.Row row) {
        var column = cells.value(row, PROJECT) == null && cells.value(row, BILLING_ACCOUNT) != null
                ? BILLING_ACCOUNT
                : PROJECT;
        return cells.required(row, column, UsageFields::project);
    }

    private @Nullable String sku(CsvInput.Row row) {
        for (var name : List.of("SkuId", "ChargeDescription", CHARGE_CATEGORY)) {
            if (cells.value(row, name) != null) {
                return cells.required(row, name, text -> UsageFields.text(PrintableText.shortened(name.equals("SkuId")
                        ? text
                        : PrintableText.inOneLine(text), MAX_TEXT), MAX_TEXT));
            }
        }
        return null;
    }

    /**
     * The month in which the middle of the billing period lies, since providers write the month of another time zone,
     * and some its last second; without an end the month that begins first after the start, somewhere in the world.
     */
    private @Nullable BillingPeriod period(CsvInput.Row row) {
        var start = cells.required(row, PERIOD_START, UsageFields::providersInstant);
        if (start == null || cells.value(row, PERIOD_END) == null) {
            return start == null ? null : BillingPeriod.containing(start.plus(EARLIEST_ZONE));
        }
        var end = cells.required(row, PERIOD_END, UsageFields::providersInstant);
        checkOrder(row, PERIOD_START, start, PERIOD_END, end);
        return end == null ? null : BillingPeriod.containing(start.plus(Duration.between(start, end).dividedBy(2)));
    }

    /** Text that says what the charge is, and whether it corrects one of a period before. */
    private @Nullable String description(CsvInput.Row row) {
        var written = cells.value(row, "ChargeDescription");
        var text = written == null ? "" : PrintableText.inOneLine(written);
        var isCorrection = "correction".equalsIgnoreCase(cells.value(row, "ChargeClass"));
        if (text.isBlank()) {
            return isCorrection ? "Correction" : null;
        }
        return PrintableText.shortened((isCorrection ? "Correction: " : "") + text, MAX_DESCRIPTION);
    }

    /** What was priced, else what was consumed; a charge that has its cost may have neither, and counts as one. */
    private @Nullable Measured measured(CsvInput.Row row, boolean metered) {
        for (var kind : List.of("Pricing", "Consumed")) {
            if (cells.value(row, kind + "Quantity") != null && cells.value(row, kind + "Unit") != null) {
                var quantity = cells.required(row, kind + "Quantity", UsageFields::providersDecimal);
                var unit = cells.required(row, kind + "Unit", text -> UsageFields.text(text, 64));
                return quantity == null || unit == null ? null : new Measured(quantity, unit);
            }
        }
        if (metered && !isTax(row)) {
            cells.problem(row, cells.value(row, "PricingQuantity") == null ? "PricingQuantity" : "PricingUnit", "",
                    byPriceList
                            ? "is missing: it is to be priced"
                            : "is missing: without BilledCost the row is to be priced");
            return null;
        }
        return new Measured(BigDecimal.ONE, "unit");
    }

    private void checkOrder(CsvInput.Row row, String startColumn, @Nullable Instant start, String endColumn,
            @Nullable Instant end) {
        if (start != null && end != null && end.isBefore(start)) {
            cells.problem(row, endColumn, row.cell(csv.column(endColumn)),
                    "expected a time not before " + startColumn + ' ' + row.cell(csv.column(startColumn)));
        }
    }

    private boolean isTax(CsvInput.Row row) {
        return "tax".equalsIgnoreCase(cells.value(row, CHARGE_CATEGORY));
    }

    private static String category(String text) {
        try {
            return UsageFields.category(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected Usage, Purchase, Tax, Credit or Adjustment", e);
        }
    }
}
