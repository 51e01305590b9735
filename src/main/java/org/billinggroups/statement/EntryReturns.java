package org.billinggroups.statement;

import java.time.LocalDate;
import java.util.List;
import org.billinggroups.collection.CollectedDebits;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Debits that the bank took back, which may be collected again. That it takes back what it booked by mistake says
 * nothing about debits, unless it names one.
 */
@Component
record EntryReturns(JdbcClient jdbc, CollectedDebits debits) {
    private static final String RETURNS = """
            SELECT p.invoice_id, e.end_to_end_id, e.return_reason = 'reversal' AS is_reversal, e.booked_on,
                coalesce(nullif(e.return_reason, ''), 'returned') AS reason
            FROM payment p JOIN statement_entry e ON e.id = p.entry_id
            WHERE e.kind = 'return' AND p.amount < 0 AND NOT EXISTS (SELECT FROM payment r WHERE r.reverses = p.id)
            """;
    private static final String OF_FILE = RETURNS + " AND e.file_id = ? ORDER BY p.id";
    private static final String OF_ENTRY = RETURNS + " AND e.id = ? ORDER BY p.id";

    /**
     * Notes those that a new file brings.
     *
     * @return what {@link #seal} is to seal when all else is written
     */
    List<String> markOfFile(long file, String actor) {
        return mark(OF_FILE, file, actor);
    }

    /**
     * Notes that of an entry.
     *
     * @return what {@link #seal} is to seal when all else is written
     */
    List<String> markOfEntry(long entry, String actor) {
        return mark(OF_ENTRY, entry, actor);
    }

    private List<String> mark(String returns, long id, String actor) {
        return debits.mark(jdbc.sql(returns).param(id)
                .query((rs, row) -> new CollectedDebits.Return(rs.getLong("invoice_id"),
                        rs.getString("end_to_end_id"), rs.getBoolean("is_reversal"),
                        rs.getObject("booked_on", LocalDate.class), rs.getString("reason")))
                .list(), actor);
    }

    void seal(List<String> returned) {
        debits.seal(returned);
    }
}
