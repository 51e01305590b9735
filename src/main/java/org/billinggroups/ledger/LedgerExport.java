package org.billinggroups.ledger;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes postings of published invoices and credit notes for accounting programs; reads only. */
@Service
@EnableConfigurationProperties(LedgerSettings.class)
public class LedgerExport {
    private static final String FROM = """
            FROM posting p
            JOIN issued_invoice n ON n.invoice_id = p.invoice_id
            JOIN invoice i ON i.id = p.invoice_id
            JOIN invoicing_run r ON r.id = i.run_id AND r.finished_at IS NOT NULL AND r.folder IS NOT NULL
            JOIN invoice_customer f ON f.invoice_id = i.id
            LEFT JOIN billing_group g ON g.id = i.group_id
            WHERE n.period = :period AND (:currency::text IS NULL OR p.currency = :currency)
                AND (:issued::date IS NULL OR date_trunc('month', n.issue_date) = :issued::date)
            """;
    /** That of the time of the invoice; a group that had none then has today's. */
    private static final String DEBTOR = "coalesce(f.fields ->> 'debtor_account', g.debtor_account)";
    private static final String DEBTORS = "SELECT DISTINCT f.name, " + DEBTOR + " AS account " + FROM
            + " AND " + DEBTOR + " IS NOT NULL";
    private static final String LONGEST_NUMBER = "SELECT n.number " + FROM
            + " ORDER BY length(n.number) DESC, n.number LIMIT 1";
    private static final String ACCOUNTS = """
            SELECT p.ledger_account, p.tax_code, p.currency, max(coalesce(p.debit, p.credit)) AS highest,
                min(n.issue_date) AS first, max(n.issue_date) AS last, count(*) AS postings
            """ + FROM + """
            GROUP BY p.ledger_account, p.tax_code, p.currency
            ORDER BY p.ledger_account, p.tax_code COLLATE "C", p.currency COLLATE "C"
            """;
    private static final String POSTINGS = """
            SELECT n.issue_date, n.number, coalesce(f.fields ->> 'company', f.name) AS company, f.name AS group_name,
                f.fields ->> 'vat_id' AS vat_id, p.project, p.ledger_account, p.tax_code, p.currency,
                CASE WHEN i.total >= 0 THEN n.due_date END AS due_date,
                (coalesce(p.service_period, n.period) + interval '1 month' - interval '1 day')::date AS service_date,
                coalesce(f.fields ->> 'debtor_account', g.debtor_account) AS debtor_account,
                coalesce(p.debit, -p.credit) AS amount, p.description
            """ + FROM + "ORDER BY n.journal_entry, p.position";
    private static final String UNPUBLISHED = """
            SELECT count(*) FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id
            JOIN invoicing_run r ON r.id = i.run_id
            WHERE n.period = :period AND (r.finished_at IS NULL OR r.folder IS NULL)
            """;
    private static final int FETCH_SIZE = 2000;

    private final NamedParameterJdbcTemplate jdbc;
    private final TransactionTemplate snapshot;
    private final LedgerSettings settings;

    LedgerExport(DataSource dataSource, PlatformTransactionManager transactions, LedgerSettings settings) {
        var streaming = new JdbcTemplate(dataSource);
        streaming.setFetchSize(FETCH_SIZE);
        this.jdbc = new NamedParameterJdbcTemplate(streaming);
        // What is written of all postings first holds for those that are read after it, whatever is issued meanwhile.
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.snapshot.setReadOnly(true);
        this.settings = settings;
    }

    /** Which postings: those of a period, perhaps only those in a currency, or of invoices issued in a month. */
    public record Selection(BillingPeriod period, Optional<String> currency, Optional<BillingPeriod> issued) {
        private MapSqlParameterSource parameters() {
            return new MapSqlParameterSource("period", period.firstDay())
                    .addValue("currency", currency.orElse(null))
                    .addValue("issued", issued.map(BillingPeriod::firstDay).orElse(null));
        }

