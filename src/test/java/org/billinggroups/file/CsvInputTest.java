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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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
            "\"id\",\"name\"\n\"1\",\"a\"\n\"2\",\"b\"\n", "\uFEFF\uFEFF\"id\",name\n1,a\n2,b\n", "ID,Name\n1,a\n2,b\n",
            "id,name,,\n1,a,,\n2,b\n,,,\n , ,\n", "id,name\n,\n1,a\n2,b\n,\n\t,\u00a0\n,,,,\n",
            "id\u00a0,\tname\n1 ,\u00a0a\n\u200b2,b\u200b\u2009\u00ad \n" })
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
    void keepsBlanksInsideCells() throws IOException {
        assertThat(rows("id,name\n1,\" a \u00a0b \"\n").getFirst().cell(1)).isEqualTo("a \u00a0b");
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
        assertThat(problems("id,NAME,id,note,colour,size\n")).extracting(InputProblem::toString).containsExactly(
                "in.csv:1: header 'colour, size': unknown columns: expected one of id, name, note",
                "in.csv:1: header 'id': the column stands twice");
        assertThat(problems("id,note\n")).extracting(InputProblem::toString).containsExactly(
                "in.csv:1: header 'name': the column is missing");
        assertThat(problems("id,name,Name\n")).extracting(InputProblem::toString).containsExactly(
                "in.csv:1: header 'Name': unknown column: expected one of id, name, note");
    }

    @Test
    void saysInOneSentenceThatAHeaderIsQuiteAnother() {
        assertThat(problems("2026,Meier,x,y,z\n1,2,3,4,5\n")).singleElement()
                .hasToString("in.csv:1: header '2026, Meier, x, y, z': expected a header with id,name");
    }

    @Test
    void refusesCellsBehindTheLastColumn() throws IOException {
        for (var file : List.of("id,name\n1,a,b\n", "id,name\n1,a,\n", "id,name,\n1,a,b\n")) {
            assertThat(rows(file)).singleElement().satisfies(row -> assertThat(row.size()).isEqualTo(3));
        }
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
    void tellsWhereAByteIsNotUtf8() {
        assertThat(problems("id,name\n1,a\n\"2\nb\",\"x\nM\u00fcller\u00a9\"\n".getBytes(StandardCharsets.ISO_8859_1)))
                .singleElement()
                .hasToString("in.csv:5: name 'x<U+000A>M\u00fcller\u00a9': is not UTF-8: character 4 is the "
                        + "byte 0xFC, which is '\u00fc' in Windows-1252; save the file as UTF-8 (in Excel: \"CSV UTF-8\")");
        assertThat(problems("id,n\u00e4me\n".getBytes(StandardCharsets.ISO_8859_1))).singleElement().asString()
                .startsWith("in.csv:1: header 'n\u00e4me': is not UTF-8: character 2 is the byte 0xE4");
        assertThat(problems(new byte[]{ 'i', 'd', ',', 'n', 'a', 'm', 'e', '\n', '1', ',', (byte) 0xE2, (byte) 0x82 }))
                .singleElement().asString().startsWith("in.csv:2: name '\u00e2\u201a': is not UTF-8: character 1");
    }

    @Test
    void readsCharactersOfAllLengthsAcrossBuffers() throws IOException {
        for (int shift = 0; shift < 4; shift++) {
            var text = "x".repeat(shift) + "a\u00e9\u20ac\uD83D\uDE00".repeat(30_000);
            assertThat(rows("id,name\n1," + text + "\n").getFirst().cell(1)).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @MethodSource
    void namesFilesOfOtherKindsInOneSentence(String kind, byte[] file) {
        assertThat(problems(file)).singleElement().satisfies(problem -> {
            assertThat(problem.toString()).startsWith("in.csv: ").contains(kind);
            assertThat(problem.line()).isZero();
        });
    }

    static Stream<Arguments> namesFilesOfOtherKindsInOneSentence() {
        return Stream.of(Map.entry("semicolons", "id;name\n1;2,5\n"), Map.entry("semicolons", "\"id\";\"na,me\"\n"),
                Map.entry("tabs", "id\tname\n"), Map.entry("vertical bars", "id|name\n"),
                Map.entry("sep=", "sep=;\nid;name\n"), Map.entry("sep=", "\uFEFF\"SEP=,\"\nid,name\n"),
                Map.entry("HTML", "\n <!DOCTYPE html><html>"), Map.entry("HTML", "<html lang=\"en\">"),
                Map.entry("XML", "<?xml version=\"1.0\"?><Error/>"), Map.entry("JSON", "[{\"id\": 1}]"),
                Map.entry("JSON", "{\"id\": 1}"), Map.entry("zip archive", "PK\u0003\u0004\u0014\0\0\0usage.csv"),
                Map.entry("xlsx", "PK\u0003\u0004\u0014\0\0\0[Content_Types].xml"), Map.entry("bzip2", "BZh91AY&SY"),
                Map.entry("xz", "\u00fd7zXZ\0\0"), Map.entry("gzip", "\u001f\u008b\u0008"),
                Map.entry("zstd", "(\u00b5/\u00fd"), Map.entry("xls", "\u00d0\u00cf\u0011\u00e0"),
                Map.entry("Parquet", "PAR1\u0015"), Map.entry("zero", "id,name\0\0"),
                Map.entry("UTF-16", "\u00ff\u00fei\0d\0"), Map.entry("UTF-16", "\u00fe\u00ff\0i\0d"),
                Map.entry("UTF-16", "i\0d\0,\0n\0"), Map.entry("UTF-16", "\0i\0d\0,\0n"))
                .map(file -> Arguments.of(file.getKey(), file.getValue().startsWith("\uFEFF")
                        ? file.getValue().getBytes(StandardCharsets.UTF_8)
                        : file.getValue().getBytes(StandardCharsets.ISO_8859_1)));
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
