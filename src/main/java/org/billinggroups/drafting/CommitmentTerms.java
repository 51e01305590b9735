package org.billinggroups.drafting;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.Commitment.Term;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * The commitments over a term of a bucket's groups, with what invoices have billed for them so far. Few groups have
 * any: of those without nothing is asked.
 */
final class CommitmentTerms {
    private final Connection connection;
    private final InvoicingRun run;
    private final FrozenInputs frozen;
    private final long beforeEntry;
    private final Map<UUID, List<Frozen>> termsOf = new HashMap<>();

    /** @param settledBy the run that invoiced the last period; 0 for none */
    private record Frozen(Term term, long settledBy) {}

    /**
     * @param connection not in autocommit mode
     * @param beforeEntry the journal entry before which an invoice must have been issued, and not superseded, to count
     */
    CommitmentTerms(Connection connection, InvoicingRun run, int bucket, FrozenInputs frozen, long beforeEntry)
            throws SQLException {
        this.connection = connection;
        this.run = run;
        this.frozen = frozen;
        this.beforeEntry = beforeEntry;
        try (var statement = connection.prepareStatement("""
                SELECT t.group_id, t.first_period, t.last_period, t.agreed_last_period, t.currency, t.amount,
                    coalesce(t.settled_by_run_id, 0) AS settled_by
                FROM frozen_commitment_term t JOIN frozen_group g USING (run_id, group_id)
                WHERE t.run_id = ? AND g.bucket = ? ORDER BY t.group_id, t.first_period
                """)) {
            statement.setLong(1, run.id());
            statement.setInt(2, bucket);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    termsOf.computeIfAbsent(rows.getObject("group_id", UUID.class), id -> new ArrayList<>())
                            .add(new Frozen(new Term(
                                    Money.of(CurrencyUnit.of(rows.getString("currency")), rows.getBigDecimal("amount")),
                                    period(rows, "first_period"), period(rows, "last_period"),
                                    period(rows, "agreed_last_period")), rows.getLong("settled_by")));
                }
            }
        }
    }

    private static BillingPeriod period(ResultSet rows, String column) throws SQLException {
        return BillingPeriod.startingOn(rows.getObject(column, LocalDate.class));
    }

    /** The terms of a group that its invoice of the run's period is about, by their beginning. */
    List<TermBalance> of(FrozenGroup group) throws SQLException {
        List<TermBalance> balances = new ArrayList<>();
        for (var one : termsOf.getOrDefault(group.id(), List.of())) {
            if (one.term().covers(run.period())) {
                balances.add(balance(group, one.term(), new TermBalance.Customer(run.id(), group.details(),
                        frozen.rules(run.id(), run.period(), run.id()).taxes())));
            } else if (one.settledBy() != 0) {
                balances.add(balance(group, one.term(), new TermBalance.Customer(one.settledBy(),
                        details(group, one.settledBy()),
                        frozen.rules(one.settledBy(), one.term().last(), run.id()).taxes())));
            }
        }
        return balances;
    }

    private TermBalance balance(FrozenGroup group, Term term, TermBalance.Customer customer) throws SQLException {
        try (var statement = connection.prepareStatement("""
                SELECT coalesce(sum(amount) FILTER (WHERE charge <> 'commitment_fee'), 0) AS used,
                    coalesce(sum(amount) FILTER (WHERE charge = 'commitment_fee'), 0) AS charged
                FROM (
                    SELECT l.amount, coalesce(l.settles, l.line_type) AS charge
                    FROM issued_invoice n JOIN invoice_line l ON l.invoice_id = n.invoice_id
                    LEFT JOIN superseded_invoice s ON s.invoice_id = n.invoice_id
                    WHERE n.revision IS NOT NULL AND n.journal_entry < ? AND (s.journal_entry < ?) IS NOT TRUE
                        AND n.group_id = ? AND n.currency = ? AND n.period >= ? AND l.period BETWEEN ? AND ?
                        AND l.line_type IN ('usage_charge', 'extra_charge', 'support_charge', 'commitment_fee',
                            'prior_period')) x
                """)) {
            statement.setLong(1, beforeEntry);
            statement.setLong(2, beforeEntry);
            statement.setObject(3, group.id());
            statement.setString(4, term.amount().getCurrencyUnit().getCode());
            statement.setObject(5, term.first().firstDay());
            statement.setObject(6, term.first().firstDay());
            statement.setObject(7, term.last().firstDay());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return new TermBalance(term, money(term, rows.getBigDecimal("used")),
                        money(term, rows.getBigDecimal("charged")), customer);
            }
        }
    }

    private static Money money(Term term, BigDecimal amount) {
        return Money.of(term.amount().getCurrencyUnit(), amount);
    }

    private BillingDetails details(FrozenGroup group, long runId) throws SQLException {
        try (var statement = connection
                .prepareStatement("SELECT fields FROM frozen_group WHERE run_id = ? AND group_id = ?")) {
            statement.setLong(1, runId);
            statement.setObject(2, group.id());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return FrozenJson.read(rows.getString("fields"), BillingDetails.class);
            }
        }
    }
}
