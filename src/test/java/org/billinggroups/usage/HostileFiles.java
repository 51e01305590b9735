package org.billinggroups.usage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Strange and broken usage files, by name: those that are right although they look odd, and those that are wrong. */
final class HostileFiles {
    private static final String HEADER = "usage_id,project,service,sku,quantity,unit,started_at,ended_at";
    private static final String[] ROW = { "id", "shop", "Compute", "vm", "1", "hour", "2026-10-01T00:00:00Z",
            "2026-10-01T01:00:00Z" };

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private HostileFiles() {}

    /** Files whose every row is to be accepted. */
    static Map<String, byte[]> odd() {
        var odd = new HostileFiles();
        odd.cells("formula", 1, "=cmd|' /C calc'!A0", "@SUM(1+1)", "+1", "-1+1", "=HYPERLINK(\"\"http://x\"\")");
        odd.cells("path", 1, "../../etc/passwd", "..\\..\\x", "C:\\x", "/", ".", "..", "~root", "%2e%2e%2f", "a/b");
        odd.cells("sql", 1, "'; DROP TABLE usage_record; --", "x' OR '1'='1", "\\'", "$$x$$", "\\copy x", "\\.", "\\N");
        odd.cells("markup", 2, "<script>alert(1)</script>", "<a&b>]]>", "&#0;", ") Tj /JS (x) ET", "%PDF-1.7",
                "{{7*7}}", "${jndi:ldap://x}", "%s%n%d");
        odd.cells("script", 1, "Καλημέρα", "Привет", "中文", "\uD83D\uDE00", "e\u0301", "\u0430pple", "NULL", "null",
                "None", "true", "0");
        odd.cells("quantity", 4, "0", "-0", "-0.0", "1e3", "1E-12", "00001.50", "99999999999999999999",
                "0.000000000001", "-5", " 1", "1\u00a0", ".5", "-.5");
        odd.cells("time", 6, "2026-10-01T02:00:00+02:00", "2026-10-01T00:00:00.123456Z", "2026-10-01T00:00:00-00:00",
                "2026-03-29T02:30:00+02:00", "2026-10-01T00:00Z");
        odd.text("byte order mark", "\uFEFF" + HEADER + "\n" + row(0, "bom"));
        odd.text("carriage returns", (HEADER + "\n" + row(0, "crlf")).replace("\n", "\r\n"));
        odd.text("no line break at the end", HEADER + "\n" + row(0, "end").strip());
        odd.text("columns in another order", "ended_at,started_at,unit,quantity,sku,service,project,usage_id\n"
                + "2026-10-01T01:00:00Z,2026-10-01T00:00:00Z,hour,1,vm,Compute,shop,order\n");
        odd.text("all quoted", HEADER + "\n\"" + String.join("\",\"", withCell(0, "quoted")) + "\"\n");
        odd.text("header only", HEADER + "\n");
        odd.text("header in capitals", HEADER.toUpperCase(Locale.ROOT) + "\n" + row(0, "capitals"));
        odd.text("empty rows and columns of a spreadsheet", HEADER + ",,\n" + row(0, "sheet").strip() + ",,\n"
                + ",,,,,,,,,\n,,,,,,,,,\n");
        odd.text("blanks around cells", HEADER + "\n" + String.join("\t,\u00a0", withCell(0, " padded")) + "\n");
        odd.text("two byte order marks", "\uFEFF\uFEFF\"" + HEADER.replace(",", "\",\"") + "\"\n" + row(0, "boms"));
        odd.files.put("compressed", gzip((HEADER + "\n" + row(0, "gz")).getBytes(StandardCharsets.UTF_8)));
        return odd.files;
    }

