package org.billinggroups.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.HostileTexts;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InvalidInputException;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class NativeUsageCsvTest {
    private static final String HEADER = "usage_id,project,service,sku,quantity,unit,started_at,ended_at";
    private static final String FULL_HEADER = HEADER + ",amount,currency,category,description";
    private static final String ROW = "u-1,shop,Compute,vm,2.5,hour,2026-10-01T00:00:00Z,2026-10-01T02:30:00Z";

    private static final List<String> HOSTILE = HostileTexts.IN_UTF8;

    /** What a file holds: its good records and all problems. */
    private record Content(List<UsageRecord> records, List<InputProblem> problems) {}

    private static Content read(String... lines) throws IOException {
        var content = new Content(new ArrayList<>(), new ArrayList<>());
        var in = new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        try (var csv = new CsvInput("usage.csv", in, NativeUsageCsv.COLUMNS, NativeUsageCsv.REQUIRED)) {
            var usage = new NativeUsageCsv("usage.csv", csv);
            for (var row = csv.next(); row != null; row = csv.next()) {
                var read = usage.read(row);
                assertThat(read == null).isNotEqualTo(usage.problems().isEmpty());
                if (read != null) {
                    content.records().add(read);
                }
                content.problems().addAll(usage.problems());
            }
        }
        return content;
    }

    @Test
    void readsRecord() throws IOException {
        assertThat(read(HEADER, ROW).records()).containsExactly(new UsageRecord("u-1", "shop", "Compute", "vm",
                new BigDecimal("2.5"), "hour", Instant.parse("2026-10-01T00:00:00Z"),
                Instant.parse("2026-10-01T02:30:00Z"), null, null, "usage", null, null));
    }

    @Test
    void readsOptionalColumns() throws IOException {
        assertThat(read(FULL_HEADER, ROW + ",-1.25,USD,credit,Goodwill", ROW + ",,,,").records())
                .satisfiesExactly(read -> {
                    assertThat(read.amount()).isEqualByComparingTo("-1.25");
                    assertThat(read.currency()).isEqualTo(CurrencyUnit.USD);
                    assertThat(read.category()).isEqualTo("credit");
                    assertThat(read.description()).isEqualTo("Goodwill");
                }, read -> {
                    assertThat(read.amount()).isNull();
                    assertThat(read.currency()).isNull();
                    assertThat(read.category()).isEqualTo("usage");
                    assertThat(read.description()).isNull();
                });
    }

    @Test
    void readsColumnsInAnyOrderAfterByteOrderMark() throws IOException {
        var content = read("\uFEFFended_at,unit,started_at,sku,service,quantity,project,usage_id",
                "2026-10-01T02:30:00Z,hour,2026-10-01T00:00:00Z,vm,Compute,2.5,shop,u-1");
        assertThat(content.problems()).isEmpty();
        assertThat(content.records()).isEqualTo(read(HEADER, ROW).records());
    }

    @Test
    void takesPaddedCellsForThoseWithoutPadding() throws IOException {
        var padded = String.join("\u00a0,\t ", FULL_HEADER.split(",")) + "\u200b";
        assertThat(read(padded, ("\u200b" + ROW + ",,, ,").replace(",", "\u00a0,\t ")).records())
                .isEqualTo(read(FULL_HEADER, ROW + ",,,,").records());
    }

    @Test
    void countsLinesInsideQuotes() throws IOException {
        var good = "u-1,shop,\"a \"\"b\"\", c\",vm,1,hour,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z";
        var bad = "u-2,shop,\"a\nb\nc\",vm,1,hour,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z";
        var content = read(HEADER, good, bad, "x", good.replace("vm", ""));
        assertThat(content.records()).singleElement()
                .satisfies(read -> assertThat(read.service()).isEqualTo("a \"b\", c"));
        assertThat(content.problems()).extracting(problem -> problem.line() + " " + problem.column())
                .containsExactly("3 service", "6 ", "7 sku");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            ",shop,Compute,vm,1,hour,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,,,, | usage_id",
            "u,,Compute,vm,1,hour,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,,,, | project",
            "u,shop, ,vm,1,hour,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,,,, | service",
            "u,shop,Compute,,1,hour,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,,,, | sku",
            "u,shop,Compute,vm,,hour,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,,,, | quantity",
            "u,shop,Compute,vm,'1,5',hour,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,,,, | ",
            "u,shop,Compute,vm,1,,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,,,, | unit",
            "u,shop,Compute,vm,1,hour,2026-10-01,2026-10-01T00:00:00Z,,,, | started_at",
            "u,shop,Compute,vm,1,hour,2026-10-01T00:00:00Z,,,,, | ended_at",
            "u,shop,Compute,vm,1,hour,2026-10-01T00:00:01Z,2026-10-01T00:00:00Z,,,, | ended_at",
            "u,shop,Compute,vm,1,hour,2000-10-01T00:00:00Z,2026-10-01T00:00:00Z,,,, | ended_at",
            "u,shop,Compute,vm,1,hour,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,5,,, | currency",
            "u,shop,Compute,vm,1,hour,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,,EUR,, | amount",
            "u,shop,Compute,vm,1,hour,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,five,EUR,, | amount",
            "u,shop,Compute,vm,1,hour,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,5,Euro,, | currency",
            "u,shop,Compute,vm,1,hour,2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,,,gift, | category" })
    void namesLineAndColumnOfBadCell(String row, String column) throws IOException {
        var content = read(FULL_HEADER, ROW + ",,,,", row);
        assertThat(content.records()).hasSize(1);
        assertThat(content.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("usage.csv");
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.column()).isEqualTo(column == null ? "" : column);
        });
    }

    @Test
    void limitsLengthOfText() throws IOException {
        var longest = "i".repeat(128) + "," + "p".repeat(255) + "," + "s".repeat(255) + "," + "k".repeat(255) + ",1,"
                + "u".repeat(64) + ",2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,,,," + "d".repeat(500);
        var tooLong = "i".repeat(129) + "," + "p".repeat(256) + "," + "s".repeat(256) + "," + "k".repeat(256) + ",1,"
                + "u".repeat(65) + ",2026-10-01T00:00:00Z,2026-10-01T00:00:00Z,,,," + "d".repeat(501);
        assertThat(read(FULL_HEADER, longest).problems()).isEmpty();
        assertThat(read(FULL_HEADER, tooLong).problems()).extracting(InputProblem::column)
                .containsExactly("usage_id", "project", "service", "sku", "unit", "description");
    }

    @Test
    void tellsAllProblemsOfOneRow() throws IOException {
        assertThat(read(FULL_HEADER, ",shop,Compute,vm,NaN,hour,yesterday,2026-10-01T00:00:00Z,1,,gift,").problems())
                .extracting(InputProblem::column)
                .containsExactlyInAnyOrder("usage_id", "quantity", "started_at", "currency", "category");
    }

    @Test
    void forgetsProblemsOfRowBefore() throws IOException {
        var content = read(HEADER, "bad", ROW, "bad");
        assertThat(content.records()).hasSize(1);
        assertThat(content.problems()).extracting(InputProblem::toString).containsExactly(
                "usage.csv:2: expected 8 cells, found 1", "usage.csv:4: expected 8 cells, found 1");
    }

    @Test
    void tellsEverythingThatIsWrongWithHeader() {
        var invalid = catchThrowableOfType(InvalidInputException.class,
                () -> read("usage_id,project,service,sku,quantity,unit,started_at,project,colour"));
        assertThat(invalid.problems()).extracting(problem -> problem.value() + ": " + problem.reason().split(":")[0])
                .containsExactly("colour: unknown column", "project: the column stands twice",
                        "ended_at: the column is missing");
    }

    @ParameterizedTest
    @CsvSource({ "2016-01-01T00:00:00Z, 2026-01-01T00:00:00Z, true",
            "2016-01-01T00:00:00Z, 2026-01-01T00:00:01Z, false",
            "2016-02-10T00:00:00Z, 2026-02-10T00:00:00Z, true" })
    void allowsRecordsOfTenYears(String start, String end, boolean good) throws IOException {
        var row = "u,shop,Compute,vm,1,hour," + start + "," + end;
        assertThat(read(HEADER, row).problems().isEmpty()).isEqualTo(good);
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void refusesTextThatCannotBeKeptInEachColumn(String text) throws IOException {
        var columns = FULL_HEADER.split(",");
        for (int i = 0; i < columns.length; i++) {
            var cells = (ROW + ",1,EUR,usage,note").split(",", -1);
            cells[i] = text;
            int column = i;
            assertThat(read(FULL_HEADER, String.join(",", cells)).problems()).singleElement().satisfies(problem -> {
                assertThat(problem.column()).isEqualTo(columns[column]);
                assertThat(HostileTexts.isHarmless(problem.toString())).isTrue();
            });
            cells[i] = HostileTexts.endless();
            assertThat(read(FULL_HEADER, String.join(",", cells)).problems()).singleElement()
                    .satisfies(problem -> assertThat(problem.column()).isEqualTo(columns[column]));
        }
    }
}