        private String title() {
            return period + currency.map(code -> ", " + code).orElse("")
                    + issued.map(month -> ", issued " + month).orElse("");
        }
    }

    /** The accounting programs. */
    public enum Format {
        /** Plain text, see {@code hledger.org}. */
        HLEDGER,
        /** Plain text, see {@code beancount.github.io}. */
        BEANCOUNT,
        /** Buchungsstapel, see {@code developer.datev.de}. */
        DATEV,
        /** Manual journals. */
        XERO,
        /** Journal entries of QuickBooks Online. */
        QUICKBOOKS
    }

    /**
     * Writes the postings.
     *
     * @return how many postings were written
     * @throws RefusedException before anything is written, if there are none, if some are not published yet, or if the
     *         format cannot express them
     */
    public long write(Selection selection, Format format, OutputStream out) throws IOException {
        try {
            return snapshot.execute(status -> {
                try {
                    return writeSnapshot(selection, formatOf(format), out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private LedgerFormat formatOf(Format format) {
        return switch (format) {
            case HLEDGER -> new HledgerJournal(settings.hledger().accounts());
            case BEANCOUNT -> new BeancountFile(settings.beancount().accounts());
            case DATEV -> new DatevBatch(settings.datev());
            case XERO -> new XeroJournals(settings.xero());
            case QUICKBOOKS -> new QuickbooksJournals(settings.quickbooks().accounts());
        };
    }

    private record Used(Journal.UsedAccount account, LocalDate first, LocalDate last, long postings) {}

    private long writeSnapshot(Selection selection, LedgerFormat format, OutputStream out) throws IOException {
        var parameters = selection.parameters();
        Long unpublished = jdbc.queryForObject(UNPUBLISHED, parameters, Long.class);
        if (unpublished != null && unpublished > 0) {
            throw new RefusedException(unpublished + " invoice(s) of " + selection.period()
                    + " are issued and not published yet: run 'billing run " + selection.period()
                    + "' to its end first");
        }
        var used = jdbc.query(ACCOUNTS, parameters, (rs, row) -> used(rs));
        if (used.isEmpty()) {
            throw new RefusedException("there are no published postings of " + selection.title()
                    + ": 'billing status' tells which periods are published");
        }
        var journal = new Journal(selection.title(), used.stream().map(Used::first).min(LocalDate::compareTo).get(),
                used.stream().map(Used::last).max(LocalDate::compareTo).get(),
                used.stream().map(Used::account).toList(),
                Objects.requireNonNull(jdbc.queryForObject(LONGEST_NUMBER, parameters, String.class)),
                debtors(parameters), writer -> forEach(parameters, writer));
        format.check(journal);
        var text = new BufferedWriter(new OutputStreamWriter(out, format.charset()));
        format.write(journal, text);
        text.flush();
        return used.stream().mapToLong(Used::postings).sum();
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
        return new Used(new Journal.UsedAccount(rs.getString("ledger_account"), rs.getString("tax_code"),
                money(rs, "highest")), rs.getObject("first", LocalDate.class), rs.getObject("last", LocalDate.class),
                rs.getLong("postings"));
    }

    private static Posting posting(ResultSet rs) throws SQLException {
        return new Posting(rs.getObject("issue_date", LocalDate.class), rs.getString("number"),
                rs.getString("company"), rs.getString("group_name"), rs.getString("vat_id"), rs.getString("project"),
                rs.getString("ledger_account"), rs.getString("tax_code"), rs.getObject("due_date", LocalDate.class),
                rs.getObject("service_date", LocalDate.class), rs.getString("debtor_account"), money(rs, "amount"),
                rs.getString("description"));
    }

    private static Money money(ResultSet rs, String column) throws SQLException {
        return Money.of(CurrencyUnit.of(rs.getString("currency")), rs.getBigDecimal(column), RoundingMode.UNNECESSARY);
    }
}
