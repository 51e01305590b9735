package org.billinggroups.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvInputTest {
    private static final Set<String> KNOWN = new LinkedHashSet<>(List.of("id", "name", "note"));
    private static final Set<String> REQUIRED = new LinkedHashSet<>(List.of("id", "name"));

    private static List<CsvInput.Row> rows(byte[] bytes) throws IOException {
        List<CsvInput.Row> rows = new ArrayList<>();
        try (var csv = new CsvInput("in.csv", new ByteArrayInputStream(bytes), KNOWN, REQUIRED)) {
            for (var row = csv.next(); row != null; row = csv.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<CsvInput.Row> rows(String text) throws IOException {
        return rows(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<InputProblem> problems(byte[] bytes) {
        return catchThrowableOfType(InvalidInputException.class, () -> rows(bytes)).problems();
    }

    private static List<InputProblem> problems(String text) {
        return problems(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = { "id,name\n1,a\n2,b\n", "id,name\r\n1,a\r\n2,b\r\n", "id,name\n1,a\n2,b",
            "\uFEFFid,name\n1,a\n2,b\n", "id,name\n\n1,a\n\n\n2,b\n\n", "\n\nid,name\n1,a\n2,b\n",
            "\"id\",\"name\"\n\"1\",\"a\"\n\"2\",\"b\"\n" })
    void readsRows(String text) throws IOException {
        assertThat(rows(text)).extracting(row -> row.cell(0) + row.cell(1)).containsExactly("1a", "2b");
    }

    @Test
    void closesAFileWhoseHeaderDoesNotFit() {
        var closed = new AtomicBoolean();
        var in = new ByteArrayInputStream("other\n".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        assertThatThrownBy(() -> new CsvInput("in.csv", in, KNOWN, REQUIRED)).isInstanceOf(InvalidInputException.class);
        assertThat(closed).isTrue();
    }

    @Test
    void tellsLineOnWhichRowStarts() throws IOException {
        var rows = rows("id,name\n1,\"a\nb\r\nc\"\n\n2,\"d\"\"e\"\r\n3,\"f,g\"\n");
        assertThat(rows).extracting(CsvInput.Row::line).containsExactly(2L, 6L, 7L);
        assertThat(rows).extracting(row -> row.cell(1)).containsExactly("a\nb\r\nc", "d\"e", "f,g");
    }

    @Test
    void findsColumnsInAnyOrder() throws IOException {
        var in = new ByteArrayInputStream("note,name,id\n".getBytes(StandardCharsets.UTF_8));
        try (var csv = new CsvInput("in.csv", in, KNOWN, REQUIRED)) {
            assertThat(csv.header()).containsExactly("note", "name", "id");
            assertThat(csv.column("id")).isEqualTo(2);
            assertThat(csv.column("other")).isEqualTo(-1);
        }
    }

    @Test
    void keepsBlanksAndByteOrderMarkInsideCells() throws IOException {
        assertThat(rows("id,name\n 1 ,\uFEFFa \n")).singleElement().satisfies(row -> {
            assertThat(row.cell(0)).isEqualTo(" 1 ");
            assertThat(row.cell(1)).isEqualTo("\uFEFFa ");
        });
    }

    @Test
    void writesRowAsCsvAgain() throws IOException {
        assertThat(rows("id,name\n1,\"a,\"\"b\"\"\"\n").getFirst().text()).isEqualTo("1,\"a,\"\"b\"\"\"");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "\n", "\uFEFF", "\r\n\r\n" })
    void refusesFileWithoutHeader(String text) {
        assertThat(problems(text)).singleElement().hasToString("in.csv: is empty: expected a header with id,name");
    }

    @Test
    void tellsAllThatIsWrongWithHeader() {
        assertThat(problems("id,Name,id,note,colour\n")).extracting(InputProblem::toString).containsExactly(
                "in.csv:1: header 'Name': unknown column: expected one of id, name, note",
                "in.csv:1: header 'id': the column stands twice",
                "in.csv:1: header 'colour': unknown column: expected one of id, name, note",
                "in.csv:1: header 'name': the column is missing");
    }

    @Test
    void refusesQuoteThatIsNotClosed() {
        assertThat(problems("id,name\n1,a\n2,\"b\n3,c\n")).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.reason()).startsWith("is not CSV: ");
        });
    }

    @Test
    void refusesTextAfterClosingQuote() {
        assertThat(problems("id,name\n1,\"a\"b\n")).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.reason()).startsWith("is not CSV: ");
        });
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertThat(problems("id,name\n1,M\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1))).singleElement()
                .satisfies(problem -> assertThat(problem.reason()).startsWith("is not UTF-8 text"));
    }

    @Test
    void refusesUtf16() {
        assertThat(problems("id,name\n1,a\n".getBytes(StandardCharsets.UTF_16LE))).extracting(InputProblem::reason)
                .contains("unknown column: expected one of id, name, note", "the column is missing");
        assertThat(problems("id,name\n1,a\n".getBytes(StandardCharsets.UTF_16))).extracting(InputProblem::reason)
                .containsExactly("is not UTF-8 text (after line 0)");
    }

    @Test
    void refusesRowThatGoesOnForTooLong() {
        var text = "id,name\n1,\"" + "x".repeat(2 * CsvInput.MAX_ROW_CHARACTERS);
        assertThat(problems(text)).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.reason()).contains("more than 1048576 characters");
        });
    }

    @Test
    void readsManyLongRowsBelowTheLimit() throws IOException {
        var out = new ByteArrayOutputStream();
        out.writeBytes("id,name\n".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 5; i++) {
            out.writeBytes((i + "," + "x".repeat(CsvInput.MAX_ROW_CHARACTERS - 20_000) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        assertThatNoException().isThrownBy(() -> rows(out.toByteArray()));
        assertThat(rows(out.toByteArray())).hasSize(5);
    }
}
