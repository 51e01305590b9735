package org.billinggroups.usage;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.billinggroups.account.CurrencyCode;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.Sha256;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * A cost and usage export of a provider by the FinOps Open Cost and Usage Specification (FOCUS), versions 1.0 to 1.3: CSV
 * with the specification's columns in any order; columns that it does not know are left out.
 *
 * <p>The project is {@code SubAccountId}, and {@code BillingAccountId} for charges of no sub account; the SKU
 * {@code SkuId}, else {@code ChargeDescription}, else {@code ChargeCategory}; the quantity {@code PricingQuantity}, else
 * {@code ConsumedQuantity}, else 1; the amount {@code BilledCost}. A record is billed whole in the month of
 * {@code BillingPeriodStart}. Null is an empty cell or the word {@code NULL}.
 *
 * <p>Rows have no identity of their own, so it is made of their content: {@value #ID_PREFIX}, 22 characters of its
 * SHA-256, and the number of the row among rows with the same content. {@link UsageRepeats} counts those.
 */
final class FocusUsageCsv implements UsageRows {
    static final String BILLED_COST = "BilledCost";
    static final String CHARGE_PERIOD_START = "ChargePeriodStart";
    static final String PROJECT_NAME = "SubAccountName";
    static final String ID_PREFIX = "focus-";
    /** Characters of an id that tell the content, with the hyphen after it. */
    static final int CONTENT_LENGTH = ID_PREFIX.length() + 22 + 1;

    private static final String PROJECT = "SubAccountId";
    private static final String CHARGE_CATEGORY = "ChargeCategory";
    private static final String CHARGE_PERIOD_END = "ChargePeriodEnd";
    static final Set<String> REQUIRED = new LinkedHashSet<>(List.of(PROJECT, "ServiceName", BILLED_COST,
            "BillingCurrency", "BillingPeriodStart", CHARGE_PERIOD_START, CHARGE_PERIOD_END, CHARGE_CATEGORY));
    private static final int HASH_BYTES = 16;
    private static final int MAX_TEXT = 255;
    private static final int MAX_DESCRIPTION = 500;

    /**
     * The columns that make a row's content: those of the specification but {@code InvoiceId}, which providers fill in
     * when they have issued their invoice.
     */
    private static final List<String> CONTENT = List.of("AllocatedMethodDetails", "AllocatedMethodId",
            "AllocatedResourceId", "AllocatedResourceName", "AllocatedTags", "AvailabilityZone", BILLED_COST,
            "BillingAccountId", "BillingAccountName", "BillingAccountType", "BillingCurrency", "BillingPeriodEnd",
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
            "SkuPriceDetails", "SkuPriceId", PROJECT, PROJECT_NAME, "SubAccountType", "Tags");

    /** The columns whose names are known, whether in capitals or not. */
    static final Set<String> COLUMNS = new LinkedHashSet<>(CONTENT);

    private record Column(int index, byte[] name) {}

    private record Measured(BigDecimal quantity, String unit) {}

    private final CsvInput csv;
    private final UsageCells cells;
    private final List<Column> content = new ArrayList<>();
    private final MessageDigest digest = Sha256.newDigest();

    FocusUsageCsv(String file, CsvInput csv) {
        this.csv = csv;
        cells = new UsageCells(file, csv);
        for (var name : CONTENT) {
            if (csv.column(name) >= 0) {
                content.add(new Column(csv.column(name), (name + '=').getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    @Override
    public @Nullable UsageRecord read(CsvInput.Row row) {
        if (!cells.start(row)) {
            return null;
        }
        var project = project(cells, row);
        var service = cells.required(row, "ServiceName", text -> UsageFields.text(text, MAX_TEXT));
        var amount = cells.required(row, BILLED_COST, UsageFields::longDecimal);
        var currency = cells.required(row, "BillingCurrency", CurrencyCode::parse);
        var period = cells.required(row, "BillingPeriodStart", UsageFields::providersInstant);
        var start = cells.required(row, CHARGE_PERIOD_START, UsageFields::providersInstant);
        var end = cells.required(row, CHARGE_PERIOD_END, UsageFields::providersInstant);
        checkTimes(row, start, end);
        var category = cells.required(row, CHARGE_CATEGORY, FocusUsageCsv::category);
        var sku = sku(row);
        var measured = measured(row);
        var description = description(row);
        if (cells.hasProblems() || project == null || service == null || amount == null || currency == null
                || period == null || start == null || end == null || category == null || sku == null
                || measured == null) {
            return null;
        }
        return new UsageRecord(id(row), project, service, sku, measured.quantity(), measured.unit(), start, end,
                amount, currency, category, description, BillingPeriod.containing(period));
    }

    @Override
    public List<InputProblem> problems() {
        return cells.problems();
    }

    /** The project of a row, or null if it has none that is right. */
    static @Nullable String project(UsageCells cells, CsvInput.Row row) {
        var column = cells.value(row, PROJECT) == null && cells.value(row, "BillingAccountId") != null
                ? "BillingAccountId"
                : PROJECT;
        return cells.required(row, column, UsageFields::project);
    }

    private @Nullable String sku(CsvInput.Row row) {
        for (var name : List.of("SkuId", "ChargeDescription", CHARGE_CATEGORY)) {
            if (cells.value(row, name) != null) {
                return cells.required(row, name, text -> UsageFields.text(shortened(text, MAX_TEXT), MAX_TEXT));
            }
        }
        return null;
    }

    /** Text that says what the charge is, and whether it corrects one of a period before. */
    private @Nullable String description(CsvInput.Row row) {
        var text = cells.value(row, "ChargeDescription");
        var isCorrection = "correction".equalsIgnoreCase(cells.value(row, "ChargeClass"));
        if (text == null) {
            return isCorrection ? "Correction" : null;
        }
        return cells.required(row, "ChargeDescription", found -> UsageFields
                .text(shortened((isCorrection ? "Correction: " : "") + found, MAX_DESCRIPTION), MAX_DESCRIPTION));
    }

    /** What was priced, else what was consumed; taxes and the like may have neither, and count as one. */
    private @Nullable Measured measured(CsvInput.Row row) {
        for (var kind : List.of("Pricing", "Consumed")) {
            if (cells.value(row, kind + "Quantity") != null && cells.value(row, kind + "Unit") != null) {
                var quantity = cells.required(row, kind + "Quantity", UsageFields::longDecimal);
                var unit = cells.required(row, kind + "Unit", text -> UsageFields.text(text, 64));
                return quantity == null || unit == null ? null : new Measured(quantity, unit);
            }
        }
        return new Measured(BigDecimal.ONE, "unit");
    }

    private void checkTimes(CsvInput.Row row, @Nullable Instant start, @Nullable Instant end) {
        if (start != null && end != null && end.isBefore(start)) {
            cells.problem(row, CHARGE_PERIOD_END, row.cell(csv.column(CHARGE_PERIOD_END)),
                    "expected a time not before ChargePeriodStart " + row.cell(csv.column(CHARGE_PERIOD_START)));
        }
    }

    private static String category(String text) {
        try {
            return UsageFields.category(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected Usage, Purchase, Tax, Credit or Adjustment", e);
        }
    }

    private String id(CsvInput.Row row) {
        for (var column : content) {
            var cell = row.cell(column.index());
            if (!UsageCells.isNull(cell)) {
                digest.update(column.name());
                digest.update(cell.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
        }
        var hash = Arrays.copyOf(digest.digest(), HASH_BYTES);
        return ID_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + "-1";
    }

    /** Providers describe charges at any length. */
    private static String shortened(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
        return text.substring(0, end) + '…';
    }
}
