package org.billinggroups.drafting;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.billinggroups.invoice.DraftInvoice;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.MissingUsage;
import org.billinggroups.run.ParkedGroup;
import org.joda.money.Money;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;

/** Calculates what the drafts of a run would be, writing nothing. */
@Service
public class DraftPreview {
    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final FrozenInputs frozen;
    private final MissingUsage missingUsage;

    DraftPreview(DataSource dataSource, JdbcClient jdbc, FrozenInputs frozen, MissingUsage missingUsage) {
        this.dataSource = dataSource;
        this.jdbc = jdbc;
        this.frozen = frozen;
        this.missingUsage = missingUsage;
    }

    /** What would be drafted, and which groups would be parked. */
    public record Preview(List<Totals> drafts, List<ParkedGroup> parked) {}

    /** What a draft comes to. */
    public record Totals(Money net, Money tax) {}

    /** The drafts of a run whose inputs are frozen in the caller's transaction, if nowhere else. */
    public Preview of(InvoicingRun run) throws SQLException {
        var connection = DataSourceUtils.getConnection(dataSource);
        try {
            var collected = new Collecting(names(run), missingUsage.held(run.id()));
            for (int bucket : frozen.buckets(run.id())) {
                new BucketCalculation(run, bucket, frozen, IssuedBefore.NOW).calculate(connection, collected);
            }
            return new Preview(collected.drafts, collected.parked);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    private Map<UUID, String> names(InvoicingRun run) {
        return jdbc.sql("SELECT group_id, name FROM frozen_group WHERE run_id = ?").param(run.id())
                .query(rs -> {
                    Map<UUID, String> names = new HashMap<>();
                    while (rs.next()) {
                        names.put(rs.getObject("group_id", UUID.class), rs.getString("name"));
                    }
                    return names;
                });
    }

    private static final class Collecting implements BucketCalculation.Outcome {
        private final Map<UUID, String> names;
        private final Map<UUID, String> withoutUsage;
        private final List<Totals> drafts = new ArrayList<>();
        private final List<ParkedGroup> parked = new ArrayList<>();

        Collecting(Map<UUID, String> names, Map<UUID, String> withoutUsage) {
            this.names = names;
            this.withoutUsage = withoutUsage;
        }

        @Override
        public void next() {}

        @Override
        public void invoices(UUID groupId, List<DraftInvoice> invoices) {
            var missing = withoutUsage.get(groupId);
            if (missing != null && DraftInvoices.areWithoutUsage(invoices)) {
                parked(groupId, ParkedGroup.Reason.SUSPICIOUS_CHANGE, List.of(missing));
                return;
            }
            invoices.forEach(draft -> drafts.add(new Totals(draft.netTotal(), draft.taxTotal())));
        }

        @Override
        public void parked(UUID groupId, ParkedGroup.Reason reason, List<String> details) {
            details.forEach(detail -> parked.add(new ParkedGroup(groupId, names.getOrDefault(groupId, ""),
                    reason.code(), detail)));
        }
    }
}
