package org.billinggroups.drafting;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billinggroups.account.BillingTerms;
import org.billinggroups.drafting.Explanation.Step;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.invoice.LineType;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.joda.money.Money;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tells how the line of a commitment over a term came about. */
record ExplainedTerm(JdbcClient jdbc, FrozenInputs frozen) {
    /** The steps, or nothing if the line is about none. */
    Optional<List<Step>> steps(Connection connection, InvoicingRun run, Invoice invoice, InvoiceLine line)
            throws SQLException {
        if (line.project() != null || !isOfCommitment(invoice, line)) {
            return Optional.empty();
        }
        int bucket = jdbc.sql("SELECT bucket FROM frozen_group WHERE run_id = ? AND group_id = ?")
                .params(run.id(), invoice.groupId()).query(Integer.class).single();
        var group = new FrozenGroup(invoice.groupId(), invoice.buyer(), BillingTerms.none(), Map.of(), List.of());
        return new CommitmentTerms(connection, run, bucket, frozen,
                new IssuedBefore(BucketCalculation.firstEntry(jdbc, run))).of(group)
                .stream()
                .filter(balance -> balance.term().covers(run.period())
                        ? line.type() == LineType.COMMITMENT_FEE
                        : line.type() == LineType.PRIOR_PERIOD && balance.term().last().equals(line.period()))
                .findFirst().map(balance -> steps(balance, run, line));
    }

    private boolean isOfCommitment(Invoice invoice, InvoiceLine line) {
        return line.type() == LineType.COMMITMENT_FEE || line.type() == LineType.PRIOR_PERIOD
                && jdbc.sql("SELECT settles IS NOT DISTINCT FROM 'commitment_fee' FROM invoice_line "
                        + "WHERE invoice_id = ? AND line = ?").params(invoice.id(), line.line()).query(Boolean.class)
                        .single();
    }

    private static List<Step> steps(TermBalance balance, InvoicingRun run, InvoiceLine line) {
        var term = balance.term();
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("agreed", line.description()));
        if (!term.agreedLast().equals(term.last())) {
            steps.add(new Step("closed early", term.amount() + " from " + term.first() + " to " + term.agreedLast()
                    + ", for the months to " + term.last() + " = " + term.due()));
        }
        if (run.period().compareTo(term.last()) < 0) {
            steps.add(new Step("settled", "with the invoice of " + term.last()));
        } else {
            var missing = line.amount().plus(balance.charged());
            Money used = missing.isPositive() ? term.due().minus(missing) : term.due();
            steps.add(new Step("missing", missing.isPositive()
                    ? term.due() + " - " + used + " = " + missing
                    : missing + ": all of " + term.due() + " is used"));
            if (!balance.charged().isZero()) {
                steps.add(new Step("billed before", balance.charged() + " for the term"));
                steps.add(new Step("difference", missing + " - " + balance.charged() + " = " + line.amount()));
            }
        }
        steps.add(new Step("amount", line.amount().toString()));
        return steps;
    }
}
