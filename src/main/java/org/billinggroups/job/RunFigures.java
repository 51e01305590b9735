package org.billinggroups.job;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.billinggroups.job.StatusReport.StepStatus;
import org.billinggroups.receivable.AgedBalance;
import org.billinggroups.run.ParkedGroup;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a run has come to.
 *
 * @param number counts the runs of a period that issue invoices; null before or without
 * @param invoices its invoices, also those that are drafts
 * @param receivables what was owed on its issue date, of each currency; empty before it has issued
 * @param parked the groups that it could not invoice
 * @param folder where its files are; null before they are published, or without
 */
public record RunFigures(int attempt, @Nullable Integer number, long invoices, List<Total> totals,
        List<AgedBalance> receivables, List<ParkedGroup> parked, @Nullable Path folder, List<StepStatus> steps) {
    /** What its invoices in one currency come to. */
    public record Total(CurrencyUnit currency, long invoices, BigDecimal netTotal, BigDecimal taxTotal,
            BigDecimal total) {}
}
