package org.billinggroups.usage;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.billinggroups.database.CopyWriter;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;

/**
 * Imports a file of which no row is known yet, as most are, in one pass: read and checked in one thread, sent by COPY
 * straight into the partitions in the other. It writes each row once, where staging writes it twice.
 */
@Component
record DirectImport(DataSource dataSource, JdbcClient jdbc, UsageLocks locks, Partitions partitions, Charges charges,
        FocusSettings focus) {
    /** Unique violation, deadlock, lock timeout: somebody has, or is importing, the same rows. */
    private static final Set<String> NOT_ALONE = Set.of("23505", "40P01", "55P03");

    /** Rows by their outcome; the counts and digests are of what is kept. */
    record Copied(long total, long rejected, UsageCounts counts, UsageDigests digests) {}

    /**
     * Sends the file's rows, if nobody has the same rows.
     *
     * @return nothing, and nothing was changed, if the file has to be staged
     */
    Optional<Copied> copy(ImportRequest request, UsageFormat format, long fileId, RejectsFile rejects,
            BooleanSupplier stopRequested) throws IOException, SQLException {
        jdbc.sql("SAVEPOINT before_copy").update();
        var copied = send(request, format, fileId, rejects, stopRequested);
        if (copied.isEmpty()) {
            // It gives back the locks as well.
            jdbc.sql("ROLLBACK TO SAVEPOINT before_copy").update();
        }
        return copied;
    }

    private Optional<Copied> send(ImportRequest request, UsageFormat format, long fileId, RejectsFile rejects,
            BooleanSupplier stopRequested) throws IOException, SQLException {
        var connection = DataSourceUtils.getConnection(dataSource);
        try (var reader = UsageReader.open(request, format, fileId, focus);
                var ahead = new ReadAhead(reader);
                var sending = new Sending(connection, format)) {
            long total = 0;
            long rejected = 0;
            for (var block = ahead.next(); block != null; block = ahead.next()) {
                if (stopRequested.getAsBoolean()) {
                    throw new UsageImport.StoppedException();
                }
                total += block.total();
                rejected += block.rejected().size();
                rejects.add(block.rejected());
                boolean wanted = rejected == 0 || request.acceptValid();
                if (wanted && !sending.send(block)) {
                    return Optional.empty();
                }
            }
            sending.finish();
            return Optional.of(new Copied(total, rejected, reader.counts(), sending.digests));
        } catch (SQLException e) {
            if (NOT_ALONE.contains(String.valueOf(e.getSQLState()))) {
                return Optional.empty();
            }
            throw e;
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /** The copy under way; a new one for each period that comes up, since one does not see partitions made later. */
    private final class Sending implements AutoCloseable {
        private final Connection connection;
        private final UsageFormat format;
        private final Set<BillingPeriod> open = new HashSet<>();
        private final UsageDigests digests = new UsageDigests();
        private @Nullable CopyWriter copy;

        Sending(Connection connection, UsageFormat format) {
            this.connection = connection;
            this.format = format;
        }

        /** False if another import has a period of the block for itself, or its charges have to be looked for. */
        boolean send(UsageBlock block) throws SQLException {
            if (!open.containsAll(block.periods())) {
                finish();
                // Shared first, so that nobody takes an empty partition away in between.
                for (var period : block.periods()) {
                    if (open.add(period) && (!locks.share(period)
                            || format == UsageFormat.FOCUS && charges.areHidden(period))) {
                        return false;
                    }
                }
                partitions.create(block.periods());
            }
            if (copy == null) {
                copy = UsageRecords.open(connection);
            }
            copy.write(block.rows());
            digests.add(block.rows());
            return true;
        }

        void finish() throws SQLException {
            if (copy != null) {
                copy.finish();
                copy = null;
            }
        }

        @Override
        public void close() throws SQLException {
            if (copy != null) {
                copy.close();
                copy = null;
            }
        }
    }
}
