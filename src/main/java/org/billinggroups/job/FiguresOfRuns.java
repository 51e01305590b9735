package org.billinggroups.job;

import java.util.List;
import org.billinggroups.invoice.ParkedGroups;
import org.billinggroups.job.RunFigures.Total;
import org.billinggroups.receivable.FrozenReceivables;
import org.billinggroups.run.InvoicingRun;
import org.joda.money.CurrencyUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts what runs have come to. */
@Component
record FiguresOfRuns(JdbcClient jdbc, ParkedGroups parked, FrozenReceivables receivables, RunSteps steps) {
    RunFigures of(InvoicingRun run, boolean published) {
        var totals = totals(run);
        return new RunFigures(run.attempt(), run.number(), totals.stream().mapToLong(Total::invoices).sum(), totals,
                receivables.totals(run.id()), parked.ofRun(run.id()),
                published && run.hasIssued() ? run.publishedFolder() : null,
                steps.of(run.period(), run.attempt()));
    }

    private List<Total> totals(InvoicingRun run) {
        return jdbc.sql("""
                SELECT currency, count(*) AS invoices, sum(net_total) AS net, sum(tax_total) AS tax,
                    sum(total) AS total
                FROM invoice WHERE run_id = ? GROUP BY currency ORDER BY currency
                """).param(run.id())
                .query((rs, row) -> new Total(CurrencyUnit.of(rs.getString("currency")), rs.getLong("invoices"),
                        rs.getBigDecimal("net"), rs.getBigDecimal("tax"), rs.getBigDecimal("total")))
                .list();
    }
}
