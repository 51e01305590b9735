package org.billinggroups.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server makes of the rows, told by itself as text. */
class CopyWriterTest {
    private static TestDatabase database;
    private Connection connection;

    @BeforeAll
    static void open() {
        database = TestDatabase.createEmpty();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void createTable() throws SQLException {
        connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("SET timezone = UTC");
            statement.execute("""
                    CREATE TEMPORARY TABLE row (text text, json jsonb, uuid uuid, small smallint, int integer,
                        big bigint, numeric numeric, instant timestamptz, day date, position serial)
                    """);
        }
    }

    @AfterEach
    void rollBack() throws SQLException {
        connection.rollback();
        connection.close();
    }

    @Test
    void keepsTextsAsTheyAre() throws SQLException {
        var texts = Stream.of("", "plain", "tab\tline\nreturn\r\\N\\.", "é€😀", "x".repeat(200_000)).toList();

        assertThat(stored("text", texts, CopyWriter::text)).isEqualTo(texts);
    }

    @Test
    void keepsDecimalsWithTheirScale() throws SQLException {
        List<BigDecimal> values = new ArrayList<>(Stream.of("0", "0.00", "-0.01", "7", "-7", "10", "1.50", "-123.456",
                "0.000000000000000001", "10000", "99999999", "100000000.00001", "999999999999999", "1000000000000000",
                "9999999999999999999", "0.9999", "12345678901234567.89", "1E+3", "1E-19", "0E-18", "0E+5", "-4E+20",
                "123456789012345678901234567890.123456789012").map(BigDecimal::new).toList());
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            var value = new BigDecimal(new BigInteger(random.nextInt(1, 140), random), random.nextInt(-3, 30));
            values.add(random.nextBoolean() ? value : value.negate());
        }

        assertThat(stored("numeric", values, CopyWriter::numeric))
                .isEqualTo(values.stream().map(BigDecimal::toPlainString).toList());
    }

    @Test
    void keepsIntegers() throws SQLException {
        var values = List.of(0L, 1L, -1L, 1234567890123L, Long.MAX_VALUE, Long.MIN_VALUE);

        assertThat(stored("big", values, CopyWriter::bigint)).isEqualTo(values.stream().map(String::valueOf).toList());
        assertThat(stored("int", List.of(0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE), CopyWriter::integer))
                .containsExactly("0", "-1", "2147483647", "-2147483648");
        assertThat(stored("small", List.of(0, -1, 32767, -32768), CopyWriter::smallint))
                .containsExactly("0", "-1", "32767", "-32768");
    }

    @Test
    void keepsInstantsToTheMicrosecond() throws SQLException {
        var values = Stream.of("2026-10-01T00:00:00Z", "1999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00Z",
                "2199-12-31T23:59:59.000001Z", "9999-12-31T23:59:59Z").map(Instant::parse).toList();

        assertThat(stored("instant", values, CopyWriter::instant).stream()
                .map(text -> Instant.parse(text.replace(' ', 'T').replace("+00", "Z")))).isEqualTo(values);
    }

    @Test
    void keepsDays() throws SQLException {
        var values = Stream.concat(Stream.of(LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31)),
                IntStream.range(-400, 400).mapToObj(i -> LocalDate.of(2000, 1, 1).plusDays(i))).toList();

        assertThat(stored("day", values, CopyWriter::date))
                .isEqualTo(values.stream().map(LocalDate::toString).toList());
    }

    @Test
    void keepsKeysAndObjects() throws SQLException {
        var id = UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");

        assertThat(stored("uuid", List.of(id), CopyWriter::uuid)).containsExactly(id.toString());
        assertThat(stored("json", List.of("{\"a\": \"é\\n\"}"), CopyWriter::json)).containsExactly("{\"a\": \"é\\n\"}");
    }

    @Test
    void leavesOutWhatIsNull() throws SQLException {
        try (var copy = new CopyWriter(connection, "row (text, numeric, instant, day)")) {
            copy.text(null).numeric(null).instant(null).date(null).endRow();
            assertThat(copy.finish()).isOne();
        }
        assertThat(texts("concat(text, numeric, instant, day)")).containsExactly("");
    }

    @Test
    void refusesWhatDoesNotFitIntoTheColumn() {
        var rows = new CopyRows();

        assertThatThrownBy(() -> rows.smallint(32768)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rows.instant(Instant.EPOCH.plus(1, ChronoUnit.NANOS)))
                .hasMessageContaining("finer than a microsecond");
    }

    private interface Column<T> {
        void write(CopyWriter copy, T value) throws SQLException;
    }

    private <T> List<String> stored(String column, List<T> values, Column<T> writing) throws SQLException {
        try (var truncate = connection.createStatement()) {
            truncate.execute("TRUNCATE row");
        }
        try (var copy = new CopyWriter(connection, "row (" + column + ")")) {
            for (var value : values) {
                writing.write(copy, value);
                copy.endRow();
            }
            assertThat(copy.finish()).isEqualTo(values.size());
        }
        return texts(column);
    }

    private List<String> texts(String expression) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (var query = connection.createStatement();
                var rows = query.executeQuery("SELECT (" + expression + ")::text FROM row ORDER BY position")) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
