package org.billinggroups.usage;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.billinggroups.database.CopyWriter;
import org.billinggroups.period.BillingPeriod;

/** What stands out in the records of a file, counted by period and project: the rows of {@code usage_file_remark}. */
public final class UsageRemarks {
    /** Why a provider's tax is left out of all that is billed. */
    public static final String PROVIDERS_TAX = "provider's tax";
    /** The condition on a record {@code u} that somebody is billed for it. */
    public static final String IS_BILLED = "u.category <> '" + UsageRecord.PROVIDERS_TAX + "'";

    private static final String ROUNDED = "rounded";
    /** The condition on a record {@code u} that a number of it was rounded. */
    static final String IS_ROUNDED = "(scale(u.amount) > 30 OR scale(u.quantity) > 30)";

    private final Map<Key, int[]> counts = new HashMap<>();

    private record Key(BillingPeriod period, String project, String remark) {}

    /**
     * How many records of a file there are.
     *
     * @param excluded those that nobody is billed for
     * @param rounded those with a number of so many decimals that it was rounded
     */
    public record Count(long excluded, long rounded) {}

    /** The statement that notes what stands out in the records of a relation. */
    static String note(String records) {
        return """
                INSERT INTO usage_file_remark (file_id, period, project, remark, record_count)
                SELECT u.file_id, u.period, u.project, r.remark, count(*)
                FROM (SELECT * FROM %s u WHERE NOT (%s) OR %s) u
                CROSS JOIN LATERAL (VALUES ('provider''s tax', NOT (%2$s)), ('rounded', %3$s)) r (remark, holds)
                WHERE r.holds GROUP BY 1, 2, 3, 4
                """.formatted(records, IS_BILLED, IS_ROUNDED);
    }

    /** Counts a record; whether it is one that somebody is billed for. */
    boolean add(BillingPeriod period, UsageRecord usage) {
        if (UsageFields.isRounded(usage.amount()) || UsageFields.isRounded(usage.quantity())) {
            count(period, usage.project(), ROUNDED);
        }
        if (usage.category().equals(UsageRecord.PROVIDERS_TAX)) {
            count(period, usage.project(), PROVIDERS_TAX);
            return false;
        }
        return true;
    }

    private void count(BillingPeriod period, String project, String remark) {
        counts.computeIfAbsent(new Key(period, project, remark), key -> new int[1])[0]++;
    }

    int size() {
        return counts.size();
    }

    void write(long fileId, CopyWriter copy) throws SQLException {
        for (var count : counts.entrySet()) {
            copy.bigint(fileId).date(count.getKey().period().firstDay()).text(count.getKey().project())
                    .text(count.getKey().remark()).bigint(count.getValue()[0]).endRow();
        }
    }
}
