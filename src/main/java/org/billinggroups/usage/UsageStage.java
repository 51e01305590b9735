package org.billinggroups.usage;

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.billinggroups.period.BillingPeriod;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;

/** The table of the transaction {@code usage_stage}, in which rows wait that may be known. */
@Component
@EnableConfigurationProperties(FocusSettings.class)
record UsageStage(DataSource dataSource, JdbcClient jdbc, FocusSettings focus) {
    /**
     * What a file brought.
     *
     * @param parts the number of good rows, with the parts of those that were split
     * @param periods those that the good rows lie in
     * @param own those to which they belong, as their first parts lie there
     */
    record Staged(long total, long rejected, long parts, Set<BillingPeriod> periods, Set<BillingPeriod> own) {}

    void empty() {
        jdbc.sql("CREATE TEMPORARY TABLE IF NOT EXISTS usage_stage (LIKE usage_record) ON COMMIT DROP").update();
        jdbc.sql("TRUNCATE usage_stage").update();
    }

    /** Adds the good rows of a file, and lists the bad ones. */
    Staged add(ImportRequest request, UsageFormat format, long fileId, RejectsFile rejects,
            BooleanSupplier stopRequested) throws IOException, SQLException {
        var connection = DataSourceUtils.getConnection(dataSource);
        Set<BillingPeriod> periods = new HashSet<>();
        Set<BillingPeriod> ownPeriods = new HashSet<>();
        long total = 0;
        long rejected = 0;
        long parts = 0;
        try (var reader = UsageReader.open(request, format, fileId, focus);
                var ahead = new ReadAhead(reader);
                var copy = UsageRecords.openStage(connection)) {
            for (var block = ahead.next(); block != null; block = ahead.next()) {
                if (stopRequested.getAsBoolean()) {
                    throw new UsageImport.StoppedException();
                }
                rejects.add(block.rejected());
                copy.write(block.rows());
                total += block.total();
                rejected += block.rejected().size();
                parts += block.parts();
                periods.addAll(block.periods());
                ownPeriods.addAll(block.ownPeriods());
            }
            copy.finish();
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
        return new Staged(total, rejected, parts, periods, ownPeriods);
    }

    /** Reads a native file from its start again. */
    UsageReader reopen(ImportRequest request, long fileId) throws IOException {
        return UsageReader.open(request, UsageFormat.NATIVE, fileId, focus);
    }
}
