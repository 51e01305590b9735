package org.billinggroups.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Streams rows into a table with PostgreSQL's {@code COPY ... FROM STDIN} in binary format, in the connection's
 * transaction. {@link #finish} completes the copy, and closing an unfinished one cancels it.
 */
public final class CopyWriter extends CopyRows implements AutoCloseable {
    private static final byte[] SIGNATURE = { 'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0 };
    /** The signature, no flags, no extension. */
    static final byte[] HEADER = Arrays.copyOf(SIGNATURE, SIGNATURE.length + 2 * Integer.BYTES);
    static final byte[] TRAILER = { (byte) 0xFF, (byte) 0xFF };

    private final CopyIn copy;

    /**
     * Starts a copy.
     *
     * @param target the table with its columns, such as {@code invoice_line (invoice_id, line)}; never a user's text
     */
    public CopyWriter(Connection connection, String target) throws SQLException {
        copy = connection.unwrap(PGConnection.class).getCopyAPI()
                .copyIn("COPY " + target + " FROM STDIN WITH (FORMAT binary)");
        write(HEADER);
    }

    @Override
    public void endRow() throws SQLException {
        super.endRow();
        if (length() >= FULL) {
            write(this);
        }
    }

    /** Sends rows that were encoded elsewhere. */
    public void write(byte[] rows) throws SQLException {
        copy.writeToCopy(rows, 0, rows.length);
    }

    /** Sends the rows and forgets them. */
    public void write(CopyRows rows) throws SQLException {
        copy.writeToCopy(rows.buffer(), 0, rows.length());
        rows.clear();
    }

    /** Completes the copy and tells how many rows it took. */
    public long finish() throws SQLException {
        write(this);
        write(TRAILER);
        return copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
