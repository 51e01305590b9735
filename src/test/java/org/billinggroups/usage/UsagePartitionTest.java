package org.billinggroups.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.period.BillingPeriod;
import org.junit.jupiter.api.Test;

/** Test {@link UsagePartition}. */
class UsagePartitionTest {
    private static final BillingPeriod OCTOBER = BillingPeriod.parse("2026-10");

    @Test
    void namesThePartitionOfAPeriodAndAllRecordsWhereThereIsNone() throws SQLException {
        try (var database = TestDatabase.create(); var connection = database.dataSource().getConnection()) {
            assertThat(UsagePartition.of(connection, OCTOBER)).isEqualTo("usage_record");
            create(database);
            assertThat(UsagePartition.of(connection, OCTOBER)).isEqualTo("usage_record_2026_10");
        }
    }

    @Test
    void letsThoseReadAPartitionWhoMayReadAllRecords() {
        try (var database = TestDatabase.create()) {
            create(database);
            assertThat(database.jdbc().sql("SELECT count(*) FROM usage_record_2026_10").query(Long.class).single())
                    .isZero();
            assertThat(database.ownerJdbc().sql("""
                    SELECT privilege_type FROM pg_class CROSS JOIN aclexplode(relacl)
                    WHERE relname = 'usage_record_2026_10' AND grantee <> relowner
                    """).query(String.class).list()).containsOnly("SELECT");
        }
    }

    private static void create(TestDatabase database) {
        database.jdbc().sql("SELECT create_usage_partition(?)").param(LocalDate.of(2026, 10, 1))
                .query((rs, row) -> 0).single();
    }
}
