package org.billinggroups.usage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.billinggroups.database.CopyWriter;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;

/** How many records a file has of each project and SKU, by period; given up where there are too many to count here. */
final class UsageCounts {
    private static final int MAX_ENTRIES = 200_000;

    private final Map<BillingPeriod, Counts> periods = new HashMap<>();
    private @Nullable BillingPeriod lastPeriod;
    private Counts last = new Counts(Map.of(), Map.of());
    private final UsageRemarks remarks = new UsageRemarks();
    private int entries;

    private record Counts(Map<String, int[]> projects, Map<String, int[]> skus) {}

    void add(BillingPeriod period, UsageRecord usage) {
        if (!isComplete() || !remarks.add(period, usage)) {
            return;
        }
        // Most files have rows of one period after the other.
        if (!period.equals(lastPeriod)) {
            lastPeriod = period;
            last = periods.computeIfAbsent(period, key -> new Counts(new HashMap<>(), new HashMap<>()));
        }
        count(last.projects, usage.project());
        count(last.skus, usage.sku());
    }

    private void count(Map<String, int[]> counts, String subject) {
        var count = counts.get(subject);
        if (count == null) {
            counts.put(subject, new int[]{ 1 });
            entries++;
        } else {
            count[0]++;
        }
    }

    /** Whether everything was counted. */
    boolean isComplete() {
        return entries + remarks.size() <= MAX_ENTRIES;
    }

    void write(long fileId, Connection connection) throws SQLException {
        write(fileId, connection, "project", Counts::projects);
        write(fileId, connection, "sku", Counts::skus);
        try (var copy = new CopyWriter(connection,
                "usage_file_remark (file_id, period, project, remark, record_count)")) {
            remarks.write(fileId, copy);
            copy.finish();
        }
    }

    private void write(long fileId, Connection connection, String subject, Function<Counts, Map<String, int[]>> counts)
            throws SQLException {
        try (var copy = new CopyWriter(connection,
                "usage_file_" + subject + " (file_id, period, " + subject + ", record_count)")) {
            for (var period : periods.entrySet()) {
                for (var count : counts.apply(period.getValue()).entrySet()) {
                    copy.bigint(fileId).date(period.getKey().firstDay()).text(count.getKey())
                            .bigint(count.getValue()[0]).endRow();
                }
            }
            copy.finish();
        }
    }
}
