package org.billinggroups.usage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.billinggroups.database.CopyReader;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.seal.SealedEvent;
import org.billinggroups.seal.SealedEvents;
import org.billinggroups.seal.SealedTable;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Seals what is kept of usage files: when they are imported, and again whenever something of them is withdrawn. It owns
 * the table {@code usage_file_digest}.
 */
@Repository
public class UsageSeals {
    private static final String SUBJECT = "u.id || ' ' || u.sha256";
    /** What a file says of itself, and the digests of its records, format 1; left out is the clock's time. */
    static final SealedEvent USAGE = new SealedEvent("usage", List.of(
            new SealedTable("usage_file", "usage_file t JOIN usage_file u ON u.id = t.id", SUBJECT, "t.id = ?", "t.id",
                    List.of("id", "sha256", "name", "format", "source", "command", "total_rows", "accepted_rows",
                            "duplicate_rows", "rejected_rows", "withdrawn_records", "voided_at=t.voided_at IS NOT NULL",
                            "voided_by", "replaced_at=t.replaced_at IS NOT NULL")),
            new SealedTable("usage_file_digest", "usage_file_digest t JOIN usage_file u ON u.id = t.file_id", SUBJECT,
                    "t.file_id = ?", "t.file_id, t.period", List.of("file_id", "period:date", "digest"))));

    private static final String ROWS = "SELECT " + UsageRecords.COLUMNS + " FROM %s u WHERE period = DATE '%s'%s "
            + "ORDER BY file_id, line, part, usage_id";

    private final JdbcClient jdbc;
    private final JdbcTemplate connections;
    private final SealedEvents events;

    UsageSeals(JdbcClient jdbc, DataSource dataSource, SealedEvents events) {
        this.jdbc = jdbc;
        this.connections = new JdbcTemplate(dataSource);
        this.events = events;
    }

    /** Seals a file that was imported just now, as the last thing in the caller's transaction. */
    void seal(long fileId, UsageDigests digests) {
        note(fileId, digests);
        events.seal(USAGE, fileId);
    }

    /** Seals, in the same way, files of which some records were brought or withdrawn; they are read back. */
    void sealKept(Collection<Long> fileIds) {
        for (long fileId : fileIds) {
            jdbc.sql("DELETE FROM usage_file_digest WHERE file_id = ?").param(fileId).update();
            var digests = new UsageDigests();
            var periods = jdbc.sql("SELECT DISTINCT period FROM usage_file_content WHERE file_id = ?").param(fileId)
                    .query(LocalDate.class).list();
            for (var period : periods) {
                forEachRow(BillingPeriod.startingOn(period), " AND file_id = " + fileId, digests::add);
            }
            seal(fileId, digests);
        }
    }

    private void note(long fileId, UsageDigests digests) {
        digests.end((period, digest) -> jdbc
                .sql("INSERT INTO usage_file_digest (file_id, period, digest) VALUES (?, ?, ?)")
                .params(fileId, period.firstDay(), digest).update());
    }

    /**
     * The files whose records are not those that were sealed.
     *
     * @param of only the usage that runs of this period look at
     */
    public List<String> differences(Optional<BillingPeriod> of) {
        List<String> findings = new ArrayList<>();
        for (var period : of.map(this::periodsOf).orElseGet(this::periods)) {
            var expected = new TreeMap<Long, String>();
            jdbc.sql("SELECT file_id, digest FROM usage_file_digest WHERE period = ?").param(period.firstDay())
                    .query(rs -> {
                        expected.put(rs.getLong(1), rs.getString(2));
                    });
            var found = digests(period);
            var files = new TreeMap<>(expected);
            files.putAll(found);
            files.keySet().stream().filter(file -> !found.getOrDefault(file, "").equals(expected.get(file)))
                    .forEach(file -> findings.add(difference(file, period, expected.get(file), found.get(file))));
        }
        return findings;
    }

    private String difference(long file, BillingPeriod period, @Nullable String expected, @Nullable String found) {
        var name = jdbc.sql("SELECT name FROM usage_file WHERE id = ?").param(file).query(String.class).optional();
        return "usage of " + period + " in file " + name.orElse("number " + file) + ": the " + records(found)
                + " kept are not the " + records(expected) + " that were sealed";
    }

    private static String records(@Nullable String digest) {
        return digest == null ? "0 records" : digest.substring(0, digest.indexOf(' ')) + " records";
    }

    private List<BillingPeriod> periods() {
        return jdbc.sql("""
                SELECT to_date(substr(c.relname, length('usage_record_') + 1), 'YYYY_MM') FROM pg_inherits i
                JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'usage_record'::regclass
                UNION SELECT period FROM usage_file_digest ORDER BY 1
                """).query(LocalDate.class).list().stream().map(BillingPeriod::startingOn).toList();
    }

    private List<BillingPeriod> periodsOf(BillingPeriod period) {
        return jdbc.sql("""
                SELECT f.period FROM frozen_usage_file f JOIN invoicing_run r ON r.id = f.run_id
                    WHERE r.period = :period
                UNION SELECT :period ORDER BY 1
                """).param("period", period.firstDay()).query(LocalDate.class).list().stream()
                .map(BillingPeriod::startingOn).toList();
    }

    /** The digests of all files that have records in a period. */
    private Map<Long, String> digests(BillingPeriod period) {
        Map<Long, String> found = new HashMap<>();
        var digests = new UsageDigests();
        var file = new long[1];
        forEachRow(period, "", row -> {
            long next = UsageDigests.fileOf(row);
            if (next != file[0]) {
                digests.end((of, digest) -> found.put(file[0], digest));
                file[0] = next;
            }
            digests.add(row);
        });
        digests.end((of, digest) -> found.put(file[0], digest));
        return found;
    }

    /** What to do with a row that is encoded for COPY. */
    private interface RowVisitor {
        void visit(byte[] row);
    }

    private void forEachRow(BillingPeriod period, String condition, RowVisitor visitor) {
        connections.execute((ConnectionCallback<Boolean>) connection -> {
            read(connection, ROWS.formatted(UsagePartition.of(connection, period), period.firstDay(), condition),
                    visitor);
            return true;
        });
    }

    private static void read(Connection connection, String query, RowVisitor visitor) throws SQLException {
        try (var rows = new CopyReader(connection, query)) {
            for (var row = rows.next(); row != null; row = rows.next()) {
                visitor.visit(row);
            }
        }
    }
}
