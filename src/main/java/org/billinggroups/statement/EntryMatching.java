package org.billinggroups.statement;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.billinggroups.invoice.EntryPayments;
import org.billinggroups.seal.SealedEvents;
import org.springframework.stereotype.Component;

/** Adds the new entries of a file with what they pay, and seals all of it with the file. */
@Component
record EntryMatching(CandidateSearch search, StatementRows rows, EntryPayments payments, OnAccount onAccount,
        EntryReturns returns, SealedEvents seals) {
    /**
     * How many entries are matched wholly, not or in part, and are the bank's charges.
     */
    record Counts(int matched, int unmatched, int charges) {
        static Counts of(Collection<Decision> decisions) {
            int unmatched = (int) decisions.stream().filter(decision -> decision.reason() != null).count();
            int charges = (int) decisions.stream().filter(Decision::isNothing).count();
            return new Counts(decisions.size() - unmatched - charges, unmatched, charges);
        }
    }

    /** @param putOnAccount whether what is more than is open goes on the group's account */
    Counts add(long file, boolean putOnAccount, String actor) throws SQLException {
        var decisions = decide(new Matching(putOnAccount));
        var ids = rows.addEntries(file, decisions);
        List<EntryPayments.Matched> paid = new ArrayList<>();
        Map<Long, Decision.OnAccount> rests = new LinkedHashMap<>();
        decisions.forEach((position, decision) -> {
            long entry = Objects.requireNonNull(ids.get(position));
            decision.parts().forEach(
                    part -> paid.add(new EntryPayments.Matched(entry, part.invoiceId(), part.amount())));
            if (decision.onAccount() != null) {
                rests.put(entry, decision.onAccount());
            }
        });
        payments.addAll(file, paid, actor);
        var returned = returns.markOfFile(file, actor);
        rests.forEach((entry, rest) -> onAccount.add(entry, file, rest, actor));
        seals.seal(StatementFormat.STATEMENT, file);
        returns.seal(returned);
        return Counts.of(decisions.values());
    }

    /**
     * Decides on one after the other, in the order of their days. Within a day banks may tell the latest first: what
     * went back is then told before it came in, so returns that found nothing are looked at again when the day ends.
     *
     * @return the decisions in the order in which they were made
     */
    private Map<Integer, Decision> decide(Matching matching) {
        var day = new Day(matching);
        search.forEach(day::decide);
        day.end();
        return day.decisions;
    }

    /** The day on which decisions are made. */
    private static final class Day {
        private final Matching matching;
        private final Map<Integer, Decision> decisions = new LinkedHashMap<>();
        private final List<Candidate> again = new ArrayList<>();
        private LocalDate day = LocalDate.MIN;

        private Day(Matching matching) {
            this.matching = matching;
        }

        void decide(Candidate candidate) {
            if (!candidate.bookedOn().equals(day)) {
                end();
                day = candidate.bookedOn();
            }
            var decision = matching.decide(candidate);
            decisions.put(candidate.position(), decision);
            if (candidate.kind() == EntryKind.RETURN && decision.reason() != null) {
                again.add(candidate);
            }
        }

        void end() {
            for (var candidate : again) {
                decisions.remove(candidate.position());
                decisions.put(candidate.position(), matching.decide(candidate));
            }
            again.clear();
        }
    }
}
