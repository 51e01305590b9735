package org.billinggroups.statement;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.billinggroups.database.CopyWriter;
import org.billinggroups.file.PrintableText;
import org.billinggroups.invoice.NumbersInText;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;

/**
 * Tables of the transaction in which the entries of a file wait: {@code statement_stage} has all of them, {@code
 * statement_new} those that no earlier file has brought.
 */
@Component
record StatementStage(DataSource dataSource, JdbcClient jdbc) {
    private static final int LONGEST_NAME = 140;
    private static final int LONGEST_TEXT = 1000;
    private static final int LONGEST_REFERENCES = 500;

    /** Reads a file. */
    interface Reading {
        /** Gives the entries to the sink. */
        void into(BankEntry.Sink sink) throws SQLException;
    }

    /**
     * What a file has.
     *
     * @param leftOut how many entries are not booked
     */
    record Staged(int entries, int leftOut) {}

    Staged fill(NumbersInText numbers, Reading reading) throws SQLException {
        jdbc.sql("""
                CREATE TEMPORARY TABLE statement_stage (
                    position integer, statement integer, account text COLLATE "C", currency text COLLATE "C",
                    booked_on date, amount numeric, kind text, bank_references text COLLATE "C",
                    end_to_end_id text COLLATE "C", collection_id text COLLATE "C", reference text, remitter text,
                    remittance text, return_reason text, creditor_references text COLLATE "C",
                    numbers text COLLATE "C") ON COMMIT DROP
                """).update();
        var connection = DataSourceUtils.getConnection(dataSource);
        try (var copy = new CopyWriter(connection, "statement_stage")) {
            var writer = new Writer(copy, numbers);
            reading.into(writer);
            copy.finish();
            return new Staged(writer.count, writer.leftOut);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    private static final class Writer implements BankEntry.Sink {
        private final CopyWriter copy;
        private final NumbersInText numbers;
        private int count;
        private int leftOut;

        private Writer(CopyWriter copy, NumbersInText numbers) {
            this.copy = copy;
            this.numbers = numbers;
        }

        @Override
        public void add(BankEntry entry) throws SQLException {
            var structured = entry.creditorReferences();
            var texts = structured.isEmpty()
                    ? entry.texts()
                    : Stream.concat(entry.texts().stream(), structured.stream()).toList();
            copy.integer(++count).integer(entry.statement()).text(entry.account()).text(entry.currency())
                    .date(entry.bookedOn()).numeric(entry.amount()).text(entry.kind().code())
                    .text(lines(entry.bankReferences())).text(entry.endToEndId()).text(entry.collectionId())
                    .text(shown(String.join(" ", structured), LONGEST_TEXT)).text(shown(entry.remitter(), LONGEST_NAME))
                    .text(shown(String.join(" ", entry.texts()), LONGEST_TEXT))
                    .text(shown(entry.returnReason(), LONGEST_NAME))
                    .text(String.join("\n", CreditorReferences.of(structured, entry.texts())))
                    .text(String.join("\n", numbers.find(texts))).endRow();
        }

        private static String lines(List<String> references) {
            return PrintableText.shortened(
                    String.join("\n", references.stream().map(PrintableText::inOneLine).toList()),
                    LONGEST_REFERENCES);
        }

        /** As people may see it; null if there is nothing. */
        private static @Nullable String shown(@Nullable String text, int max) {
            var plain = text == null ? "" : PrintableText.shortened(PrintableText.inOneLine(text), max);
            return plain.isEmpty() ? null : plain;
        }

        @Override
        public void leaveOut() {
            leftOut++;
        }
    }

    /**
     * Finds the entries that no earlier file has brought: first by all of their references, so that it does not matter
     * where a file is cut, then by those that are theirs alone, if they have any. Identical entries of one statement
     * are several.
     *
     * @return how many there are
     */
    int findNew() {
        jdbc.sql("ANALYZE statement_stage").update();
        // How many rows are alike nobody can guess, and a wrong guess compares each with each.
        jdbc.sql("SET LOCAL enable_nestloop = off").update();
        int count = jdbc.sql(NEW).update();
        jdbc.sql("SET LOCAL enable_nestloop TO DEFAULT").update();
        jdbc.sql("ANALYZE statement_new").update();
        return count;
    }

    private static final String NEW = """
            CREATE TEMPORARY TABLE statement_new ON COMMIT DROP AS
            WITH reference AS MATERIALIZED (
                SELECT s.position, s.account, s.currency, s.booked_on, s.amount, s.statement, r.value, r.place
                FROM statement_stage s
                CROSS JOIN LATERAL unnest(string_to_array(s.bank_references, E'\\n'))
                    WITH ORDINALITY AS r (value, place)
            ), repeated AS (
                SELECT value, account FROM reference GROUP BY 1, 2 HAVING count(*) > 1
            ), shared AS MATERIALIZED (
                SELECT account, value FROM (
                    SELECT account, value, statement, count(*) AS times, min(amount) AS least, max(amount) AS most,
                        min(booked_on) AS first, max(booked_on) AS last, min(currency) AS one, max(currency) AS other
                    FROM reference JOIN repeated USING (account, value) GROUP BY 1, 2, 3) x
                GROUP BY 1, 2
                HAVING max(times) > 1 OR min(least) <> max(most) OR min(first) <> max(last) OR min(one) <> max(other)
            ), own AS (
                SELECT r.position, coalesce(string_agg(r.value, E'\\n' ORDER BY r.place)
                    FILTER (WHERE s.value IS NULL), '') AS own_references
                FROM reference r LEFT JOIN shared s USING (account, value)
                WHERE r.position IN (SELECT x.position FROM reference x JOIN shared USING (account, value))
                GROUP BY 1
            ), came AS (
                SELECT s.*, coalesce(o.own_references, s.bank_references) AS own_references, row_number() OVER (
                        PARTITION BY s.bank_references, s.account, s.currency, s.booked_on, s.amount, s.statement
                        ORDER BY s.position) AS same
                FROM statement_stage s LEFT JOIN own o ON o.position = s.position
            ), once AS MATERIALIZED (
                SELECT DISTINCT ON (bank_references, account, currency, booked_on, amount, same) * FROM came
                ORDER BY bank_references, account, currency, booked_on, amount, same, position
            ), there AS MATERIALIZED (
                SELECT e.id, e.account, e.currency, e.booked_on, e.amount, e.bank_references, e.own_references,
                    row_number() OVER (PARTITION BY e.bank_references, e.account, e.currency, e.booked_on, e.amount
                        ORDER BY e.id) AS same
                FROM (SELECT account, min(booked_on) AS first, max(booked_on) AS last FROM statement_stage GROUP BY 1) s
                JOIN statement_entry e ON e.account = s.account AND e.booked_on BETWEEN s.first AND s.last
            ), known AS MATERIALIZED (
                SELECT o.position, t.id FROM once o
                JOIN there t USING (bank_references, account, currency, booked_on, amount, same)
            ), left_over AS (
                SELECT o.*, row_number() OVER (PARTITION BY own_references, account, currency, booked_on, amount
                    ORDER BY position) AS place
                FROM once o WHERE NOT EXISTS (SELECT FROM known k WHERE k.position = o.position)
            ), left_there AS (
                SELECT t.*, row_number() OVER (PARTITION BY own_references, account, currency, booked_on, amount
                    ORDER BY id) AS place
                FROM there t WHERE NOT EXISTS (SELECT FROM known k WHERE k.id = t.id)
            ), times AS (
                SELECT account, currency, booked_on, amount, own_references, count(*) AS count FROM there
                GROUP BY 1, 2, 3, 4, 5
            )
            SELECT l.*, coalesce(x.count, 0) + row_number() OVER (
                    PARTITION BY l.own_references, l.account, l.currency, l.booked_on, l.amount
                    ORDER BY l.position) AS occurrence
            FROM left_over l
            LEFT JOIN left_there t ON (t.account, t.currency, t.booked_on, t.amount, t.own_references, t.place)
                    = (l.account, l.currency, l.booked_on, l.amount, l.own_references, l.place)
                AND l.own_references <> ''
            LEFT JOIN times x ON (x.account, x.currency, x.booked_on, x.amount, x.own_references)
                    = (l.account, l.currency, l.booked_on, l.amount, l.own_references)
            WHERE t.id IS NULL
            """;
}
