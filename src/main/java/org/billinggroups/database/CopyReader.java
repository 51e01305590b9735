package org.billinggroups.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Streams the rows of a query with PostgreSQL's {@code COPY ... TO STDOUT} in binary format, each as {@link CopyRows}
 * encodes it.
 */
public final class CopyReader implements AutoCloseable {
    private final CopyOut copy;
    private boolean begun;

    /**
     * Starts the query.
     *
     * @param query without parameters, which COPY does not take; never a user's text
     */
    public CopyReader(Connection connection, String query) throws SQLException {
        copy = connection.unwrap(PGConnection.class).getCopyAPI()
                .copyOut("COPY (" + query + ") TO STDOUT WITH (FORMAT binary)");
    }

    /** The next row, or null after the last. The server sends one at a time. */
    public byte @Nullable [] next() throws SQLException {
        var row = copy.readFromCopy();
        if (row != null && !begun) {
            begun = true;
            row = Arrays.copyOfRange(row, CopyWriter.HEADER.length, row.length);
            row = row.length == 0 ? copy.readFromCopy() : row;
        }
        if (row == null || !Arrays.equals(row, CopyWriter.TRAILER)) {
            return row;
        }
        copy.readFromCopy();
        return null;
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
