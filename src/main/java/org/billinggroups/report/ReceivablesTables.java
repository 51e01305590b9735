package org.billinggroups.report;

import java.util.ArrayList;
import java.util.List;
import org.billinggroups.receivable.AgedBalance;
import org.billinggroups.report.Html.Cell;
import org.billinggroups.run.InvoicingRun;
import org.joda.money.Money;

/** What was owed on a run's issue date, by the days since it was due. */
record ReceivablesTables(Html html, InvoicingRun run) {
    /** Runs of versions before 1.1 have kept nothing of it, and their reports say nothing of it. */
    void write(List<AgedBalance> totals, List<AgedBalance> mostOverdue) {
        if (totals.isEmpty()) {
            return;
        }
        html.section("Receivables on " + run.issueDate());
        table(totals, List.of());
        if (!mostOverdue.isEmpty()) {
            html.element("h3", "Most overdue");
            table(mostOverdue, List.of(Cell.text("Billing group"), Cell.text("Account")));
        }
        html.end();
    }

    private void table(List<AgedBalance> balances, List<Cell> ofGroups) {
        List<Cell> heads = new ArrayList<>(ofGroups);
        heads.addAll(List.of(Cell.text("Currency"), Cell.number("Not due"), Cell.number("1-30 days"),
                Cell.number("31-60 days"), Cell.number("61-90 days"), Cell.number("Over 90 days"),
                Cell.number("Total")));
        html.table(heads.toArray(Cell[]::new));
        for (var one : balances) {
            List<Cell> cells = new ArrayList<>();
            if (!ofGroups.isEmpty()) {
                cells.add(Cell.text(String.valueOf(one.groupName())));
                cells.add(Cell.text(one.accountId() == null ? "" : one.accountId()));
            }
            cells.add(Cell.text(one.currency().getCode()));
            for (var amount : List.of(one.notDue(), one.days1To30(), one.days31To60(), one.days61To90(), one.over90(),
                    one.total())) {
                cells.add(number(amount));
            }
            html.row(cells.toArray(Cell[]::new));
        }
        html.endTable();
    }

    private static Cell number(Money amount) {
        return Cell.number(Numbers.grouped(amount.getAmount()));
    }
}
