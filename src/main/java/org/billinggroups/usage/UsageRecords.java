package org.billinggroups.usage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.billinggroups.database.CopyRows;
import org.billinggroups.database.CopyWriter;
import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Repository;

/**
 * The usage records in the database. They go by COPY straight into the partitions of their periods; where some are
 * known already, into a table of the transaction instead, from which one statement moves those that are new.
 */
@Repository
record UsageRecords(DataSource dataSource, JdbcClient jdbc) {
    static final String COLUMNS = """
            file_id, period, usage_id, part, line, project, service, sku, quantity, unit, started_at, ended_at, amount,
                currency,
            category, description, whole_quantity, whole_amount, whole_started_at, whole_ended_at
            """.replace("\n", " ");
    private static final String SAME_CONTENT = """
            (k.project, k.service, k.sku, coalesce(k.whole_quantity, k.quantity), k.unit,
                coalesce(k.whole_started_at, k.started_at), coalesce(k.whole_ended_at, k.ended_at),
                coalesce(k.whole_amount, k.amount), k.currency, k.category, k.description)
            IS NOT DISTINCT FROM
            (s.project, s.service, s.sku, coalesce(s.whole_quantity, s.quantity), s.unit,
                coalesce(s.whole_started_at, s.started_at), coalesce(s.whole_ended_at, s.ended_at),
                coalesce(s.whole_amount, s.amount), s.currency, s.category, s.description)
            """;

    /** Opens the stage for rows that {@link #encode} made. */
    static CopyWriter openStage(Connection connection) throws SQLException {
        return new CopyWriter(connection, "usage_stage (" + COLUMNS + ")");
    }

    /** Opens the records themselves for rows that {@link #encode} made. */
    static CopyWriter open(Connection connection) throws SQLException {
        return new CopyWriter(connection, "usage_record (" + COLUMNS + ")");
    }

    /** Encodes a record, of which parts are given, for COPY. */
    static void encode(CopyRows rows, long fileId, long line, UsageRecord usage, List<UsagePart> parts)
            throws SQLException {
        boolean split = parts.size() > 1;
        for (var part : parts) {
            rows.bigint(fileId).date(part.period().firstDay()).text(usage.usageId()).smallint(part.part()).bigint(line)
                    .text(usage.project()).text(usage.service()).text(usage.sku())
                    .numeric(part.quantity()).text(usage.unit()).instant(part.startedAt()).instant(part.endedAt())
                    .numeric(part.amount()).text(usage.currency() == null ? null : usage.currency().getCode())
                    .text(usage.category()).text(usage.description())
                    .numeric(split ? usage.quantity() : null).numeric(split ? usage.amount() : null)
                    .instant(split ? usage.startedAt() : null).instant(split ? usage.endedAt() : null)
                    .endRow();
        }
    }

    /**
     * Moves the staged records into their periods; those whose id is known stay behind.
     *
     * @return the number of rows moved
     */
    long moveFromStage() {
        return jdbc.sql("INSERT INTO usage_record (" + COLUMNS + ") SELECT " + COLUMNS
                + " FROM usage_stage ON CONFLICT DO NOTHING").update();
    }

    /**
     * Removes later parts of records whose first part stayed behind: where a known record of the same id ends earlier,
     * they found their place free.
     */
    void removePartsWithoutStart(long fileId) {
        jdbc.sql("""
                DELETE FROM usage_record k USING usage_stage s
                WHERE k.period = s.period AND k.usage_id = s.usage_id AND k.part = s.part AND s.part > 0
                    AND k.file_id = :file AND k.line = s.line
                    AND NOT EXISTS (
                        SELECT FROM usage_stage z JOIN usage_record o USING (period, usage_id, part)
                        WHERE z.line = s.line AND z.part = 0 AND o.file_id = :file AND o.line = z.line)
                """).param("file", fileId).update();
    }

    /**
     * The lines of records that stayed behind although their content differs from that of the known record, in order.
     */
    void forEachConflict(long fileId, LongConsumer line) {
        jdbc.sql("SELECT s.line FROM usage_stage s JOIN usage_record k USING (period, usage_id, part) "
                + "WHERE s.part = 0 AND (k.file_id <> :file OR k.line <> s.line) AND NOT (" + SAME_CONTENT
                + ") ORDER BY s.line").param("file", fileId).query(rs -> {
                    line.accept(rs.getLong(1));
                });
    }

    /** The number of records of the file that are kept. */
    long countKept(long fileId, Set<BillingPeriod> periods) {
        long kept = 0;
        for (var period : periods) {
            kept += jdbc.sql("SELECT count(*) FROM usage_record WHERE period = ? AND file_id = ? AND part = 0")
                    .params(period.firstDay(), fileId).query(Long.class).single();
        }
        return kept;
    }

    /** Notes which projects and SKUs of a file that was staged are kept in which period. */
    void summariseStaged(long fileId, boolean wholeStage) {
        summarise(fileId, wholeStage ? "usage_stage" : """
                (SELECT k.* FROM usage_stage s JOIN usage_record k USING (period, usage_id, part)
                 WHERE k.file_id = %d AND k.line = s.line)""".formatted(fileId));
    }

    /** Notes the same for a file that went straight into its periods, of which others may have far more records. */
    void summarise(long fileId, UsageCounts counts) throws SQLException {
        if (counts.isComplete()) {
            var connection = DataSourceUtils.getConnection(dataSource);
            try {
                counts.write(fileId, connection);
            } finally {
                DataSourceUtils.releaseConnection(connection, dataSource);
            }
        } else {
            summarise(fileId, "(SELECT * FROM usage_record WHERE file_id = %d)".formatted(fileId));
        }
    }

    private void summarise(long fileId, String kept) {
        for (var subject : List.of("project", "sku")) {
            jdbc.sql("INSERT INTO usage_file_" + subject + " (file_id, period, " + subject + ", record_count) "
                    + "SELECT :file, period, " + subject + ", count(*) FROM " + kept + " u WHERE "
                    + UsageRemarks.IS_BILLED + " GROUP BY period, " + subject).param("file", fileId).update();
        }
        jdbc.sql(UsageRemarks.note(kept)).update();
    }

    /** Notes of which files the file had duplicates. */
    void noteDuplicates(long fileId) {
        jdbc.sql("""
                INSERT INTO usage_file_duplicate (file_id, of_file_id, record_count)
                SELECT :file, k.file_id, count(*) FROM usage_stage s JOIN usage_record k USING (period, usage_id, part)
                WHERE s.part = 0 AND k.file_id <> :file AND (%s) GROUP BY k.file_id
                """.formatted(SAME_CONTENT)).param("file", fileId).update();
    }
}
