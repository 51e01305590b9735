package org.billinggroups.database;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.util.PSQLState;

/** The version that the program's migrations lead to. */
final class SchemaVersion {
    /** The newest of {@code db/migration}. */
    static final String NEWEST = "26";

    private SchemaVersion() {}

    /** Whether a database has been migrated this far, or further: one question instead of a check of each migration. */
    static boolean isReached(DataSource owner) {
        try (var connection = owner.getConnection();
                var statement = connection.prepareStatement(
                        "SELECT EXISTS (SELECT FROM flyway_schema_history WHERE version = ? AND success)")) {
            statement.setString(1, NEWEST);
            try (var result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        } catch (SQLException e) {
            if (PSQLState.UNDEFINED_TABLE.getState().equals(e.getSQLState())) {
                return false;
            }
            throw new IllegalStateException("the database cannot be asked for its version", e);
        }
    }
}
