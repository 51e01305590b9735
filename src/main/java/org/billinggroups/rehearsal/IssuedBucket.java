package org.billinggroups.rehearsal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.billinggroups.run.InvoicingRun;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a run has made of the groups of one bucket, and which of them another run of the period decided on. */
final class IssuedBucket {
    private final JdbcClient jdbc;
    private final InvoicingRun run;
    private final int bucket;
    private final Map<UUID, Group> groups = new HashMap<>();
    private final Set<UUID> elsewhere = new HashSet<>();

    /** A group as the run froze it, its invoices and why it has none. */
    static final class Group {
        final String name;
        final @Nullable String account;
        /** Those that stand. */
        final Map<CurrencyUnit, Money> standing = new HashMap<>();
        final Set<Kind> superseded = new HashSet<>();
        final List<Reason> parked = new ArrayList<>();

        Group(String name, @Nullable String account) {
            this.name = name;
            this.account = account;
        }
    }

    /** What distinguishes the invoices of a group. */
    record Kind(CurrencyUnit currency, long customerRunId) {}

    /** Why a group was parked. */
    record Reason(String code, String detail) {}

    private IssuedBucket(JdbcClient jdbc, InvoicingRun run, int bucket) {
        this.jdbc = jdbc;
        this.run = run;
        this.bucket = bucket;
    }

    /** @param others the other runs that issued something of the period, of which the later ones are tried again */
    static IssuedBucket read(JdbcClient jdbc, InvoicingRun run, int bucket, List<InvoicingRun> others) {
        var read = new IssuedBucket(jdbc, run, bucket);
        read.readGroups();
        read.readInvoices();
        read.readParked();
        if (!others.isEmpty()) {
            read.readElsewhere(others);
        }
        return read;
    }

    private void readGroups() {
        jdbc.sql("SELECT group_id, name, account_id FROM frozen_group WHERE run_id = ? AND bucket = ?")
                .params(run.id(), bucket).query(rs -> {
                    groups.put(rs.getObject(1, UUID.class), new Group(rs.getString(2), rs.getString(3)));
                });
    }

    private void readInvoices() {
        jdbc.sql("""
                SELECT i.group_id, i.currency, coalesce(i.customer_run_id, 0), i.net_total, s.invoice_id IS NOT NULL
                FROM frozen_group g JOIN invoice i ON i.run_id = g.run_id AND i.group_id = g.group_id
                JOIN issued_invoice n ON n.invoice_id = i.id
                LEFT JOIN superseded_invoice s ON s.invoice_id = i.id
                WHERE g.run_id = ? AND g.bucket = ?
                """).params(run.id(), bucket).query(rs -> {
            var group = of(rs.getObject(1, UUID.class));
            var currency = CurrencyUnit.of(rs.getString(2));
            if (rs.getBoolean(5)) {
                group.superseded.add(new Kind(currency, rs.getLong(3)));
            } else {
                group.standing.merge(currency, Money.of(currency, rs.getBigDecimal(4)), Money::plus);
            }
        });
    }

    private void readParked() {
        jdbc.sql("""
                SELECT p.group_id, p.reason, p.detail FROM frozen_group g JOIN parked_group p USING (run_id, group_id)
                WHERE g.run_id = ? AND g.bucket = ? ORDER BY p.group_id, p.position
                """).params(run.id(), bucket)
                .query(rs -> {
                    of(rs.getObject(1, UUID.class)).parked.add(new Reason(rs.getString(2), rs.getString(3)));
                });
    }

    private void readElsewhere(List<InvoicingRun> others) {
        elsewhere.addAll(jdbc.sql("""
                SELECT g.group_id FROM frozen_group g WHERE g.run_id = :run AND g.bucket = :bucket AND (
                    EXISTS (SELECT FROM standing_invoice n JOIN invoice i ON i.id = n.invoice_id
                        WHERE n.group_id = g.group_id AND n.period = :period AND i.run_id <> g.run_id)
                    OR EXISTS (SELECT FROM frozen_group x
                        WHERE x.run_id IN (:others) AND x.run_id > g.run_id AND x.group_id = g.group_id))
                """).param("run", run.id()).param("bucket", bucket).param("period", run.period().firstDay())
                .param("others", others.stream().map(InvoicingRun::id).toList()).query(UUID.class).list());
    }

    Group of(UUID groupId) {
        var group = groups.get(groupId);
        if (group == null) {
            throw new IllegalStateException("billing group " + groupId + " is not in bucket " + bucket + " of run "
                    + run.id());
        }
        return group;
    }

    /** Whether another run of the period has decided on what this one left open. */
    boolean isElsewhere(UUID groupId) {
        var group = of(groupId);
        return group.standing.isEmpty() && elsewhere.contains(groupId);
    }

    /** What the standing invoices of the bucket charge, by currency, service and project, without those groups. */
    void parts(Set<UUID> without, PartSums sums) {
        jdbc.sql("""
                SELECT i.currency, coalesce(l.service, l.line_type), coalesce(l.project, ''), sum(l.amount)
                FROM frozen_group g JOIN invoice i ON i.run_id = g.run_id AND i.group_id = g.group_id
                JOIN issued_invoice n ON n.invoice_id = i.id
                JOIN invoice_line l ON l.invoice_id = i.id
                WHERE g.run_id = ? AND g.bucket = ? AND g.group_id <> ALL (?)
                    AND NOT EXISTS (SELECT FROM superseded_invoice s WHERE s.invoice_id = i.id)
                GROUP BY 1, 2, 3
                """).params(run.id(), bucket, without.toArray(UUID[]::new)).query(rs -> {
            BigDecimal amount = rs.getBigDecimal(4);
            sums.addBefore(CurrencyUnit.of(rs.getString(1)), rs.getString(2), rs.getString(3), amount);
        });
    }
}
