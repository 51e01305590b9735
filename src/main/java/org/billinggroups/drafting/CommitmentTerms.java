package org.billinggroups.drafting;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.billinggroups.account.Commitment;
import org.billinggroups.account.Commitment.Term;
import org.billinggroups.account.GroupField;
import org.billinggroups.drafting.TermBalance.Recipient;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.TaxRules;
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
    private final BilledBefore before;
    private final Map<UUID, List<Frozen>> termsOf = new HashMap<>();

    private final Map<Source, TaxRules> taxes = new HashMap<>();

    /** A run, and the period whose taxes it froze. */
    private record Source(long runId, BillingPeriod period) {}

    /** @param settledBy the run that invoiced the last period; 0 for none */
    private record Frozen(Term term, long settledBy) {}

    /**
     * @param connection not in autocommit mode
     * @param before what was billed for them so far
     */
    CommitmentTerms(Connection connection, InvoicingRun run, int bucket, FrozenInputs frozen, BilledBefore before)
            throws SQLException {
        this.connection = connection;
        this.run = run;
        this.frozen = frozen;
        this.before = before;
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
        for (var one : termsOf(group)) {
            var term = one.term();
            if (term.covers(run.period())) {
                balances.add(balance(term, group, new Recipient(run.id(), group.details(),
                        taxes(new Source(run.id(), run.period())))));
            } else if (one.settledBy() != 0) {
                var then = FrozenGroups.frozenBy(connection, one.settledBy(), group)
                        .laidOver(frozen.laidOver(), term.last());
                balances.add(balance(term, group, new Recipient(one.settledBy(), then.details(),
                        taxes(new Source(one.settledBy(), term.last())))));
            }
        }
        return balances;
    }

    /** They are the same for all groups of the bucket. */
    private TaxRules taxes(Source source) {
        return taxes.computeIfAbsent(source, key -> frozen.rules(key.runId(), key.period(), run.id()).taxes());
    }

    private TermBalance balance(Term term, FrozenGroup group, Recipient recipient) throws SQLException {
        var billed = before.ofTerm(connection, group.id(), term);
        return new TermBalance(term, billed.used(), billed.charged(), recipient);
    }

    /** The terms that the run froze; the one of what is laid over the group in the place of that of then. */
    private List<Frozen> termsOf(FrozenGroup group) {
        var frozenTerms = termsOf.getOrDefault(group.id(), List.of());
        var other = frozen.laidOver();
        if (!other.covers(run.period()) || !other.terms().declares(group.id(), GroupField.COMMITMENT)) {
            return frozenTerms;
        }
        var own = Optional.ofNullable(group.terms().commitment()).flatMap(Commitment::term)
                .filter(term -> term.covers(run.period())).map(term -> new Frozen(term, 0));
        return Stream.concat(frozenTerms.stream().filter(one -> !one.term().covers(run.period())), own.stream())
                .toList();
    }
}
