package org.billinggroups.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyRowsTest {
    private final CopyRows rows = new CopyRows();

    @ParameterizedTest
    @ValueSource(strings = { "0", "0.00", "-0.01", "7", "-7", "10", "1.50", "-123.456", "0.000000000000000001",
            "-0.999999999999999999", "999999999999999999", "9999999999999999999", "12345678901234567.89", "1E+3",
            "1E-19", "0E-18", "0E+5", "123456789012345678901234567890.123456789012" })
    void writesDecimalsPlainly(String text) throws SQLException {
        var value = new BigDecimal(text);

        assertThat(written(rows.number(value))).isEqualTo(value.toPlainString());
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, 1, -1, 9, 10, 99, 100, 1234567890123L, Long.MAX_VALUE, Long.MIN_VALUE, -Long.MAX_VALUE })
    void writesIntegers(long value) throws SQLException {
        assertThat(written(rows.number(value))).isEqualTo(Long.toString(value));
    }

    @Test
    void writesAnyDecimalAsItsPlainText() throws SQLException {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            var value = new BigDecimal(new BigInteger(random.nextInt(1, 80), random), random.nextInt(-3, 25));
            value = random.nextBoolean() ? value : value.negate();
            assertThat(written(rows.number(value))).isEqualTo(value.toPlainString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "2026-10-01T00:00:00Z", "2026-10-31T23:59:59Z", "1969-12-31T23:59:58Z",
            "2026-12-04T12:30:00.000001Z", "2026-10-01T00:00:00Z", "0001-01-01T00:00:00Z" })
    void writesInstantsAsTheirText(String text) throws SQLException {
        var value = Instant.parse(text);

        assertThat(written(rows.instant(value))).isEqualTo(value.toString());
    }

    @Test
    void writesDaysWhichShareAPlaceAmongTheKept() throws SQLException {
        for (int i = -200; i < 400; i++) {
            for (var day : new LocalDate[]{ LocalDate.of(2026, 10, 1).plusDays(i),
                    LocalDate.EPOCH.plusDays(64L * i) }) {
                assertThat(written(rows.date(day))).isEqualTo(day.toString());
            }
        }
    }

    @Test
    void escapesWhatCopyTakesForMarks() throws SQLException {
        rows.text("a\tb\\c\nd\re").text(null).text("é").number((BigDecimal) null).date(null).instant(null);

        assertThat(written(rows)).isEqualTo("a\\tb\\\\c\\nd\\re\t\\N\té\t\\N\t\\N\t\\N");
    }

    private static String written(CopyRows rows) throws SQLException {
        rows.endRow();
        return new String(rows.take(), StandardCharsets.UTF_8).stripTrailing();
    }
}
