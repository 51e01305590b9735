package org.billinggroups.usage;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Numbers staged rows of the same content in files whose rows have no identity of their own: in one file, and on through
 * all files that were given to the same command. So a row that stands twice is billed twice, and an export that comes
 * again, in however many files, is known row by row.
 */
@Repository
class UsageRepeats {
    private static final String CONTENT = "left(%s.usage_id, " + FocusUsageCsv.CONTENT_LENGTH + ")";
    /** The other files of the export that are imported. */
    private static final String OTHER_FILES = """
            SELECT f.id FROM usage_export e JOIN usage_file f USING (sha256)
            WHERE e.export = :export AND f.voided_at IS NULL AND f.id <> :file
            """;

    private final JdbcClient jdbc;

    UsageRepeats(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Numbers the staged rows, which all say that they are the first. The caller has the periods alone.
     *
     * @param export the files that were given together, or null
     */
    void number(long fileId, @Nullable String export) {
        jdbc.sql("""
                UPDATE usage_stage s SET usage_id = %s || n.number
                FROM (SELECT t.ctid, row_number() OVER (PARTITION BY t.period, t.usage_id ORDER BY t.line) AS number
                    FROM usage_stage t JOIN (SELECT period, usage_id FROM usage_stage GROUP BY 1, 2 HAVING count(*) > 1) r
                        USING (period, usage_id)) n
                WHERE n.ctid = s.ctid AND n.number > 1
                """.formatted(CONTENT.formatted("s"))).update();
        if (export != null) {
            goOnCounting(fileId, export);
        }
    }

    private void goOnCounting(long fileId, String export) {
        jdbc.sql("""
                WITH others AS (%s), contents AS (SELECT DISTINCT period, %s AS content FROM usage_stage s),
                counted AS (
                    SELECT c.period, c.content, count(*) AS number FROM contents c JOIN usage_record k
                        ON k.period = c.period AND k.usage_id > c.content AND k.usage_id < c.content || ':' AND k.part = 0
                    WHERE k.file_id IN (SELECT id FROM others) GROUP BY 1, 2
                    UNION ALL SELECT c.period, c.content, r.record_count FROM contents c
                        JOIN usage_file_repeat r USING (period, content) WHERE r.file_id IN (SELECT id FROM others)),
                summed AS (SELECT period, content, sum(number) AS number FROM counted GROUP BY 1, 2)
                UPDATE usage_stage s SET usage_id = n.content || (substr(s.usage_id, %d)::bigint + n.number)
                FROM summed n WHERE n.period = s.period AND n.content = %s
                """.formatted(OTHER_FILES, CONTENT.formatted("s"), FocusUsageCsv.CONTENT_LENGTH + 1,
                CONTENT.formatted("s"))).param("export", export).param("file", fileId).update();
    }

    /** Notes the rows that stay behind, since an earlier export brought them. */
    void note(long fileId) {
        jdbc.sql("""
                INSERT INTO usage_file_repeat (file_id, period, content, record_count)
                SELECT :file, s.period, %s, count(*) FROM usage_stage s JOIN usage_record k USING (period, usage_id, part)
                WHERE k.file_id <> :file GROUP BY 1, 2, 3
                """.formatted(CONTENT.formatted("s"))).param("file", fileId).update();
    }
}
