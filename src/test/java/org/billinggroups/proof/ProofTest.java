package org.billinggroups.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.billinggroups.TestApplication;
import org.billinggroups.audit.DifferenceFoundException;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.file.RefusedException;
import org.billinggroups.file.Sha256;
import org.billinggroups.invoice.LineType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Archives of invoices that have everything, and the page's script without a browser. */
class ProofTest {
    private static final int CHANGES = 100;
    /** Late usage of two months, and everything that one invoice can have. */
    private static final String RICHEST = "North 2026-10";

    @TempDir
    private static Path folder;

    private static TestDatabase database;
    private static TestDatabase other;
    private static ConfigurableApplicationContext context;
    private static CheckedArchive page;
    private static Map<String, String> numbers;
    private static Map<String, byte[]> richest;

    @BeforeAll
    static void invoices() throws IOException {
        database = TestDatabase.create();
        ProvenCompany.invoice(database, folder);
        other = database.copy();
        context = TestApplication.on(database);
        page = new CheckedArchive();
        numbers = new LinkedHashMap<>();
        context.getBean(JdbcClient.class).sql("""
                SELECT f.name || ' ' || to_char(n.period, 'YYYY-MM'), n.number FROM issued_invoice n
                JOIN invoice i ON i.id = n.invoice_id
                JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id
                WHERE n.revision IS NOT NULL ORDER BY n.journal_entry
                """).query(rs -> {
            numbers.put(rs.getString(1), rs.getString(2));
        });
        richest = CheckedArchive.files(prove(numbers.get(RICHEST)));
    }

    @AfterAll
    static void close() {
        page.close();
        context.close();
        other.close();
        database.close();
    }

    private static byte[] prove(String number) {
        var file = folder.resolve("proof.zip");
        try {
            context.getBean(ProveInvoice.class).write(number, file);
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyInvoiceComesOutAgain() {
        assertThat(numbers).hasSizeGreaterThan(20);
        assertSoftly(softly -> numbers.forEach((what, number) -> softly
                .assertThat(page.check(CheckedArchive.files(prove(number)))).as(what).matches("[1-9].* figures")));
        assertThat(context.getBean(JdbcClient.class)
                .sql("SELECT DISTINCT l.line_type FROM invoice_line l JOIN issued_invoice n USING (invoice_id)")
                .query(String.class).list())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(LineType.values()).map(LineType::code).toList());
    }

    @Test
    void showsEachOfManyChangedBytes() {
        var random = new Random(6962);
        var paths = richest.keySet().stream().filter(path -> !path.equals("index.html")).toList();
        assertSoftly(softly -> {
            for (int i = 0; i < CHANGES; i++) {
                // Each file at least once.
                var path = paths.get(i < paths.size() ? i : random.nextInt(paths.size()));
                softly.assertThat(page.check(changed(path, random))).as(path).startsWith("DIFFERENCE ");
            }
        });
    }

    /** Who makes the list of hashes anew still cannot change what was sealed, nor usage behind a line. */
    @Test
    void showsChangesOfWhatIsSealedUnderAnotherManifestToo() {
        var random = new Random(9162);
        assertSoftly(softly -> {
            // One of each kind: other runs have the same.
            Map<String, String> kinds = new TreeMap<>();
            richest.keySet().stream().filter(path -> path.matches("(invoice|seals)/.*"))
                    .forEach(path -> kinds.put(path.replaceFirst("seals/[^/]*/|invoice-[0-9]+", ""), path));
            assertThat(kinds).hasSizeGreaterThan(20);
            kinds.values().forEach(path -> softly.assertThat(page.check(listed(changed(path, random)))).as(path)
                    .startsWith("DIFFERENCE ").doesNotContain("manifest.sha256"));
        });
        var files = new LinkedHashMap<>(richest);
        var usage = new String(richest.get("usage/2026-10.csv"), StandardCharsets.UTF_8);
        var row = usage.lines().filter(line -> line.contains(",vm-x,")).findFirst().orElseThrow();
        files.put("usage/2026-10.csv", usage.replace(row, row.replaceFirst(",vm-x,([0-9]+)", ",vm-x,1$1"))
                .getBytes(StandardCharsets.UTF_8));
        assertThat(page.check(listed(files))).contains(".invoice_line.rows", "quantity ");
        files.put("usage/2026-10.csv", usage.replace(row + "\n", "").getBytes(StandardCharsets.UTF_8));
        assertThat(page.check(listed(files))).contains(".invoice_line.rows");
    }

    private static Map<String, byte[]> changed(String path, Random random) {
        var files = new LinkedHashMap<>(richest);
        var bytes = richest.get(path).clone();
        // The last byte of JSON is a line break, which says nothing.
        bytes[random.nextInt(bytes.length - 1)] ^= (byte) (1 << random.nextInt(7));
        files.put(path, bytes);
        return files;
    }

    static Map<String, byte[]> listed(Map<String, byte[]> files) {
        var list = new StringBuilder();
        new TreeMap<>(files).forEach((path, bytes) -> {
            if (!path.equals("index.html") && !path.equals(ProofArchive.MANIFEST)) {
                list.append(HexFormat.of().formatHex(Sha256.newDigest().digest(bytes))).append("  ").append(path)
                        .append('\n');
            }
        });
        files.put(ProofArchive.MANIFEST, list.toString().getBytes(StandardCharsets.UTF_8));
        return files;
    }

    @Test
    void namesFilesThatAreMissingOrTooMany() {
        var files = new LinkedHashMap<>(richest);
        files.remove("usage/2026-10.csv");
        assertThat(page.check(files)).startsWith("DIFFERENCE manifest.sha256|");
        files.put("usage/2026-10.csv", richest.get("usage/2026-10.csv"));
        files.put("more.txt", new byte[0]);
        assertThat(page.check(files)).startsWith("DIFFERENCE manifest.sha256|");
        files.remove("more.txt");
        assertThat(page.check(files)).doesNotContain("DIFFERENCE");
    }

    @Test
    void hasNothingOfOtherGroups() {
        var text = new StringBuilder();
        CheckedArchive.files(prove(numbers.get("Dollar 2026-10"))).forEach((path, bytes) -> text
                .append(path.endsWith(".pdf") || path.equals("index.html")
                        ? ""
                        : new String(bytes, StandardCharsets.UTF_8)));
        // A price of North alone, and its name, projects and numbers.
        assertThat(text).contains("Dollar", "0.0531").doesNotContain("0.045,", "North", "4711", "Embassy",
                numbers.get("North 2026-10"));
    }

    @Test
    void isTheSameByteForByteAndForItsOwnerOnly() throws IOException {
        var number = numbers.get(RICHEST);
        assertThat(prove(number)).isEqualTo(prove(number));
        assertThat(Files.getPosixFilePermissions(folder.resolve("proof.zip"))).hasSize(2);
    }

    @Test
    void refusesWhatCannotBeProved() throws IOException {
        assertThatThrownBy(() -> prove("INV-1")).isInstanceOf(RefusedException.class).hasMessageContaining("INV-1");
        assertThatThrownBy(() -> prove("CN-2026-000001")).isInstanceOf(RefusedException.class)
                .hasMessageContaining("'billing prove INV-2026-000001 --out FILE'");
        var number = numbers.get("Term 2026-08");
        var pdf = folder.resolve("out/2026-08/run-1/invoices/" + number + ".pdf");
        var bytes = Files.readAllBytes(pdf);
        Files.write(pdf, new byte[]{ 1 });
        assertThatThrownBy(() -> prove(number)).hasMessageContaining("'billing render " + number + "' first");
        Files.write(pdf, bytes);
        prove(number);
        assertThatThrownBy(() -> context.getBean(ProveInvoice.class).write(number, pdf))
                .hasMessageContaining("would come among the published files");
        var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("out"));
        assertThatThrownBy(() -> context.getBean(ProveInvoice.class).write(number, link.resolve("2026-09/proof.zip")))
                .as("beside the runs of another month").hasMessageContaining("would come among the published files");
    }

