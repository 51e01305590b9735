package org.billinggroups.usage;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.billinggroups.file.Sha256;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The imported files. */
@Repository
public class UsageFiles {
    private static final String SELECT = """
            SELECT id, sha256, name, format, total_rows, accepted_rows, duplicate_rows, rejected_rows, imported_at, source,
                withdrawn_records, voided_at
            FROM usage_file
            """;

    private final JdbcClient jdbc;

    UsageFiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The file with that content, if it was imported and not voided. */
    public Optional<UsageFile> find(String sha256) {
        return jdbc.sql(SELECT + "WHERE sha256 = ? AND voided_at IS NULL").param(sha256).query(UsageFiles::file)
                .optional();
    }

    /** All files in the order of their import. */
    public List<UsageFile> list() {
        return jdbc.sql(SELECT + "ORDER BY id").query(UsageFiles::file).list();
    }

    /**
     * The file that is meant by its hash, the beginning of it, or its name; a voided one only where no other is meant.
     *
     * @throws RefusedException if it is none, or several: then it lists them
     */
    public UsageFile resolve(String reference) {
        for (var condition : List.of("starts_with(sha256, ?) AND voided_at IS NULL", "name = ? AND voided_at IS NULL",
                "starts_with(sha256, ?)", "name = ?")) {
            var matches = jdbc.sql(SELECT + "WHERE " + condition + " ORDER BY id").param(reference)
                    .query(UsageFiles::file).list();
            if (matches.size() == 1) {
                return matches.getFirst();
            }
            if (!matches.isEmpty()) {
                throw new RefusedException(
                        "'" + reference + "' may be any of " + matches.size() + " files; give the hash:"
                                + String.join("", matches.stream()
                                        .map(file -> "\n  " + file.sha256().substring(0, 12) + "  " + file.name())
                                        .toList()));
            }
        }
        throw new RefusedException("there is no imported file '" + reference + "'");
    }

    /**
     * What a file holds of a project in a period.
     *
     * @param billed {@code yes} if it is on an issued invoice, {@code no} if not yet, or why it never will be
     */
    public record Content(BillingPeriod period, String project, long records, String billed) {}

    /** How many of a file's records stand out. */
    public UsageRemarks.Count remarks(long fileId) {
        return jdbc.sql("""
                SELECT coalesce(sum(record_count) FILTER (WHERE remark = 'provider''s tax'), 0) AS excluded,
                    coalesce(sum(record_count) FILTER (WHERE remark = 'rounded'), 0) AS rounded
                FROM usage_file_remark WHERE file_id = ?
                """).param(fileId).query(UsageRemarks.Count.class).single();
    }

    /** What is left of a file, by period and project. */
    public List<Content> contents(long fileId) {
        return jdbc.sql("""
                SELECT u.period, u.project, u.record_count, CASE WHEN u.excluded IS NOT NULL THEN u.excluded
                    WHEN EXISTS (
                        SELECT FROM billed_usage b
                        WHERE b.file_id = u.file_id AND b.period = u.period AND b.project_id = u.project)
                    THEN 'yes' ELSE 'no' END AS billed
                FROM usage_file_content u WHERE u.file_id = ? ORDER BY u.period, u.project, u.excluded NULLS FIRST
                """).param(fileId).query((rs, row) -> new Content(
                BillingPeriod.startingOn(rs.getObject("period", LocalDate.class)), rs.getString("project"),
                rs.getLong("record_count"), rs.getString("billed"))).list();
    }

    /** How often a file of that content was voided. */
    public long timesVoided(String sha256) {
        return jdbc.sql("SELECT count(*) FROM usage_file WHERE sha256 = ? AND voided_at IS NOT NULL").param(sha256)
                .query(Long.class).single();
    }

    /**
     * Remembers which files were given to one command: part files of one export count repeated rows together.
     *
     * @param sha256s their hashes
     * @return by what {@link ImportBatch#export} names them; the same for the same files
     */
    public String rememberExport(Collection<String> sha256s) {
        var sorted = new TreeSet<>(sha256s);
        var digest = Sha256.newDigest();
        sorted.forEach(sha256 -> digest.update(sha256.getBytes(StandardCharsets.US_ASCII)));
        var export = HexFormat.of().formatHex(digest.digest());
        jdbc.sql("INSERT INTO usage_export (export, sha256) SELECT ?, unnest(?::text[]) ON CONFLICT DO NOTHING")
                .params(export, sorted.toArray(String[]::new)).update();
        return export;
    }

    long nextId() {
        return jdbc.sql("SELECT nextval(pg_get_serial_sequence('usage_file', 'id'))").query(Long.class).single();
    }

    void insert(UsageFile file) {
        jdbc.sql(
                """
                        INSERT INTO usage_file (id, sha256, name, format, source, total_rows, accepted_rows, duplicate_rows, rejected_rows,
                            imported_at)
                        OVERRIDING SYSTEM VALUE
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(file.id(), file.sha256(), file.name(), file.format().code(), file.source(), file.totalRows(),
                        file.acceptedRows(),
                        file.duplicateRows(), file.rejectedRows(),
                        OffsetDateTime.ofInstant(file.importedAt(), ZoneOffset.UTC))
                .update();
    }

    private static UsageFile file(ResultSet rs, int row) throws SQLException {
        return new UsageFile(rs.getLong("id"), rs.getString("sha256"), rs.getString("name"),
                UsageFormat.valueOf(rs.getString("format").toUpperCase(Locale.ROOT)), rs.getLong("total_rows"),
                rs.getLong("accepted_rows"), rs.getLong("duplicate_rows"), rs.getLong("rejected_rows"),
                instant(rs, "imported_at"), rs.getString("source"), rs.getLong("withdrawn_records"),
                rs.getObject("voided_at") == null ? null : instant(rs, "voided_at"));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }
}
