package org.billinggroups.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.billinggroups.file.RefusedException;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Reads the postings of a selection: those of published invoices and credit notes, as they were stored, and those of
 * payments and prepaid credits, which are told from the rows themselves.
 */
@Repository
final class SelectedPostings {
    /**
     * A group's account is that of the time of the invoice; a group that had none then, or has no invoice, has
     * today's. What is paid of an invoice is to be found by its number.
     */
    private static final String SELECTED = """
            WITH selected AS (
                SELECT 'invoice' AS kind, n.journal_entry AS place, p.position AS row, n.issue_date AS posted_on,
                    n.number, n.number AS entry, coalesce(f.fields ->> 'company', f.name) AS company,
                    f.name AS group_name,
                    f.fields ->> 'vat_id' AS vat_id, p.project, p.ledger_account, p.tax_code, p.currency,
                    CASE WHEN i.total >= 0 THEN n.due_date END AS due_date,
                    (coalesce(p.service_period, n.period) + interval '1 month' - interval '1 day')::date
                        AS service_date,
                    coalesce(f.fields ->> 'debtor_account', g.debtor_account) AS debtor_account,
                    coalesce(p.debit, -p.credit) AS amount, p.description, s.position AS seal
                FROM posting p
                JOIN issued_invoice n ON n.invoice_id = p.invoice_id
                JOIN invoice i ON i.id = p.invoice_id
                JOIN invoicing_run r ON r.id = i.run_id AND r.finished_at IS NOT NULL AND r.folder IS NOT NULL
                JOIN invoice_customer f ON f.invoice_id = i.id
                LEFT JOIN billing_group g ON g.id = i.group_id
                LEFT JOIN seal s ON s.kind = 'run' AND s.subject = r.folder
                WHERE (:period::date IS NULL OR n.period = :period)
                    AND (:issued::date IS NULL
                        OR n.issue_date >= :issued AND n.issue_date < :issued::date + interval '1 month')
                    AND (:currency::text IS NULL OR p.currency = :currency)
                    AND (:since::bigint IS NULL OR s.position > :since) IS NOT FALSE
                UNION ALL
                SELECT t.kind, t.id, x.row, t.booked_on, t.number, t.entry, coalesce(f.fields ->> 'company', f.name,
                        g.company, g.name), coalesce(f.name, g.name), NULL, NULL, x.ledger_account, NULL, t.currency,
                    NULL, NULL, coalesce(f.fields ->> 'debtor_account', g.debtor_account), x.amount, t.description,
                    s.position
                FROM settlement t
                CROSS JOIN LATERAL (VALUES (1, 'bank', t.amount), (2, t.credited_account, -t.amount))
                    x (row, ledger_account, amount)
                JOIN billing_group g ON g.id = t.group_id
                LEFT JOIN issued_invoice n ON n.invoice_id = t.invoice_id
                LEFT JOIN invoice_customer f ON f.invoice_id = t.invoice_id
                LEFT JOIN seal s ON s.kind = t.sealed_kind AND s.subject = t.sealed_subject
                WHERE t.booked_on >= coalesce(:issued::date, :period::date)
                    AND t.booked_on < coalesce(:issued::date, :period::date) + interval '1 month'
                    AND (:issued::date IS NULL OR :period::date IS NULL
                        OR coalesce(n.period, date_trunc('month', t.booked_on)) = :period)
                    AND (:currency::text IS NULL OR t.currency = :currency)
                    AND (:since::bigint IS NULL OR s.position > :since) IS NOT FALSE
            )
            """;
    private static final String DEBTORS = SELECTED
            + "SELECT DISTINCT group_name AS name, debtor_account AS account FROM selected "
            + "WHERE debtor_account IS NOT NULL";
    private static final String LONGEST = SELECTED
            + "SELECT entry FROM selected ORDER BY length(entry) DESC, entry LIMIT 1";
    private static final String ACCOUNTS = SELECTED + """
            SELECT ledger_account, tax_code, currency, max(abs(amount)) AS highest, min(posted_on) AS first,
                max(posted_on) AS last, count(*) AS postings, max(seal) AS last_seal,
                min(entry) FILTER (WHERE seal IS NULL) AS unsealed
            FROM selected GROUP BY ledger_account, tax_code, currency
            ORDER BY ledger_account, tax_code COLLATE "C", currency COLLATE "C"
            """;
    private static final String POSTINGS = SELECTED + """
            SELECT * FROM selected
            ORDER BY posted_on, kind <> 'invoice', CASE WHEN kind <> 'invoice' THEN seal END, kind, place, row
            """;
    private static final String UNPUBLISHED = """
            SELECT count(*) AS invoices, to_char(min(n.period), 'YYYY-MM') AS period
            FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id
            JOIN invoicing_run r ON r.id = i.run_id
            WHERE (r.finished_at IS NULL OR r.folder IS NULL) AND CASE WHEN :period::date IS NULL
                THEN n.issue_date >= :issued AND n.issue_date < :issued::date + interval '1 month'
                ELSE n.period = :period END
            GROUP BY n.period ORDER BY n.period LIMIT 1
            """;
    private static final int FETCH_SIZE = 2000;

