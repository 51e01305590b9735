package org.billinggroups.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.billinggroups.file.HostileTexts;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class FocusUsageCsvTest {
    private static final List<String> HOSTILE = HostileTexts.IN_UTF8;
    private static final FocusSettings SETTINGS = new FocusSettings("oci_ReferenceNumber", "exclude");

    /** A row as version 1.2 has it. */
    private final Map<String, String> row = new LinkedHashMap<>(Map.ofEntries(Map.entry("SubAccountId", "shop-prod"),
            Map.entry("SubAccountName", "Shop"), Map.entry("ServiceName", "Storage"), Map.entry("SkuId", "S-1"),
            Map.entry("ChargeDescription", "$0.02 per GB"), Map.entry("ChargeCategory", "Usage"),
            Map.entry("PricingQuantity", "2"), Map.entry("PricingUnit", "GB-Months"),
            Map.entry("ConsumedQuantity", "2048"), Map.entry("ConsumedUnit", "MB"),
            Map.entry("BilledCost", "0.00000004"), Map.entry("BillingCurrency", "USD"),
            Map.entry("BillingPeriodStart", "2024-09-01T00:00:00Z"), Map.entry("BillingAccountId", "B-7"),
            Map.entry("ChargePeriodStart", "2024-09-18T22:00:00Z"),
            Map.entry("ChargePeriodEnd", "2024-09-18T23:00:00Z"),
            Map.entry("ChargeClass", "NULL"), Map.entry("x_Team", "blue"), Map.entry("ResourceId", "arn:1"),
            Map.entry("InvoiceId", ""), Map.entry("Tags", "{\"\"a\"\": \"\"b,c\"\"}")));

    private boolean byPriceList;

    private record Read(List<UsageRecord> records, List<InputProblem> problems) {
        UsageRecord only() {
            assertThat(problems).isEmpty();
            assertThat(records).hasSize(1);
            return records.getFirst();
        }
    }

    private Read read() throws IOException {
        List<String> names = new ArrayList<>(row.keySet());
        return read(names);
    }

    private Read read(List<String> names) throws IOException {
        var text = String.join(",", names) + "\n"
                + String.join(",", names.stream().map(name -> '"' + row.get(name) + '"').toList()) + "\n";
        var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        var read = new Read(new ArrayList<>(), new ArrayList<>());
        try (var csv = UsageFormat.FOCUS.open("export.csv", in)) {
            var rows = new FocusUsageCsv("export.csv", csv, byPriceList, true, SETTINGS);
            for (var next = csv.next(); next != null; next = csv.next()) {
                var record = rows.read(next);
                if (record != null) {
                    read.records().add(record);
                }
                read.problems().addAll(rows.problems());
            }
        }
        return read;
    }

    @Test
    void readsARowOfAProvider() throws IOException {
        var record = read().only();
        assertThat(record.usageId()).matches("focus:[A-Za-z0-9_-]{22}-1");
        assertThat(record).isEqualTo(new UsageRecord(record.usageId(), "shop-prod", "Storage", "S-1",
                BigDecimal.TWO, "GB-Months", Instant.parse("2024-09-18T22:00:00Z"),
                Instant.parse("2024-09-18T23:00:00Z"), new BigDecimal("0.00000004"), CurrencyUnit.USD, "usage",
                "$0.02 per GB", BillingPeriod.parse("2024-09")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2024-09-18 22:00:00       | 2024-09-18T22:00:00Z
            2024-09-18T22:00Z         | 2024-09-18T22:00:00Z
            2024-09-18T22:00:00+02:00 | 2024-09-18T20:00:00Z
            2024-09-18 22:00:00 UTC        | 2024-09-18T22:00:00Z
            2024-09-18 22:00:00.5 UTC      | 2024-09-18T22:00:00.5Z
            2024-09-18 22:00:00+00         | 2024-09-18T22:00:00Z
            2024-09-18 22:00:00.000 +0530  | 2024-09-18T16:30:00Z
            2024-09-18T22:00:00.123456789Z | 2024-09-18T22:00:00.123456Z
            2024-09-18T22:00:00.000000000+08:00 | 2024-09-18T14:00:00Z
            2024-09-18T22:00:00            | 2024-09-18T22:00:00Z
            """)
    void takesTimesInTheFormsThatOccur(String written, Instant expected) throws IOException {
        row.put("ChargePeriodStart", written);
        assertThat(read().only().startedAt()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1.86E-8                       | 0.0000000186
            227.28753400000005            | 227.28753400000005
            -2.61370000000                | -2.6137
            0.000000000000000000000000001 | 0.000000000000000000000000001
            .5                            | 0.5
            """)
    void keepsAmountsToTheLastDigit(String written, BigDecimal expected) throws IOException {
        row.put("BilledCost", written);
        assertThat(read().only().amount()).isEqualByComparingTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1.7763568394002505e-15          | 0.000000000000001776356839400250
            1.7763568394002515e-15          | 0.000000000000001776356839400252
            -0.1000000000000000055511151231257827021181583404541015625 | -0.100000000000000005551115123126
            4.9E-324                        | 0
            -1e-2147483647                  | 0
            99999999999999999999.00000000000000000000000000000001 | 99999999999999999999
            """)
    void roundsHalfEvenWhatHasMoreThanThirtyDecimals(String written, BigDecimal expected) throws IOException {
        row.put("BilledCost", written);
        var amount = read().only().amount();
        assertThat(amount).isEqualByComparingTo(expected);
        assertThat(UsageFields.isRounded(amount)).isTrue();
        row.put("BilledCost", "0.000000000000001776356839400250");
        assertThat(UsageFields.isRounded(read().only().amount())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-08-31T16:00:00Z      | 2026-09-30T15:59:59Z      | 2026-09
            2026-09-01T00:00:00+08:00 | 2026-10-01T00:00:00+08:00 | 2026-09
            2026-09-01 07:00:00 UTC   | 2026-10-01 07:00:00 UTC   | 2026-09
            2026-08-31T10:00:00Z      | 2026-09-30T10:00:00Z      | 2026-09
            2026-09-01T00:00:00Z      | 2026-09-30T23:59:59.999999999Z | 2026-09
            2026-02-01T00:00:00Z      | 2026-03-01T00:00:00Z      | 2026-02
            2026-09-01T00:00:00Z      | 2026-09-01T00:00:00Z      | 2026-09
            2026-08-31T16:00:00Z      | NULL                      | 2026-09
            2026-09-01T12:00:00Z      | NULL                      | 2026-09
            """)
    void belongsToTheMonthInWhichTheMiddleOfItsBillingPeriodLies(String start, String end, String month)
            throws IOException {
        row.put("BillingPeriodStart", start);
        row.put("BillingPeriodEnd", end);
        assertThat(read().only().billedIn()).isEqualTo(BillingPeriod.parse(month));
    }

    @Test
    void isToBePricedWithoutItsCost() throws IOException {
        row.put("BilledCost", "");
        row.put("BillingCurrency", "");
        assertThat(read().only()).satisfies(record -> {
            assertThat(record.amount()).isNull();
            assertThat(record.currency()).isNull();
            assertThat(record.quantity()).isEqualByComparingTo("2");
        });
        row.remove("BilledCost");
        row.remove("BillingCurrency");
        assertThat(read().only().amount()).isNull();
        row.put("PricingQuantity", "");
        row.put("ConsumedUnit", "");
        assertThat(read().problems()).singleElement().asString()
                .contains("PricingQuantity '': is missing: without BilledCost the row is to be priced");
    }

    @ParameterizedTest
    @CsvSource({ "2024-08-31T20:00:00Z, 2024-08-31T21:00:00Z, 2024-09-01T00:00:00Z, 2024-09-01T00:00:00Z",
            "2024-08-31T20:00:00Z, 2024-09-01T20:00:00Z, 2024-09-01T00:00:00Z, 2024-09-01T20:00:00Z",
            "2024-09-30T20:00:00Z, 2024-10-01T20:00:00Z, 2024-09-30T20:00:00Z, 2024-10-01T20:00:00Z",
            "2024-10-01T00:00:00Z, 2024-10-01T20:00:00Z, 2024-09-30T23:59:59.999999Z, 2024-10-01T20:00:00Z" })
    void isPricedInItsBillingPeriod(String start, String end, Instant startedAt, Instant endedAt) throws IOException {
        byPriceList = true;
        row.put("ChargePeriodStart", start);
        row.put("ChargePeriodEnd", end);
        assertThat(read().only()).satisfies(record -> {
            assertThat(record.startedAt()).isEqualTo(startedAt);
            assertThat(record.endedAt()).isEqualTo(endedAt);
        });
    }

    @Test
    void isToBePricedWhateverItCostsWhereThePriceListIsToCount() throws IOException {
        byPriceList = true;
        assertThat(read().only()).satisfies(record -> {
            assertThat(record.amount()).isNull();
            assertThat(record.currency()).isNull();
        });
    }

    /** A project may be called so. */
    @Test
    void takesTheWordForNullAsTextInOurOwnFiles() throws IOException {
        row.put("SubAccountId", "NULL");
        assertThat(read().only().project()).isEqualTo("B-7");
        row.put(ChargeIdentity.OWN_COLUMN, "INV-1/1");
        assertThat(read().only().project()).isEqualTo("NULL");
    }

    @Test
    void hasDescriptionsInOneLine() throws IOException {
        row.put("ChargeDescription", "Rechen\u00adzentrum \r\n\u200b Nord\u2028\ttwo  blanks\uFEFF");
        row.put("SkuId", "");
        assertThat(read().only()).satisfies(record -> {
            assertThat(record.description()).isEqualTo("Rechen zentrum Nord two  blanks");
            assertThat(record.sku()).isEqualTo(record.description());
        });
        row.put("ChargeDescription", "\u200b\n");
        row.put("SkuId", "S-1");
        assertThat(read().only().description()).isNull();
    }

    @Test
    void billsAChargeWholeInItsBillingPeriodWheneverItBegan() throws IOException {
        row.put("BillingPeriodStart", "2024-10-01 00:00:00");
        row.put("ChargePeriodStart", "2024-09-30 22:00:00");
        row.put("ChargePeriodEnd", "2024-12-01 00:00:00");
        var parts = UsagePart.of(read().only());
        assertThat(parts).hasSize(1);
        assertThat(parts.getFirst().period()).isEqualTo(BillingPeriod.parse("2024-10"));
    }

    @Test
    void takesWhatWasConsumedWhereNothingWasPriced() throws IOException {
        row.put("PricingQuantity", "NULL");
        assertThat(read().only()).satisfies(record -> {
            assertThat(record.quantity()).isEqualByComparingTo("2048");
            assertThat(record.unit()).isEqualTo("MB");
        });
    }

    @Test
    void countsATaxAsOneAndNamesItByItsDescription() throws IOException {
        row.put("ChargeCategory", "Tax");
        for (var empty : List.of("PricingQuantity", "PricingUnit", "ConsumedQuantity", "ConsumedUnit", "SkuId")) {
            row.put(empty, "");
        }
        row.put("ChargeDescription", "VAT");
        assertThat(read().only()).satisfies(record -> {
            assertThat(record.category()).isEqualTo("tax");
            assertThat(record.sku()).isEqualTo("VAT");
            assertThat(record.quantity()).isEqualByComparingTo("1");
        });
        row.put("ChargeDescription", "NULL");
        assertThat(read().only().sku()).isEqualTo("Tax");
    }

    @Test
    void billsTheBillingAccountForChargesOfNoSubAccount() throws IOException {
        row.put("SubAccountId", "NULL");
        assertThat(read().only().project()).isEqualTo("B-7");
        row.put("BillingAccountId", "");
        assertThat(read().problems()).extracting(InputProblem::column).containsExactly("SubAccountId");
        row.remove("SubAccountId");
        row.put("BillingAccountId", "B-8");
        assertThat(read().only().project()).as("no such column").isEqualTo("B-8");
        row.remove("BillingAccountId");
        assertThat(refusal()).isEqualTo("export.csv:1: header 'SubAccountId': the column is missing");
    }

    private String refusal() {
        return String.valueOf(catchThrowableOfType(InvalidInputException.class, this::read).getMessage());
    }

    @Test
    void isReadWithColumnsInCapitalsAndRefusedWithAHintWhereTheirNamesAreLost() throws IOException {
        var ordinary = new LinkedHashMap<>(row);
        row.clear();
        ordinary.forEach((name, value) -> row.put(name.toUpperCase(Locale.ROOT), value));
        assertThat(read().only().project()).isEqualTo("shop-prod");
        for (var separator : List.of("", "_", " ")) {
            row.clear();
            ordinary.forEach((name, value) -> row
                    .put(name.replaceAll("(?<=[a-z])(?=[A-Z])", separator).toLowerCase(Locale.ROOT), value));
            assertThat(refusal())
                    .isEqualTo("export.csv: does not spell its columns as FOCUS does: expected ServiceName "
                            + "and so on, in these capitals and without underscores");
            assertThat(UsageFormat.recognise("f", new ByteArrayInputStream(String.join(",", row.keySet())
                    .getBytes(StandardCharsets.UTF_8)))).isEqualTo(UsageFormat.FOCUS);
        }
    }

    @Test
    void saysThatAChargeCorrectsAnEarlierPeriod() throws IOException {
        row.put("ChargeClass", "Correction");
        assertThat(read().only().description()).isEqualTo("Correction: $0.02 per GB");
    }

    @Test
    void shortensLongDescriptions() throws IOException {
        row.put("ChargeDescription", "\uD83D\uDCBE".repeat(400));
        var description = read().only().description();
        assertThat(description).hasSizeLessThanOrEqualTo(500).endsWith("\uD83D\uDCBE…");
    }

    @Test
    void tellsRowsByTheContentOfKnownColumnsInAnyOrder() throws IOException {
        var id = read().only().usageId();
        var reversed = new ArrayList<>(row.keySet()).reversed();
        assertThat(read(reversed).only().usageId()).isEqualTo(id);
        row.put("x_Team", "red");
        row.put("InvoiceId", "I-1");
        row.put("AvailabilityZone", "NULL");
        assertThat(read().only().usageId()).as("what says nothing about the charge").isEqualTo(id);
        row.put("ResourceId", "arn:2");
        assertThat(read().only().usageId()).isNotEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BilledCost         | $10,100.00            | expected a decimal number
            BillingCurrency    | NULL                  | is missing
            BillingCurrency    | Token                 | expected an ISO 4217 currency code
            ChargePeriodStart  | 5/1/25                | expected a time such as
            ChargePeriodEnd    | 2024-09-18 21:00:00   | expected a time not before ChargePeriodStart
            BillingPeriodStart | ''                    | is missing
            ChargeCategory     | Rebate                | expected Usage, Purchase, Tax, Credit or Adjustment
            PricingQuantity    | 1 Hour                | expected a decimal number
            ServiceName        | NULL                  | is missing
            """)
    void rejectsWhatTheSpecificationForbids(String column, String value, String reason) throws IOException {
        row.put(column, value);
        assertThat(read().problems()).satisfiesExactly(problem -> {
            assertThat(problem.column()).isEqualTo(column);
            assertThat(problem.reason()).contains(reason);
        });
    }

    @Test
    void isRecognisedByItsHeader() throws IOException {
        for (var header : Arrays.asList(String.join(",", row.keySet()), "Id,ChargePeriodStart")) {
            assertThat(UsageFormat.recognise("f", new ByteArrayInputStream(header.getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo(UsageFormat.FOCUS);
        }
        assertThat(
                UsageFormat.recognise("f", new ByteArrayInputStream("usage_id,x\n".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(UsageFormat.NATIVE);
        assertThat(UsageFormat.recognise("f", new ByteArrayInputStream(new byte[0]))).isEqualTo(UsageFormat.NATIVE);
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void keepsNoTextThatCannotBePrinted(String text) throws IOException {
        for (var column : List.copyOf(row.keySet())) {
            var before = row.put(column, text);
            var read = read();
            assertThat(read.records().size() + Math.min(1, read.problems().size())).as(column).isEqualTo(1);
            assertThat(read.problems()).allMatch(problem -> HostileTexts.isHarmless(problem.toString()));
            assertThat(read.records()).allSatisfy(record -> assertThat(List.of(record.usageId(), record.project(),
                    record.service(), record.sku(), record.unit(), String.valueOf(record.description())))
                    .allMatch(HostileTexts::isHarmless));
            row.put(column, before);
        }
    }
}
