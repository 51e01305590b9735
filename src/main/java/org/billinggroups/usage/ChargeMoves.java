package org.billinggroups.usage;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Brings what {@link Charges} found out about the staged charges into the records. */
@Repository
record ChargeMoves(JdbcClient jdbc) {
    /** Ends the {@code usage_id} of a record that corrects others. */
    static final String CORRECTION = "-correction";
    /** The number of a record within its charge. */
    static final String NUMBER = "split_part(substr(%s.usage_id, " + (ChargeIdentity.LENGTH + 1) + "), '-', 1)::bigint";
    private static final String OTHER_COLUMNS = UsageRecords.COLUMNS.replace("file_id, period, usage_id,", "");
    /** Brings records in and counts them. */
    private static final String MOVE = "WITH moved AS (INSERT INTO usage_record (" + UsageRecords.COLUMNS + """
            ) %s RETURNING *)
            INSERT INTO usage_kept
            SELECT u.file_id, u.period, u.project, u.sku, %s, %s, count(*) FROM moved u GROUP BY 1, 2, 3, 4, 5, 6
            """;

    private static String move(String records) {
        return MOVE.formatted(records, UsageRemarks.IS_BILLED, UsageRemarks.IS_ROUNDED);
    }

    /** Moves the staged rows of files whose charges nobody else has brought, and numbers them within their charges. */
    void moveNew(Collection<Long> files) {
        jdbc.sql("""
                CREATE TEMPORARY TABLE usage_kept (file_id bigint, period date, project text COLLATE "C",
                    sku text COLLATE "C", is_billed boolean, is_rounded boolean, record_count bigint) ON COMMIT DROP
                """).update();
        jdbc.sql("""
                CREATE TEMPORARY TABLE usage_again (period date, charge text COLLATE "C",
                    last_number bigint) ON COMMIT DROP
                """).update();
        jdbc.sql("""
                INSERT INTO usage_again
                SELECT period, charge, coalesce(max(k.last_number), 0)
                FROM (SELECT period, charge, sum(row_count) AS row_count FROM usage_came GROUP BY 1, 2) c
                LEFT JOIN usage_known k USING (period, charge)
                GROUP BY period, charge, row_count HAVING row_count > 1 OR count(k.charge) > 0
                """).update();
        jdbc.sql("ANALYZE usage_again").update();
        var charge = Charges.CHARGE.formatted("s");
        jdbc.sql(move("SELECT " + UsageRecords.COLUMNS + """
                FROM usage_stage s WHERE s.file_id IN (:files)
                    AND NOT EXISTS (SELECT FROM usage_again a WHERE a.period = s.period AND a.charge = %s)
                """.formatted(charge))).param("files", files).update();
        jdbc.sql(move("""
                SELECT s.file_id, s.period, a.charge || a.last_number + row_number()
                    OVER (PARTITION BY s.period, a.charge ORDER BY s.file_id, s.line), %s
                FROM usage_stage s JOIN usage_again a ON a.period = s.period AND a.charge = %s
                WHERE s.file_id IN (:files) AND NOT EXISTS (
                    SELECT FROM usage_verdict v WHERE v.period = a.period AND v.charge = a.charge)
                """.formatted(OTHER_COLUMNS, charge))).param("files", files).update();
    }