    private final NamedParameterJdbcTemplate jdbc;

    SelectedPostings(DataSource dataSource) {
        var streaming = new JdbcTemplate(dataSource);
        streaming.setFetchSize(FETCH_SIZE);
        this.jdbc = new NamedParameterJdbcTemplate(streaming);
    }

    /**
     * What is selected.
     *
     * @param lastSeal the last seal of all of it
     */
    record Found(Journal journal, long postings, long lastSeal) {}

    private record Used(Journal.UsedAccount account, LocalDate first, LocalDate last, long postings, long lastSeal) {}

    /**
     * Looks for postings, in the caller's transaction.
     *
     * @param since only those of later seals
     * @return empty if there are none
     * @throws RefusedException if some are not published yet, or have no seal
     */
    Optional<Found> find(LedgerSelection selection, Optional<ExportNumbers.Numbered> since) {
        var parameters = selection.parameters()
                .addValue("since", since.map(ExportNumbers.Numbered::lastSeal).orElse(null));
        requirePublished(parameters);
        var used = jdbc.query(ACCOUNTS, parameters, (rs, row) -> used(rs));
        if (used.isEmpty()) {
            return Optional.empty();
        }
        var journal = new Journal(selection + since.map(one -> ", added since export " + one.number()).orElse(""),
                used.stream().map(Used::first).min(LocalDate::compareTo).get(),
                used.stream().map(Used::last).max(LocalDate::compareTo).get(),
                used.stream().map(Used::account).toList(),
                Objects.requireNonNull(jdbc.queryForObject(LONGEST, parameters, String.class)),
                debtors(parameters), writer -> forEach(parameters, writer), OptionalLong.empty());
        return Optional.of(new Found(journal, used.stream().mapToLong(Used::postings).sum(),
                used.stream().mapToLong(Used::lastSeal).max().getAsLong()));
    }

    private void requirePublished(MapSqlParameterSource parameters) {
        jdbc.query(UNPUBLISHED, parameters, (rs, row) -> rs.getLong("invoices") + " invoice(s) of "
                + rs.getString("period") + " are issued and not published yet: run 'billing run "
                + rs.getString("period") + "' to its end first").forEach(reason -> {
                    throw new RefusedException(reason);
                });
    }

    private Map<String, String> debtors(MapSqlParameterSource parameters) {
        Map<String, String> debtors = new TreeMap<>();
        jdbc.query(DEBTORS, parameters, rs -> {
            debtors.put(rs.getString("account"), rs.getString("name"));
        });
        return debtors;
    }

    private void forEach(MapSqlParameterSource parameters, Journal.PostingWriter writer) {
        jdbc.query(POSTINGS, parameters, rs -> {
            try {
                writer.write(posting(rs));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Used used(ResultSet rs) throws SQLException {
        var unsealed = rs.getString("unsealed");
        if (unsealed != null) {
            throw new RefusedException(unsealed + " has no seal, so nothing is exported: see 'billing verify'");
        }
        return new Used(new Journal.UsedAccount(rs.getString("ledger_account"), rs.getString("tax_code"),
                money(rs, "highest")), rs.getObject("first", LocalDate.class), rs.getObject("last", LocalDate.class),
                rs.getLong("postings"), rs.getLong("last_seal"));
    }

    private static Posting posting(ResultSet rs) throws SQLException {
        return new Posting(rs.getObject("posted_on", LocalDate.class), rs.getString("number"), rs.getString("entry"),
                rs.getString("company"), rs.getString("group_name"), rs.getString("vat_id"), rs.getString("project"),
                rs.getString("ledger_account"), rs.getString("tax_code"), rs.getObject("due_date", LocalDate.class),
                rs.getObject("service_date", LocalDate.class), rs.getString("debtor_account"), money(rs, "amount"),
                rs.getString("description"));
    }

    private static Money money(ResultSet rs, String column) throws SQLException {
        return Money.of(CurrencyUnit.of(rs.getString("currency")), rs.getBigDecimal(column), RoundingMode.UNNECESSARY);
    }
}
