package org.billinggroups.statement;

import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.billinggroups.database.CopyWriter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Repository;

/** The rows of files and their entries. It owns the tables {@code statement_file} and {@code statement_entry}. */
@Repository
class StatementRows {
    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final Clock clock;

    StatementRows(JdbcClient jdbc, DataSource dataSource, Clock clock) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
        this.clock = clock;
    }

    /** Who imports, matches or takes back waits for one another, until the transaction ends. */
    void takeTurns() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('billing-groups statements'))").query((rs, n) -> 0).single();
    }

    Optional<ImportedStatement> find(String sha256) {
        return jdbc.sql("""
                SELECT f.id, f.sha256, f.format, f.known_entries, f.not_booked, count(e.id) AS entries,
                    count(*) FILTER (WHERE e.kind <> 'charges' AND b.matched = e.amount) AS matched,
                    count(*) FILTER (WHERE e.kind <> 'charges' AND b.matched <> e.amount) AS unmatched,
                    count(*) FILTER (WHERE e.kind = 'charges') AS charges
                FROM statement_file f LEFT JOIN statement_entry e ON e.file_id = f.id
                LEFT JOIN statement_entry_balance b ON b.entry_id = e.id
                WHERE f.sha256 = ? GROUP BY f.id
                """).param(sha256).query((rs, row) -> new ImportedStatement(rs.getLong("id"), rs.getString("sha256"),
                rs.getString("format"), false, rs.getInt("entries"), rs.getInt("known_entries"),
                rs.getInt("not_booked"), rs.getInt("matched"), rs.getInt("unmatched"), rs.getInt("charges")))
                .optional();
    }

    long addFile(String sha256, String name, String format, int known, int notBooked, String actor) {
        return jdbc.sql("""
                INSERT INTO statement_file (sha256, name, format, known_entries, not_booked, imported_at, imported_by)
                VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id
                """).params(sha256, name, format, known, notBooked, clock.instant().atOffset(ZoneOffset.UTC), actor)
                .query(Long.class).single();
    }

    /**
     * Adds the new entries of the stage.
     *
     * @param decisions by the entry's place in the file, what becomes of it
     * @return the keys of the entries, by their place in the file
     */
    Map<Integer, Long> addEntries(long file, Map<Integer, Decision> decisions) throws SQLException {
        copyReasons(decisions);
        jdbc.sql("""
                INSERT INTO statement_entry (file_id, position, account, currency, booked_on, amount, kind,
                    bank_references, own_references, occurrence, end_to_end_id, collection_id, reference, remitter,
                    remittance, return_reason, reason)
                SELECT ?, n.position, n.account, n.currency, n.booked_on, n.amount, n.kind, n.bank_references,
                    n.own_references, n.occurrence, n.end_to_end_id, n.collection_id, n.reference, n.remitter,
                    n.remittance, n.return_reason, r.reason
                FROM statement_new n LEFT JOIN statement_reason r ON r.position = n.position
                ORDER BY n.position
                """).param(file).update();
        return ids(file);
    }

    private void copyReasons(Map<Integer, Decision> decisions) throws SQLException {
        jdbc.sql("CREATE TEMPORARY TABLE statement_reason (position integer, reason text) ON COMMIT DROP").update();
        var connection = DataSourceUtils.getConnection(dataSource);
        try (var copy = new CopyWriter(connection, "statement_reason")) {
            for (var decision : decisions.entrySet()) {
                if (decision.getValue().reason() != null) {
                    copy.integer(decision.getKey()).text(decision.getValue().reason()).endRow();
                }
            }
            copy.finish();
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    private Map<Integer, Long> ids(long file) {
        Map<Integer, Long> ids = new HashMap<>();
        jdbc.sql("SELECT position, id FROM statement_entry WHERE file_id = ?").param(file).query(rs -> {
            ids.put(rs.getInt(1), rs.getLong(2));
        });
        return ids;
    }
}
