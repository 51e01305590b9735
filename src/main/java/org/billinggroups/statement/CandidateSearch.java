package org.billinggroups.statement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.billinggroups.statement.Candidate.Owed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Finds what the new entries of a file may belong to, all of them together. */
@Component
final class CandidateSearch {
    private static final int FETCH_SIZE = 2000;
    private static final int COLLECTED = 0;
    private static final int REFERENCED = 1;

    /** How an invoice is found, in the order in which it counts. */
    private static final String FOUND = """
            CREATE TEMPORARY TABLE statement_found ON COMMIT DROP AS
            SELECT n.position, 0 AS rule, c.invoice_id, c.amount AS collected,
                c.returned_on IS NOT NULL AS is_returned FROM statement_new n
            JOIN collection_item c ON c.end_to_end_id = n.end_to_end_id COLLATE "default"
            UNION ALL
            SELECT n.position, 0, c.invoice_id, c.amount, c.returned_on IS NOT NULL FROM statement_new n
            JOIN collection_item c ON c.payment_information_id = n.collection_id COLLATE "default"
            JOIN collection d ON d.id = c.collection_id
            -- What was rejected before the day is not in the sum; what was returned later is, or was noted late.
            WHERE (c.returned_on IS NULL OR c.returned_on >= d.collected_on) AND NOT EXISTS (
                SELECT FROM collection_item o WHERE o.end_to_end_id = n.end_to_end_id COLLATE "default")
            UNION ALL
            SELECT n.position, 1, i.invoice_id, NULL, false
            FROM statement_new n
            CROSS JOIN LATERAL unnest(string_to_array(n.creditor_references, E'\\n')) AS r (reference)
            JOIN issued_invoice i ON i.payment_reference = r.reference
            WHERE n.creditor_references <> ''
            UNION ALL
            SELECT n.position, 2, i.invoice_id, NULL, false
            FROM statement_new n
            CROSS JOIN LATERAL unnest(string_to_array(n.numbers, E'\\n')) AS r (number)
            JOIN issued_invoice i ON i.number = r.number
            WHERE n.numbers <> ''
            """;

    private static final String CANDIDATES = """
            WITH invoice_found AS MATERIALIZED (
                SELECT i.invoice_id AS found_id, i.number, c.invoice_id IS NOT NULL AS is_credit_note, o.invoice_id,
                    o.currency, o.group_id, b.open, b.paid
                FROM (SELECT DISTINCT invoice_id FROM statement_found) f
                JOIN issued_invoice i ON i.invoice_id = f.invoice_id
                LEFT JOIN correction c ON c.invoice_id = i.invoice_id
                JOIN issued_invoice o ON o.invoice_id = coalesce(c.corrected_id, i.invoice_id)
                JOIN invoice_balance b ON b.invoice_id = o.invoice_id
            )
            SELECT n.position, n.booked_on, n.kind, n.amount, n.currency, f.rule, f.collected, f.is_returned, i.number,
                i.invoice_id, i.currency AS invoice_currency, i.group_id, i.is_credit_note, i.open, i.paid
            FROM statement_new n
            LEFT JOIN statement_found f ON f.position = n.position
            LEFT JOIN invoice_found i ON i.found_id = f.invoice_id
            ORDER BY n.booked_on, n.position, f.rule, i.number
            """;

    private final JdbcTemplate streaming;

    CandidateSearch(DataSource dataSource) {
        this.streaming = new JdbcTemplate(dataSource);
        this.streaming.setFetchSize(FETCH_SIZE);
    }

    /** Gives each new entry with what was found, in the order of their days and of the file. */
    void forEach(Consumer<Candidate> each) {
        // How many of them there are is not guessed well.
        streaming.execute(FOUND);
        streaming.execute("ANALYZE statement_found");
        var builder = new Builder(each);
        streaming.query(CANDIDATES, builder::add);
        builder.end();
    }

    /** Rows of one entry follow one another. */
    private static final class Builder {
        private final Consumer<Candidate> each;
        private @Nullable Candidate current;

        private Builder(Consumer<Candidate> each) {
            this.each = each;
        }

        void add(ResultSet rs) throws SQLException {
            int position = rs.getInt("position");
            if (current == null || current.position() != position) {
                end();
                current = new Candidate(position, rs.getObject("booked_on", LocalDate.class),
                        EntryKind.ofCode(rs.getString("kind")), rs.getBigDecimal("amount"), rs.getString("currency"),
                        new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            }
            if (rs.getString("number") != null) {
                int rule = rs.getInt("rule");
                addOnce(rule == COLLECTED
                        ? current.collected()
                        : rule == REFERENCED ? current.referenced() : current.named(), owed(rs));
            }
        }

        private static void addOnce(List<Owed> list, Owed owed) {
            if (!list.contains(owed)) {
                list.add(owed);
            }
        }

        private static Owed owed(ResultSet rs) throws SQLException {
            return new Owed(rs.getLong("invoice_id"), rs.getString("number"), rs.getBoolean("is_credit_note"),
                    rs.getString("invoice_currency"), rs.getObject("group_id", UUID.class), rs.getBigDecimal("open"),
                    rs.getBigDecimal("paid"), rs.getBigDecimal("collected"),
                    rs.getBoolean("is_returned"));
        }

        void end() {
            if (current != null) {
                each.accept(current);
            }
        }
    }
}
