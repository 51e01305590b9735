package org.billinggroups.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.billinggroups.file.HostileTexts;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InvalidInputException;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class PriceListCsvTest {
    private static final String HEADER = String.join(",", PriceListCsv.COLUMNS);

    private static final List<String> HOSTILE = HostileTexts.IN_UTF8;

    private static final UUID NORTH = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final UUID SOUTH = UUID.fromString("00000000-0000-4000-8000-000000000002");
    private static final Function<String, List<UUID>> GROUPS = name -> switch (name) {
        case "North", "00000000-0000-4000-8000-000000000001" -> List.of(NORTH);
        case "Twins" -> List.of(NORTH, SOUTH);
        default -> List.of();
    };

    private static List<Price> read(String... lines) throws IOException {
        var bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return PriceListCsv.read("prices.csv", new ByteArrayInputStream(bytes), GROUPS).stream()
                .map(PriceListCsv.Read::price).toList();
    }

    private static List<InputProblem> problems(String... lines) {
        return catchThrowableOfType(InvalidInputException.class, () -> read(lines)).problems();
    }

    @Test
    void readsEveryModel() throws IOException {
        var prices = read(HEADER + ",tax_class",
                "vm-small,per_unit,EUR,hour,,0.05,,,,,interval:1,2026-01-01,",
                "egress,graduated,EUR,GB,10,0,,,,billing_group,,2026-01-01,reduced",
                "egress,graduated,EUR,GB,,0.08,2.5,,,billing_group,,2026-01-01,reduced",
                "mail*,package,USD,mail,,7,,1000,250,,,2026-02-03,",
                "seats,stairstep,JPY,seat,10,,500,,,,line:0.5,2026-01-01,",
                "seats,volume,CHF,seat,,1.000000000001,,,,project,,2026-01-01,");
        assertThat(prices).extracting(Price::sku).containsExactly("vm-small", "egress", "mail*", "seats", "seats");
        assertThat(prices).extracting(Price::model).containsExactly(PriceModel.PER_UNIT, PriceModel.GRADUATED,
                PriceModel.PACKAGE, PriceModel.STAIRSTEP, PriceModel.VOLUME);
        assertThat(prices).extracting(Price::taxClass)
                .containsExactly("standard", "reduced", "standard", "standard", "standard");
        assertThat(prices.get(0).rounding())
                .isEqualTo(new QuantityRounding(QuantityRounding.Scope.INTERVAL, BigDecimal.ONE));
        assertThat(prices.get(1).tierScope()).isEqualTo(TierScope.BILLING_GROUP);
        assertThat(prices.get(1).tiers()).containsExactly(
                new PriceTier(BigDecimal.TEN, BigDecimal.ZERO, BigDecimal.ZERO),
                new PriceTier(null, new BigDecimal("0.08"), new BigDecimal("2.5")));
        assertThat(prices.get(2).packageSize()).isEqualByComparingTo("1000");
        assertThat(prices.get(2).freeUnits()).isEqualByComparingTo("250");
        assertThat(prices.get(2).validFrom()).isEqualTo(LocalDate.parse("2026-02-03"));
        assertThat(prices.get(3).rounding())
                .isEqualTo(new QuantityRounding(QuantityRounding.Scope.LINE, new BigDecimal("0.5")));
        assertThat(prices.get(3).tiers().getFirst().flatFee()).isEqualByComparingTo("500");
        assertThat(prices.get(4).currency()).isEqualTo(CurrencyUnit.CHF);
    }

    @Test
    void takesPaddedCellsForThoseWithoutPadding() throws IOException {
        var row = "vm,per_unit,EUR,hour,,0.05,,,,,,2026-01-01";
        assertThat(read(HEADER.toUpperCase(Locale.ROOT), row.replace(",", "\u00a0,\t\u200b").replace("0.05", ".05")))
                .isEqualTo(read(HEADER, row));
    }

    @Test
    void readsHeaderAloneAsNoPrices() throws IOException {
        assertThat(read(HEADER)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            ",per_unit,EUR,hour,,1,,,,,,2026-01-01; sku",
            "v*m,per_unit,EUR,hour,,1,,,,,,2026-01-01; sku",
            "vm**,per_unit,EUR,hour,,1,,,,,,2026-01-01; sku",
            "vm,per-unit,EUR,hour,,1,,,,,,2026-01-01; model",
            "vm,PER_UNIT,EUR,hour,,1,,,,,,2026-01-01; model",
            "vm,per_unit,EURO,hour,,1,,,,,,2026-01-01; currency",
            "vm,per_unit,eur,hour,,1,,,,,,2026-01-01; currency",
            "vm,per_unit,XXX,hour,,1,,,,,,2026-01-01; currency",
            "vm,per_unit,EUR,,,1,,,,,,2026-01-01; unit",
            "vm,graduated,EUR,hour,-5,1,,,,,,2026-01-01; up_to",
            "vm,graduated,EUR,hour,1e3,1,,,,,,2026-01-01; up_to",
            "vm,per_unit,EUR,hour,,abc,,,,,,2026-01-01; unit_price",
            "vm,per_unit,EUR,hour,,-1,,,,,,2026-01-01; unit_price",
            "vm,per_unit,EUR,hour,,1.0000000000001,,,,,,2026-01-01; unit_price",
            "vm,graduated,EUR,hour,,1,x,,,,,2026-01-01; flat_fee",
            "vm,package,EUR,hour,,1,2,10,,,,2026-01-01; flat_fee",
            "vm,stairstep,EUR,hour,,1,2,,,,,2026-01-01; unit_price",
            "vm,stairstep,EUR,hour,,,,,,,,2026-01-01; flat_fee",
            "vm,per_unit,EUR,hour,,1,,10,,,,2026-01-01; package_size",
            "vm,package,EUR,hour,,1,,,,,,2026-01-01; package_size",
            "vm,package,EUR,hour,,1,,0,,,,2026-01-01; package_size",
            "vm,per_unit,EUR,hour,,1,,,5,,,2026-01-01; free_units",
            "vm,package,EUR,hour,,1,,10,-5,,,2026-01-01; free_units",
            "vm,per_unit,EUR,hour,,1,,,,account,,2026-01-01; tier_scope",
            "vm,per_unit,EUR,hour,,1,,,,,hourly,2026-01-01; quantity_rounding",
            "vm,per_unit,EUR,hour,,1,,,,,line:0,2026-01-01; quantity_rounding",
            "vm,per_unit,EUR,hour,,1,,,,,line:0.00,2026-01-01; quantity_rounding",
            "vm,per_unit,EUR,hour,,1,,,,,line:-1,2026-01-01; quantity_rounding",
            "vm,per_unit,EUR,hour,,1,,,,,,; valid_from",
            "vm,per_unit,EUR,hour,,1,,,,,,01.02.2026; valid_from",
            "vm,per_unit,EUR,hour,,1,,,,,,2026-02-29; valid_from" })
    void namesLineAndColumnOfBadCell(String row, String column) {
        assertThat(problems(HEADER, "good,per_unit,EUR,hour,,1,,,,,,2026-01-01", row)).singleElement()
                .satisfies(problem -> {
                    assertThat(problem.file()).isEqualTo("prices.csv");
                    assertThat(problem.line()).isEqualTo(3);
                    assertThat(problem.column()).isEqualTo(column);
                    assertThat(problem.reason()).isNotBlank();
                });
    }

    @Test
    void namesModelsInFixedOrder() {
        assertThat(problems(HEADER, "vm,tiered,EUR,hour,,1,,,,,,2026-01-01")).singleElement()
                .hasToString("prices.csv:2: model 'tiered': expected one of per_unit, graduated, volume, package, "
                        + "stairstep");
    }

    @Test
    void tellsMissingUnitPriceOnce() {
        assertThat(problems(HEADER, "vm,per_unit,EUR,hour,,,,,,,,2026-01-01")).singleElement()
                .hasToString("prices.csv:2: unit_price '': is missing");
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        assertThat(problems(HEADER, "vm,per_unit,EURO,hour,,x,,,,,,2026-01-01", "a,b",
                "vm,per_unit,EUR,hour,,1,,,,,,never"))
                .extracting(problem -> problem.line() + " " + problem.column())
                .containsExactly("2 currency", "2 unit_price", "3 ", "4 valid_from");
    }

    @ParameterizedTest
    @CsvSource({ "10, 5", "10, 10", "'', 10", "'', ''", "0, 10" })
    void refusesTiersThatDoNotGrow(String first, String second) {
        assertThat(problems(HEADER, "vm,graduated,EUR,hour," + first + ",1,,,,,,2026-01-01",
                "vm,graduated,EUR,hour," + second + ",1,,,,,,2026-01-01")).singleElement()
                .satisfies(problem -> assertThat(problem.column()).isEqualTo("up_to"));
    }

    @Test
    void refusesSecondRowThatDiffersInWhatBothShare() {
        assertThat(problems(HEADER, "vm,graduated,EUR,hour,5,1,,,,,,2026-01-01",
                "vm,graduated,EUR,day,,1,,,,,,2026-01-01")).singleElement()
                .hasToString("prices.csv:3: unit 'day': expected 'hour' as in line 2, which starts this price");
    }

    @ParameterizedTest
    @CsvSource({ "per_unit, ", "package, 10" })
    void refusesTiersOfModelsWithoutTiers(String model, String size) {
        var row = "vm," + model + ",EUR,hour,5,1,," + (size == null ? "" : size) + ",,,,2026-01-01";
        assertThat(problems(HEADER, row)).singleElement()
                .satisfies(problem -> assertThat(problem.column()).isEqualTo("up_to"));
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void refusesTextThatCannotBeKeptInEachColumn(String text) {
        var columns = (HEADER + ",tax_class").split(",");
        for (int i = 0; i < columns.length; i++) {
            var cells = "vm,package,EUR,hour,,0.05,,10,1,project,line:1,2026-01-01,standard".split(",", -1);
            cells[i] = text;
            int column = i;
            assertThat(problems(HEADER + ",tax_class", String.join(",", cells))).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.line()).isEqualTo(2);
                assertThat(problem.column()).isEqualTo(columns[column]);
                assertThat(HostileTexts.isHarmless(problem.toString())).isTrue();
                assertThat(problem.toString()).startsWith("prices.csv:2: " + columns[column] + " 'a");
            });
        }
    }

    @Test
    void refusesTextsThatAreTooLongForTheirColumns() {
        var endless = HostileTexts.endless();
        assertThat(problems(HEADER + ",tax_class", String.join(",", endless, "per_unit", "EUR", endless,
                ",0.05,,,,,,2026-01-01", endless))).extracting(InputProblem::column, InputProblem::reason)
                .containsExactly(tuple("sku", "expected at most 255 characters, found 5000"),
                        tuple("unit", "expected at most 64 characters, found 5000"),
                        tuple("tax_class", "expected at most 32 characters, found 5000"));
    }

    @Test
    void limitsTheTiersOfAPrice() throws IOException {
        var lines = IntStream.rangeClosed(1, 40_000).mapToObj("egress,volume,EUR,GB,%d,1,,,,,,2026-01-01"::formatted);
        var all = Stream.concat(Stream.of(HEADER), lines).toArray(String[]::new);
        assertThat(problems(all)).singleElement()
                .hasToString("prices.csv:1002: sku 'egress': expected at most 1000 rows (tiers) of a price");
        assertThat(read(Arrays.copyOf(all, 1001)).getFirst().tiers()).hasSize(1000);
    }

    @Test
    void readsPricesOfGroupsAndEnds() throws IOException {
        var prices = read(HEADER + ",valid_until,billing_group",
                "vm,per_unit,EUR,hour,,0.05,,,,,,2026-01-01,,",
                "vm,per_unit,EUR,hour,,0.04,,,,,,2026-01-01,2026-02-01,North",
                "gb,graduated,EUR,GB,10,0,,,,,,2026-01-01,,00000000-0000-4000-8000-000000000001",
                "gb,graduated,EUR,GB,,1,,,,,,2026-01-01,,00000000-0000-4000-8000-000000000001");
        assertThat(prices).extracting(Price::groupId).containsExactly(null, NORTH, NORTH);
        assertThat(prices).extracting(Price::validUntil)
                .containsExactly(null, LocalDate.parse("2026-02-01"), null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            ",Nobody; billing_group; Nobody; expected the id of a billing group, or a name that only one has",
            ",Twins; billing_group; Twins; expected an id, since 2 billing groups have this name: 00000000-",
            "2026-01-01,; valid_until; 2026-01-01; expected a date after valid_from 2026-01-01",
            "2025-12-31,; valid_until; 2025-12-31; expected a date after valid_from 2026-01-01",
            "soon,; valid_until; soon; expected a date such as 2026-10-01, or nothing" })
    void refusesUnknownGroupsAndEndsBeforeTheBeginning(String cells, String column, String value, String reason) {
        assertThat(problems(HEADER + ",valid_until,billing_group", "vm,per_unit,EUR,hour,,1,,,,,,2026-01-01," + cells))
                .singleElement().satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(2);
                    assertThat(problem.column()).isEqualTo(column);
                    assertThat(problem.value()).isEqualTo(value);
                    assertThat(problem.reason()).startsWith(reason);
                });
    }
}
