package org.billinggroups.usage;

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Looks whether a FOCUS file of a command with several has charges that came by another command: then the files of the
 * command have to be decided together.
 */
@Service
public class ChargeProbe {
    /**
     * How many rows are read before they are looked up: most files that have any known charge have it at their start.
     */
    private static final long ROWS_AT_ONCE = 100_000;

    private final DataSource dataSource;
    private final UsageStage stage;
    private final UsageFiles files;
    private final Charges charges;
    private final FocusSettings focus;
    private final TransactionOperations transaction;

    ChargeProbe(DataSource dataSource, UsageStage stage, UsageFiles files, Charges charges, FocusSettings focus,
            TransactionOperations transaction) {
        this.dataSource = dataSource;
        this.stage = stage;
        this.files = files;
        this.charges = charges;
        this.focus = focus;
        this.transaction = transaction;
    }

    /**
     * Whether a file that is not imported yet has charges that came by another command. What is wrong with it, its
     * import tells.
     *
     * @param command what {@link ImportBatch#command} knows the files by that were given with it
     */
    public boolean hasKnown(ImportRequest request, String command, BooleanSupplier stopRequested) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            try {
                return UsageReader.formatOf(request) == UsageFormat.FOCUS && files.find(request.sha256()).isEmpty()
                        && charges.isAnyOfOtherCommands(command) && isAnyKnown(request, command, stopRequested);
            } catch (InvalidInputException | IOException e) {
                return false;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    private boolean isAnyKnown(ImportRequest request, String command, BooleanSupplier stopRequested)
            throws IOException, SQLException {
        var connection = DataSourceUtils.getConnection(dataSource);
        Set<BillingPeriod> periods = new HashSet<>();
        try (var reader = UsageReader.open(request, UsageFormat.FOCUS, 0, focus);
                var ahead = new ReadAhead(reader)) {
            var block = ahead.next();
            while (block != null) {
                stage.empty();
                try (var copy = UsageRecords.openStage(connection)) {
                    for (long rows = 0; block != null && rows < ROWS_AT_ONCE; block = ahead.next()) {
                        copy.write(block.rows());
                        rows += block.total();
                        periods.addAll(block.periods());
                    }
                    copy.finish();
                }
                if (stopRequested.getAsBoolean() || charges.isStagedKnown(command)
                        || periods.stream().anyMatch(charges::areHidden)) {
                    return true;
                }
            }
            return false;
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }
}
