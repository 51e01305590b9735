package org.billinggroups.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The imported files. */
@Repository
public class UsageFiles {
    private static final String SELECT = """
            SELECT id, sha256, name, total_rows, accepted_rows, duplicate_rows, rejected_rows, imported_at
            FROM usage_file
            """;

    private final JdbcClient jdbc;

    UsageFiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The file with that content, if it was imported. */
    public Optional<UsageFile> find(String sha256) {
        return jdbc.sql(SELECT + "WHERE sha256 = ?").param(sha256).query(UsageFiles::file).optional();
    }

    /** All files in the order of their import. */
    public List<UsageFile> list() {
        return jdbc.sql(SELECT + "ORDER BY id").query(UsageFiles::file).list();
    }

    long nextId() {
        return jdbc.sql("SELECT nextval(pg_get_serial_sequence('usage_file', 'id'))").query(Long.class).single();
    }

    void insert(UsageFile file) {
        jdbc.sql(
                """
                        INSERT INTO usage_file (id, sha256, name, format, total_rows, accepted_rows, duplicate_rows, rejected_rows,
                            imported_at)
                        OVERRIDING SYSTEM VALUE
                        VALUES (?, ?, ?, 'native', ?, ?, ?, ?, ?)
                        """)
                .params(file.id(), file.sha256(), file.name(), file.totalRows(), file.acceptedRows(),
                        file.duplicateRows(), file.rejectedRows(),
                        OffsetDateTime.ofInstant(file.importedAt(), ZoneOffset.UTC))
                .update();
    }

    private static UsageFile file(ResultSet rs, int row) throws SQLException {
        return new UsageFile(rs.getLong("id"), rs.getString("sha256"), rs.getString("name"), rs.getLong("total_rows"),
                rs.getLong("accepted_rows"), rs.getLong("duplicate_rows"), rs.getLong("rejected_rows"),
                instant(rs, "imported_at"));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }
}