    /** Files that are to be refused as a whole. */
    static Map<String, byte[]> wrong() {
        var wrong = new HostileFiles();
        wrong.cells("quantity", 4, "", "x", "NaN", "Infinity", "1e400", "1e-400", "0x10", "1,5", "1.5.5", "--1",
                "1 000",
                "١٢", "1_000", "100000000000000000000", "0.0000000000001", "=1+1", "1f", "1\u00a0000", "1e", "+-1",
                "..5", "5.");
        wrong.cells("start", 6, "", "yesterday", "2026-10-01", "2026-10-01T00:00:00", "2026-13-01T00:00:00Z",
                "2026-02-30T00:00:00Z", "0000-01-01T00:00:00Z", "99999-01-01T00:00:00Z", "+99999-01-01T00:00:00Z",
                "1999-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "2026-10-01T24:30:00Z", "2026-10-01T00:00:60Z",
                "2026-10-01T00:00:00.1234567891Z", "1759276800", "2026-10-01T02:00:00Z", "2026-10-01T00:00:00+19:00");
        wrong.cells("end", 7, "2026-09-30T23:59:59Z", "9999-12-31T23:59:59Z", "", "2037-01-01T00:00:00Z");
        wrong.cells("id", 0, "", "x".repeat(129), "a\u0000b", "\u0007");
        wrong.cells("project", 1, "", "x".repeat(300), "a\u0000b", "a\u001Bb");
        wrong.cells("unit", 5, "", "x".repeat(2000));
        wrong.text("empty", "");
        wrong.text("blank lines", "\n\n\n");
        wrong.text("no header", row(0, "a"));
        wrong.text("unknown column", HEADER + ",colour\n" + row(0, "a").strip() + ",red\n");
        wrong.text("missing column", HEADER.replace(",unit", "") + "\n");
        wrong.text("column twice", HEADER + ",unit\n" + row(0, "a").strip() + ",hour\n");
        wrong.text("look-alike column", HEADER.replace("usage_id", "us\u0430ge_id") + "\n" + row(0, "a"));
        wrong.text("too few cells", HEADER + "\nid,shop\n");
        wrong.text("too many cells", HEADER + "\n" + row(0, "a").strip() + ",more\n");
        wrong.text("quote not closed", HEADER + "\n\"id,shop,Compute,vm,1,hour\n");
        wrong.text("text after quote", HEADER + "\n\"id\"x,shop,Compute,vm,1,hour,,\n");
        wrong.text("lone carriage return", HEADER + "\nid\rx,shop,Compute,vm,1,hour,,\n");
        wrong.text("line break in a cell", HEADER + "\n" + row(2, "\"a\nb\""));
        wrong.text("semicolons", HEADER.replace(',', ';') + "\n");
        wrong.text("html", "<!DOCTYPE html><html><body>Not found</body></html>");
        wrong.text("json", "[{\"usage_id\": \"a\"}]");
        wrong.text("pdf", "%PDF-1.7\n%\u00e2\u00e3\n");
        wrong.text("currency without amount", HEADER + ",amount,currency\n" + row(0, "a").strip() + ",,EUR\n");
        wrong.text("unknown currency", HEADER + ",amount,currency\n" + row(0, "a").strip() + ",1,XYZ\n");
        wrong.text("unknown category", HEADER + ",category\n" + row(0, "a").strip() + ",gift\n");
        wrong.bytes("utf-16", HEADER, StandardCharsets.UTF_16);
        wrong.bytes("utf-16 little endian", HEADER, StandardCharsets.UTF_16LE);
        wrong.bytes("latin-1", HEADER + "\nid,Caf\u00e9,Compute,vm,1,hour,,\n", StandardCharsets.ISO_8859_1);
        wrong.files.put("overlong utf-8", bytes(HEADER + "\n", 0xC0, 0x80, '\n'));
        wrong.files.put("cut utf-8", bytes(HEADER + "\nid,", 0xE2, 0x82));
        wrong.files.put("surrogate in utf-8", bytes(HEADER + "\nid,", 0xED, 0xA0, 0x80, '\n'));
        wrong.files.put("zeros", new byte[10_000]);
        wrong.text("long field", HEADER + "\n\"" + "x".repeat(20_000_000) + "\",shop,Compute,vm,1,hour,,\n");
        wrong.text("many columns", HEADER + ",x".repeat(1_000_000) + "\n");
        wrong.text("many cells", HEADER + "\n" + ",".repeat(2_000_000) + "\n");
        wrong.files.put("truncated gzip", Arrays.copyOf(gzip((HEADER + "\n" + row(0, "a")).getBytes(
                StandardCharsets.UTF_8)), 60));
        wrong.files.put("gzip bomb", gzip(new byte[200_000_000]));
        wrong.files.put("gzip of nothing", gzip(new byte[0]));
        wrong.files.put("gzip with rubbish", bytes("\u001f", 0x8b, 8, 0, 0, 0, 0, 0, 0, 0));
        return wrong.files;
    }

    private void cells(String what, int column, String... cells) {
        for (int i = 0; i < cells.length; i++) {
            var cell = cells[i].matches("(?s).*[\",\n\r].*") ? "\"" + cells[i] + "\"" : cells[i];
            var row = withCell(column, cell);
            if (column != 0) {
                row[0] = what + "-" + i;
            }
            text(what + " " + i, HEADER + "\n" + String.join(",", row) + "\n");
        }
    }

    private static String[] withCell(int column, String cell) {
        var row = ROW.clone();
        row[column] = cell;
        return row;
    }

    private static String row(int column, String cell) {
        return String.join(",", withCell(column, cell)) + "\n";
    }

    private void text(String name, String text) {
        bytes(name, text, StandardCharsets.UTF_8);
    }

    private void bytes(String name, String text, Charset charset) {
        files.put(name, text.getBytes(charset));
    }

    private static byte[] bytes(String text, int... more) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        Arrays.stream(more).forEach(out::write);
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] content) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
