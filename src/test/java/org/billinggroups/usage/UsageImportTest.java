package org.billinggroups.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.file.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class UsageImportTest {
    private static final String HEADER = "usage_id,project,service,sku,quantity,unit,started_at,ended_at\n";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-02T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private TestDatabase database;
    private AnnotationConfigApplicationContext context;
    private UsageImport usageImport;
    private TransactionTemplate transaction;
    private int files;

    @BeforeEach
    void createDatabase() {
        database = TestDatabase.create();
        var dataSource = database.dataSource();
        var transactions = new JdbcTransactionManager(dataSource);
        transaction = new TransactionTemplate(transactions);
        context = new AnnotationConfigApplicationContext();
        context.registerBean(DataSource.class, () -> dataSource);
        context.registerBean(PlatformTransactionManager.class, () -> transactions);
        context.registerBean(TransactionTemplate.class, () -> transaction);
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(dataSource));
        context.registerBean(Clock.class, () -> CLOCK);
        context.scan("org.billinggroups.usage", "org.billinggroups.seal");
        context.refresh();
        usageImport = context.getBean(UsageImport.class);
    }

    @AfterEach
    void dropDatabase() {
        context.close();
        database.close();
    }

    @Test
    void acceptsEveryRowOfAGoodFile() {
        var file = importText(HEADER + row("a", "1") + row("b", "2"), false);
        assertThat(file.totalRows()).isEqualTo(2);
        assertThat(file.acceptedRows()).isEqualTo(2);
        assertThat(count("usage_record")).isEqualTo(2);
        assertThat(database.jdbc().sql("SELECT record_count FROM usage_file_project").query(Long.class).single())
                .isEqualTo(2);
    }

    @Test
    void refusesAWholeFileForOneBadRowAndKeepsNothing() {
        assertThatThrownBy(() -> importText(HEADER + row("a", "1") + row("b", "x"), false))
                .isInstanceOf(RejectedRowsException.class).hasMessageContaining("1 of 2 rows are bad");
        assertThat(count("usage_record")).isZero();
        assertThat(count("usage_file")).isZero();
        assertThat(rejects()).contains(",3,quantity,x,");
    }

    @Test
    void keepsGoodRowsAndListsBadOnesIfAsked() {
        var file = importText(HEADER + row("a", "1") + row("b", "x") + row("c", "3"), true);
        assertThat(file.acceptedRows()).isEqualTo(2);
        assertThat(file.rejectedRows()).isEqualTo(1);
        assertThat(rejects()).contains("\"b,shop,Compute,vm,x,hour,");
    }

    @Test
    void takesTheSameContentAsDuplicateAndOtherContentAsConflict() {
        importText(HEADER + row("a", "1.50") + row("b", "2"), false);
        var file = importText(HEADER + row("b", "3") + row("a", "1.5") + row("c", "4") + row("c", "4"), true);
        assertThat(file.acceptedRows()).isEqualTo(1);
        assertThat(file.duplicateRows()).isEqualTo(2);
        assertThat(file.rejectedRows()).isEqualTo(1);
        assertThat(rejects()).contains(",2,usage_id,b,conflict");
        assertThat(count("usage_record")).isEqualTo(3);
    }

    @Test
    void failsAsAWholeOnAConflictUnlessGoodRowsAreWanted() {
        importText(HEADER + row("a", "1"), false);
        assertThatThrownBy(() -> importText(HEADER + row("a", "2") + row("z", "1"), false))
                .isInstanceOf(RejectedRowsException.class);
        assertThat(count("usage_record")).isEqualTo(1);
    }

    @Test
    void splitsARecordAtBoundariesAndPartsAddUp() {
        importText(HEADER + "long,shop,Compute,vm,10,hour,2026-10-31T22:00:00Z,2026-12-01T01:00:00Z\n", false);
        assertThat(count("usage_record")).isEqualTo(3);
        assertThat(database.jdbc().sql("SELECT sum(quantity) FROM usage_record").query(BigDecimal.class).single())
                .isEqualByComparingTo("10");
        assertThat(database.jdbc().sql("SELECT count(DISTINCT period) FROM usage_record WHERE whole_quantity = 10")
                .query(Long.class).single()).isEqualTo(3);
    }

    @Test
    void keepsNoLaterPartOfAConflictingRecord() {
        importText(HEADER + "x,shop,Compute,vm,10,hour,2026-10-31T22:00:00Z,2026-10-31T23:00:00Z\n", false);
        var file = importText(HEADER + "x,shop,Compute,vm,10,hour,2026-10-31T22:00:00Z,2026-11-01T02:00:00Z\n", true);
        assertThat(file.acceptedRows()).isZero();
        assertThat(file.rejectedRows()).isEqualTo(1);
        assertThat(count("usage_record")).isEqualTo(1);
    }

    @Test
    void readsCompressedFilesWithByteOrderMarkAndColumnsInAnyOrder() throws IOException {
        var path = folder.resolve("usage.csv.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(("\uFEFFunit,usage_id,project,service,sku,quantity,started_at,ended_at\n"
                    + "hour,a,shop,Compute,vm,1,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        assertThat(importFile(path, false).acceptedRows()).isEqualTo(1);
    }

    @Test
    void tellsATruncatedFile() throws IOException {
        var whole = folder.resolve("whole.csv.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            for (int i = 0; i < 2000; i++) {
                out.write((i == 0 ? HEADER : row("id-" + i, "1")).getBytes(StandardCharsets.UTF_8));
            }
        }
        var cut = folder.resolve("cut.csv.gz");
        var bytes = Files.readAllBytes(whole);
        Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(
                () -> runImport(
                        new ImportRequest(cut, "cut.csv.gz", "0".repeat(64), false, rejectsFile(), null, false)))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("cut.csv.gz")
                .hasMessageContaining("is damaged");
        assertThat(count("usage_record")).isZero();
    }

    private static String row(String id, String quantity) {
        return id + ",shop,Compute,vm," + quantity + ",hour,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z\n";
    }

    private UsageFile importText(String text, boolean acceptValid) {
        try {
            return importFile(Files.writeString(folder.resolve("usage-" + ++files + ".csv"), text), acceptValid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private UsageFile importFile(Path path, boolean acceptValid) throws IOException {
        return runImport(
                new ImportRequest(path, path.getFileName().toString(), Sha256.of(path), acceptValid, rejectsFile(),
                        null, false));
    }

    private UsageFile runImport(ImportRequest request) {
        return Objects.requireNonNull(transaction.execute(status -> {
            try {
                return usageImport
                        .importFiles(new ImportBatch(List.of(request), null, ImportBatch.Known.COMPARE, "test",
                                ImportBatch.command(List.of(request.sha256()))), () -> false)
                        .files()
                        .getFirst();
            } catch (IOException | SQLException e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    private Path rejectsFile() {
        return folder.resolve("rejects.csv");
    }

    private String rejects() {
        try {
            return Files.readString(rejectsFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long count(String table) {
        return database.jdbc().sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }
}