    /**
     * Adds, for each charge that differs, what comes less what is known; under the first new file that has the charge,
     * or for one that comes no more, its period.
     */
    void correct() {
        var differing = """
                WITH differing AS (
                    SELECT v.*, n.last_number + row_number() OVER (PARTITION BY v.period, v.charge ORDER BY v.measure)
                        AS number
                    FROM usage_verdict v CROSS JOIN LATERAL (
                        SELECT max(%s) AS last_number FROM usage_record k WHERE k.period = v.period AND %s) n
                    WHERE v.differs)
                """.formatted(NUMBER.formatted("k"), Charges.OF_CHARGE.formatted("k", "v"));
        var select = """
                SELECT DISTINCT ON (d.period, d.charge, d.measure) %s, d.period, d.charge || d.number || '"""
                + CORRECTION
                + """
                        ', 0, %s, u.project, u.service, u.sku, d.came_quantity - d.known_quantity, u.unit, u.started_at,
                        u.ended_at, CASE WHEN u.currency IS NOT NULL THEN d.came_amount - d.known_amount END,
                            u.currency,
                        u.category, u.description, NULL::numeric, NULL::numeric, NULL::timestamptz, NULL::timestamptz
                        FROM differing d JOIN %s u ON u.period = d.period AND %s
                            AND coalesce(u.currency, '/' || u.unit) = d.measure
                        """;
        jdbc.sql("""
                CREATE TEMPORARY TABLE usage_correction ON COMMIT DROP AS
                SELECT %s FROM usage_record WHERE false
                """.formatted(UsageRecords.COLUMNS)).update();
        jdbc.sql("INSERT INTO usage_correction (" + UsageRecords.COLUMNS + ") " + differing
                + select.formatted("u.file_id", "u.line", "usage_stage", Charges.CHARGE.formatted("u") + " = d.charge")
                + "WHERE d.came_rows > 0 ORDER BY d.period, d.charge, d.measure, u.file_id, u.line").update();
        jdbc.sql("INSERT INTO usage_correction (" + UsageRecords.COLUMNS + ") " + differing + select.formatted(
                "(SELECT min(s.file_id) FROM usage_stage s WHERE s.period = d.period)", "0", "usage_record",
                Charges.OF_CHARGE.formatted("u", "d"))
                + "WHERE d.came_rows = 0 ORDER BY d.period, d.charge, d.measure, u.file_id, u.line").update();
        jdbc.sql(move("SELECT " + UsageRecords.COLUMNS + " FROM usage_correction")).update();
    }

    /** The rows of each file whose charges are known with the same sums. */
    Map<Long, Long> countDuplicates() {
        Map<Long, Long> duplicates = new HashMap<>();
        jdbc.sql("""
                SELECT s.file_id, count(*) FROM usage_stage s JOIN (
                    SELECT period, charge FROM usage_verdict GROUP BY 1, 2 HAVING NOT bool_or(differs)) v
                    ON v.period = s.period AND v.charge = %s
                GROUP BY 1
                """.formatted(Charges.CHARGE.formatted("s"))).query(rs -> {
            duplicates.put(rs.getLong(1), rs.getLong(2));
        });
        return duplicates;
    }

    /** Notes what is kept of the files by project and SKU, and of which files they had known charges. */
    void summarise(Collection<Long> files) {
        for (var subject : List.of("project", "sku")) {
            jdbc.sql("INSERT INTO usage_file_" + subject + " (file_id, period, " + subject + ", record_count) "
                    + "SELECT file_id, period, " + subject + ", sum(record_count) FROM usage_kept "
                    + "WHERE is_billed GROUP BY 1, 2, 3").update();
        }
        jdbc.sql("""
                INSERT INTO usage_file_remark (file_id, period, project, remark, record_count)
                SELECT file_id, period, project, remark, sum(record_count)
                FROM usage_kept CROSS JOIN LATERAL (
                    VALUES ('provider''s tax', NOT is_billed), ('rounded', is_rounded)) r (remark, holds)
                WHERE holds GROUP BY 1, 2, 3, 4
                """).update();
        jdbc.sql("""
                INSERT INTO usage_file_duplicate (file_id, of_file_id, record_count)
                SELECT s.file_id, v.file_id, count(*) FROM usage_stage s JOIN (
                    SELECT period, charge, min(file_id) AS file_id FROM usage_verdict GROUP BY 1, 2) v
                    ON v.period = s.period AND v.charge = %s
                WHERE s.file_id IN (:files) AND v.file_id IS NOT NULL GROUP BY 1, 2
                """.formatted(Charges.CHARGE.formatted("s"))).param("files", files).update();
    }
}
