package org.billinggroups.drafting;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.billinggroups.account.Commitment.Term;
import org.billinggroups.drafting.PriorPeriodLines.Billed;
import org.billinggroups.drafting.PriorPeriodLines.Key;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.Money;

/** What came before a calculation, as far as it depends on it. */
interface BilledBefore {
    /**
     * What was billed to a group for an earlier period.
     *
     * @throws org.billinggroups.run.NotInvoiceableException if nobody can tell
     */
    Map<Key, Billed> billed(Connection connection, UUID groupId, BillingPeriod period) throws SQLException;

    /** What was billed to a group for a term of a commitment. */
    OfTerm ofTerm(Connection connection, UUID groupId, Term term) throws SQLException;

    /**
     * What was billed for a term.
     *
     * @param used what counts towards the commitment
     * @param charged what was charged for the shortfall
     */
    record OfTerm(Money used, Money charged) {
        static OfTerm of(Term term, BigDecimal used, BigDecimal charged) {
            var currency = term.amount().getCurrencyUnit();
            return new OfTerm(Money.of(currency, used), Money.of(currency, charged));
        }
    }

    /** The group with what is left of its credits. */
    default FrozenGroup withCredits(FrozenGroup frozen, BillingPeriod period) {
        return frozen;
    }
}
