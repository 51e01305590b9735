package org.billinggroups.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The imported files. */
@Repository
public class UsageFiles {
    private static final String SELECT = """
            SELECT id, sha256, name, upper(format) AS format, total_rows, accepted_rows, duplicate_rows, rejected_rows,
                imported_at, source, command, withdrawn_records, voided_at, replaced_at
            FROM usage_file
            """;
    private static final String STANDS = "voided_at IS NULL AND replaced_at IS NULL";

    private final JdbcClient jdbc;

    UsageFiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The file with that content, if it was imported and neither voided nor replaced. */
    public Optional<UsageFile> find(String sha256) {
        return jdbc.sql(SELECT + "WHERE sha256 = ? AND " + STANDS).param(sha256).query(UsageFile.class).optional();
    }

    /** All files in the order of their import. */
    public List<UsageFile> list() {
        return jdbc.sql(SELECT + "ORDER BY id").query(UsageFile.class).list();
    }

    /**
     * The file that is meant by its hash, the beginning of it, or its name; one that was voided or replaced
     * only where no other is meant.
     *
     * @throws RefusedException if it is none, or several: then it lists them
     */
    public UsageFile resolve(String reference) {
        for (var condition : List.of("starts_with(sha256, ?) AND " + STANDS, "name = ? AND " + STANDS,
                "starts_with(sha256, ?) AND voided_at IS NULL", "name = ? AND voided_at IS NULL",
                "starts_with(sha256, ?)", "name = ?")) {
            var matches = jdbc.sql(SELECT + "WHERE " + condition + " ORDER BY id").param(reference)
                    .query(UsageFile.class).list();
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
        throw new RefusedException("there is no imported file '" + reference + "': 'billing usage files' shows them");
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

    /**
     * Whether its command replaced all else that its source had delivered of the same periods, and nothing came since.
     */
    public boolean standsAlone(UsageFile file) {
        return !jdbc.sql("""
                WITH own AS (
                    SELECT c.period FROM usage_file f JOIN usage_file_content c ON c.file_id = f.id
                    WHERE f.command = :command AND %1$s)
                SELECT EXISTS (
                    SELECT FROM usage_file f
                    WHERE %1$s AND format = 'focus' AND source = :source AND command <> :command AND (
                        NOT EXISTS (SELECT FROM own) OR EXISTS (
                            SELECT FROM usage_file_content c WHERE c.file_id = f.id AND c.period IN (SELECT period
                                FROM own))))
                """.formatted(STANDS)).param("command", file.command()).param("source", file.source())
                .query(Boolean.class).single();
    }

    /** How often a file of that content was imported, also where it was voided or replaced since. */
    public long timesImported(String sha256) {
        return jdbc.sql("SELECT count(*) FROM usage_file WHERE sha256 = ?").param(sha256).query(Long.class).single();
    }

    /**
     * Notes that a source delivers some periods again: its FOCUS files of these periods, those of which nothing was
     * kept, and those that are given again, may come again.
     *
     * @return the files
     */
    List<Long> markReplaced(String source, Collection<BillingPeriod> periods, Collection<String> given, Instant now) {
        return jdbc.sql("""
                UPDATE usage_file f SET replaced_at = :now
                WHERE %s AND format = 'focus' AND (sha256 IN (:given) OR source = :source AND (
                    EXISTS (SELECT FROM usage_file_content p WHERE p.file_id = f.id AND p.period IN (:periods))
                    OR NOT EXISTS (SELECT FROM usage_file_content p WHERE p.file_id = f.id)))
                RETURNING id
                """.formatted(STANDS)).param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .param("given", given).param("source", source)
                .param("periods", periods.stream().map(BillingPeriod::firstDay).toList()).query(Long.class).list();
    }

    long nextId() {
        return jdbc.sql("SELECT nextval(pg_get_serial_sequence('usage_file', 'id'))").query(Long.class).single();
    }

    void insert(UsageFile file) {
        jdbc.sql(
                """
                        INSERT INTO usage_file (id, sha256, name, format, source, command, total_rows, accepted_rows,
                            duplicate_rows, rejected_rows, imported_at)
                        OVERRIDING SYSTEM VALUE
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(file.id(), file.sha256(), file.name(), file.format().code()).param(file.source())
                .params(file.command(), file.totalRows(), file.acceptedRows(), file.duplicateRows(),
                        file.rejectedRows(),
                        OffsetDateTime.ofInstant(file.importedAt(), ZoneOffset.UTC))
                .update();
    }
}
