package org.billinggroups.usage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.billinggroups.database.CopyWriter;
import org.billinggroups.period.BillingPeriod;

/** How many records a file has of each project and SKU, by period; given up where there are too many to count here. */
final class UsageCounts {
    private static final int MAX_ENTRIES = 200_000;

    private final Map<BillingPeriod, Map<String, int[]>> projects = new HashMap<>();
    private final Map<BillingPeriod, Map<String, int[]>> skus = new HashMap<>();
    private int entries;

    void add(BillingPeriod period, String project, String sku) {
        if (isComplete()) {
            count(projects, period, project);
            count(skus, period, sku);
        }
    }

    private void count(Map<BillingPeriod, Map<String, int[]>> counts, BillingPeriod period, String subject) {
        var count = counts.computeIfAbsent(period, key -> new HashMap<>()).computeIfAbsent(subject, key -> new int[1]);
        if (count[0]++ == 0) {
            entries++;
        }
    }

    /** Whether everything was counted. */
    boolean isComplete() {
        return entries <= MAX_ENTRIES;
    }

    void write(long fileId, Connection connection) throws SQLException {
        write(fileId, connection, "project", projects);
        write(fileId, connection, "sku", skus);
    }

    private static void write(long fileId, Connection connection, String subject,
            Map<BillingPeriod, Map<String, int[]>> counts) throws SQLException {
        try (var copy = new CopyWriter(connection,
                "usage_file_" + subject + " (file_id, period, " + subject + ", record_count)")) {
            for (var period : counts.entrySet()) {
                for (var count : period.getValue().entrySet()) {
                    copy.number(fileId).date(period.getKey().firstDay()).text(count.getKey())
                            .number(count.getValue()[0]).endRow();
                }
            }
            copy.finish();
        }
    }
}