    /** With all rights on a copy of the database. */
    @Test
    void refusesWhatIsNotWhatWasSealed() {
        var late = numbers.get("Yen 2026-10");
        other.ownerJdbc().sql("DELETE FROM usage_record WHERE project = 'y' AND period = '2026-09-01'").update();
        assertThat(CommandInProcess.run(other, "prove", late, "--out", folder.resolve("no.zip").toString()).err())
                .contains(late + " rests on ", " usage records of 2026-09, of which 0 are there",
                        "'billing verify 2026-09'");
        other.ownerJdbc().sql("ALTER TABLE frozen_tax_rate DISABLE TRIGGER USER").update();
        other.ownerJdbc().sql("UPDATE frozen_tax_rate SET rate = rate + 1").update();
        var file = folder.resolve("no.zip");
        var ended = CommandInProcess.run(other, "prove", numbers.get(RICHEST), "--out", file.toString());
        assertThat(ended.exitCode()).isEqualTo(21);
        assertThat(ended.err()).contains("is not what was sealed", "'billing verify 2026-");
        assertThat(file).doesNotExist();
    }

    @Test
    void dividesAsTheDatabaseDoes() {
        var random = new Random(5);
        assertSoftly(softly -> {
            for (int i = 0; i < 200; i++) {
                var a = BigDecimal.valueOf(random.nextLong() >>> 1 + random.nextInt(60), random.nextInt(18));
                var b = BigDecimal.valueOf(1 + random.nextInt(1_000_000_000), random.nextInt(9));
                var quotient = context.getBean(JdbcClient.class).sql("SELECT (?::numeric / ?::numeric)::text")
                        .params(a, b).query(String.class).single();
                softly.assertThat(page.eval("databaseQuotient(Decimal.of('%s'), Decimal.of('%s')) + ''"
                        .formatted(a.toPlainString(), b.toPlainString()))).as(a + " / " + b).isEqualTo(quotient);
            }
        });
    }
}
