package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billinggroups.kubernetes.Kustomization.at;
import static org.billinggroups.kubernetes.Kustomization.maps;

import java.util.Objects;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.kubernetes.Kustomization;
import org.billinggroups.postgres.DatabaseLogin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The query by which KEDA knows how many workers are needed, as it stands in the manifest. */
class WaitingPartsTest {
    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void countsPartsThatWaitOrAreWorkedOn() {
        var auditor = database.memberOf("billing_auditor");
        var queue = new PartitionQueue(database.dataSource());
        assertThat(waiting(auditor)).isZero();
        for (int i = 0; i < 3; i++) {
            queue.send(new PartitionRequest(i, "draftInvoicesBucket:" + i, "main", 1, "1", "/out"));
        }
        assertThat(waiting(auditor)).isEqualTo(3);
        queue.take(request -> {
            assertThat(waiting(auditor)).as("while one is worked on").isEqualTo(3);
            return true;
        });
        assertThat(waiting(auditor)).isEqualTo(2);
        queue.clear();
        assertThat(waiting(auditor)).isZero();
    }

    private static long waiting(DatabaseLogin login) {
        var scaler = Kustomization.find(Kustomization.build("workers-keda"), "ScaledObject", "billing-worker");
        var trigger = maps(at(scaler, "spec").get("triggers")).getFirst();
        var query = (String) Objects.requireNonNull(at(trigger, "metadata").get("query"));
        return JdbcClient.create(new DriverManagerDataSource(login.jdbcUrl(), login.username(), login.password()))
                .sql(query).query(Long.class).single();
    }
}
