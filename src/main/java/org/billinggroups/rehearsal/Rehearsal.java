package org.billinggroups.rehearsal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.billinggroups.drafting.RecalculateRuns;
import org.billinggroups.drafting.RecalculateRuns.Series;
import org.billinggroups.job.PresentPeriods;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.LaidOver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;

/**
 * Calculates periods again with other prices, rates or terms laid over what their runs froze; periods that are not
 * issued from what is there now. What was issued is read in transactions that cannot write.
 */
@Service
public class Rehearsal {
    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final InvoicingRuns runs;
    private final FrozenInputs frozen;
    private final RecalculateRuns recalculate;
    private final PresentPeriods present;
    private final OtherFiles files;
    private final ReadingThreads threads;

    Rehearsal(DataSource dataSource, JdbcClient jdbc, InvoicingRuns runs, FrozenInputs frozen,
            RecalculateRuns recalculate, PresentPeriods present, OtherFiles files, ReadingThreads threads) {
        this.dataSource = dataSource;
        this.jdbc = jdbc;
        this.runs = runs;
        this.frozen = frozen;
        this.recalculate = recalculate;
        this.present = present;
        this.files = files;
        this.threads = threads;
    }

    /**
     * Rehearses.
     *
     * @throws org.billinggroups.file.InvalidInputException if a file cannot be used
     * @throws org.billinggroups.file.RefusedException if a period is not issued and the user may only read
     */
    public RehearsalResult rehearse(RehearsalRequest request) {
        var other = files.read(request);
        var against = request.against().map(file -> OtherInvoices.read(file, request, jdbc));
        var comparison = new Comparison();
        other.terms().ignored().forEach(comparison::note);
        calculate(request, other, comparison);
        return comparison.result(request, against.map(invoices -> invoices.compare(comparison))
                .orElseGet(comparison::groups), against.isPresent());
    }

    private void calculate(RehearsalRequest request, LaidOver other, Comparison comparison) {
        List<InvoicingRun> issued = new ArrayList<>();
        List<BillingPeriod> open = new ArrayList<>();
        for (var period = request.first(); period.compareTo(request.last()) <= 0; period = period.next()) {
            var ofPeriod = runs.issuing(Optional.of(period));
            issued.addAll(ofPeriod);
            if (ofPeriod.isEmpty()) {
                open.add(period);
            }
        }
        if (!open.isEmpty()) {
            present.requireAllowed(open);
        }
        Set<UUID> late = new HashSet<>(lateGroups(issued, request));
        if (!issued.isEmpty()) {
            open.forEach(period -> present.with(period,
                    run -> late.addAll(lateGroups(List.of(run), request))));
        }
        var series = recalculate.begin(other, late);
        var entries = firstEntries(issued);
        issued.sort(Comparator.comparing(run -> entries.getOrDefault(run.id(), Long.MAX_VALUE)));
        for (var run : issued) {
            long entry = entries.getOrDefault(run.id(), Long.MAX_VALUE);
            var others = issued.stream().filter(one -> one.period().equals(run.period()) && one.id() != run.id())
                    .toList();
            threads.each(frozen.buckets(run.id()), (bucket, beforeEach) -> calculate(series, entry, new GroupOutcomes(
                    run, IssuedBucket.read(jdbc, run, bucket, others), true, beforeEach), run, bucket, comparison));
        }
        open.forEach(period -> present.with(period, run -> present(series, run, comparison)));
    }

    private void present(Series series, InvoicingRun run, Comparison comparison) {
        for (int bucket : frozen.buckets(run.id())) {
            calculate(series, Long.MAX_VALUE, new GroupOutcomes(run, IssuedBucket.read(jdbc, run, bucket, List.of()),
                    false, threads::requireGoingOn), run, bucket, comparison);
        }
        jdbc.sql("SELECT coalesce(sum(record_count), 0) FROM excluded_usage WHERE run_id = ? AND reason = ?")
                .params(run.id(), "unknown project").query(Long.class).optional().filter(count -> count > 0)
                .ifPresent(count -> comparison.note(run.period() + " is not issued: " + count
                        + " record(s) of unknown projects are left out"));
    }

    private void calculate(Series series, long entry, GroupOutcomes outcomes, InvoicingRun run, int bucket,
            Comparison comparison) {
        var connection = DataSourceUtils.getConnection(dataSource);
        try {
            series.calculate(connection, run, entry, bucket, outcomes);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot calculate " + run.period() + " again: " + e.getMessage(), e);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
        outcomes.addTo(comparison);
    }

    /** Where each run begins in the journal: a period may have been invoiced again after a later one. */
    private Map<Long, Long> firstEntries(List<InvoicingRun> issued) {
        Map<Long, Long> entries = new HashMap<>();
        jdbc.sql("""
                SELECT i.run_id, min(n.journal_entry) FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id
                WHERE i.run_id = ANY (?) GROUP BY 1
                """).param(issued.stream().map(InvoicingRun::id).toArray(Long[]::new)).query(rs -> {
            entries.put(rs.getLong(1), rs.getLong(2));
        });
        return entries;
    }

    private List<UUID> lateGroups(List<InvoicingRun> of, RehearsalRequest request) {
        return of.isEmpty()
                ? List.of()
                : jdbc.sql("""
                        SELECT DISTINCT group_id FROM frozen_prior_period
                        WHERE run_id IN (:runs) AND period BETWEEN :first AND :last
                        UNION SELECT group_id FROM frozen_commitment_term WHERE run_id IN (:runs)
                        """).param("runs", of.stream().map(InvoicingRun::id).toList())
                        .param("first", request.first().firstDay()).param("last", request.last().firstDay())
                        .query(UUID.class).list();
    }
}
