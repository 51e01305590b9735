package org.billinggroups.drafting;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.billinggroups.account.Commitment.Term;
import org.billinggroups.drafting.PriorPeriodLines.Billed;
import org.billinggroups.drafting.PriorPeriodLines.Key;
import org.billinggroups.period.BillingPeriod;

/**
 * What would have been billed before a run of a series, and what it would have left of credits.
 *
 * @param entry the journal entry before which an invoice must have been issued to count
 */
record RehearsedBefore(EarlierLines lines, EarlierCredits credits, long entry, Connection reading)
        implements
            BilledBefore {
    @Override
    public Map<Key, Billed> billed(Connection connection, UUID groupId, BillingPeriod period) throws SQLException {
        return lines.billed(connection, groupId, period, entry);
    }

    @Override
    public OfTerm ofTerm(Connection connection, UUID groupId, Term term) throws SQLException {
        return lines.ofTerm(connection, groupId, term, entry);
    }

    @Override
    public FrozenGroup withCredits(FrozenGroup frozen, BillingPeriod period) {
        try {
            return credits.left(reading, frozen, period, entry);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the credits of billing group " + frozen.id(), e);
        }
    }
}
