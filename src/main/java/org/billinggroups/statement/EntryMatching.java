package org.billinggroups.statement;

import java.sql.SQLException;
import java.util.ArrayList;
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
    /** @param putOnAccount whether what is more than is open goes on the group's account */
    void add(long file, boolean putOnAccount, String actor) throws SQLException {
        var matching = new Matching(putOnAccount);
        Map<Integer, Decision> decisions = new LinkedHashMap<>();
        search.forEach(candidate -> decisions.put(candidate.position(), matching.decide(candidate)));
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
    }
}
