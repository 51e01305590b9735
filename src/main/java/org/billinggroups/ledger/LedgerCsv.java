package org.billinggroups.ledger;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.billinggroups.document.Documents;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.ProvenFile;
import org.billinggroups.file.SpreadsheetSafe;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/**
 * The ledger file: CSV, one posting per row, exactly one of debit and credit filled, both positive, at the currency's
 * scale; ordered by invoice number and then by a fixed order of accounts.
 *
 * <pre>
 * entry,posted_on,period,invoice_number,billing_group_id,billing_group,account,project,ledger_account,debit,credit,
 * currency,tax_code,description
 * 1,2026-11-02,2026-10,INV-2026-000001,0b9b1f5e-...,Europe,acme,,accounts_receivable,119.00,,EUR,,Invoice
 * INV-2026-000001 </pre>
 *
 * <p>{@code entry} counts the invoices of the seller; text is made safe against spreadsheet formulas.
 */
@Service
public class LedgerCsv {
    /** The name of the file in the run's folder. */
    public static final String FILE = "ledger.csv";

    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator('\n')
            .setHeader("entry", "posted_on", "period", "invoice_number", "billing_group_id", "billing_group", "account",
                    "project", "ledger_account", "debit", "credit", "currency", "tax_code", "description")
            .get();
    private static final CSVFormat ROWS = FORMAT.builder().setSkipHeaderRecord(true).get();
    private static final int FETCH_SIZE = 2000;
    /** Each of them is an open file. */
    private static final int MOST_PARTS = 200;

    private final JdbcTemplate jdbc;
    private final Documents documents;
    private final FrozenInputs frozen;

    LedgerCsv(DataSource dataSource, Documents documents, FrozenInputs frozen) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.jdbc.setFetchSize(FETCH_SIZE);
        this.documents = documents;
        this.frozen = frozen;
    }

    /** Writes the postings of a run below a folder and notes the file's hash, in the caller's transaction. */
    public void write(InvoicingRun run, Path runFolder) throws IOException {
        documents.record(run.id(), Documents.Kind.LEDGER, FILE, null, draw(run, runFolder));
    }

    /** Writes the postings of a run below a folder, in the caller's transaction. */
    public AtomicFile.Written draw(InvoicingRun run, Path folder) throws IOException {
        AtomicFile.createFolders(folder);
        return AtomicFile.writeBesideOthers(folder.resolve(FILE), out -> {
            var printer = new CSVPrinter(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)),
                    FORMAT);
            forEach(run, frozen.buckets(run.id()), rs -> print(printer, rs));
            printer.flush();
        });
    }

    /** Writes the postings of a bucket, for {@link #join}. */
    public void writePart(InvoicingRun run, int bucket) throws IOException {
        ProvenFile.write(part(run, bucket), out -> {
            try (var part = new LedgerPart.Writer(out, ROWS)) {
                forEach(run, List.of(bucket), rs -> print(part.printer(rs.getLong("journal_entry")), rs));
            }
        });
    }

    private static Path part(InvoicingRun run, int bucket) {
        return run.partsFolder().resolve("ledger-" + bucket);
    }

    /**
     * Makes the file of the parts of all buckets in the build folder and notes its hash, in the caller's transaction.
     * Where a part is missing, the postings are read.
     */
    public void join(InvoicingRun run) throws IOException {
        var buckets = frozen.buckets(run.id());
        List<InputStream> parts = new ArrayList<>();
        try {
            for (int bucket : buckets.size() > MOST_PARTS ? List.<Integer>of() : buckets) {
                ProvenFile.open(run.output(), part(run, bucket)).ifPresent(parts::add);
            }
            if (parts.size() < buckets.size()) {
                write(run, run.buildFolder());
                return;
            }
            documents.record(run.id(), Documents.Kind.LEDGER, FILE, null,
                    AtomicFile.writeBesideOthers(run.buildFolder().resolve(FILE), out -> {
                        out.write((String.join(",", FORMAT.getHeader()) + "\n").getBytes(StandardCharsets.US_ASCII));
                        LedgerPart.join(parts, out);
                    }));
        } finally {
            for (var part : parts) {
                part.close();
            }
        }
    }

    @FunctionalInterface
    private interface Each {
        void accept(ResultSet rs) throws IOException, SQLException;
    }

    private void forEach(InvoicingRun run, List<Integer> buckets, Each each) {
        jdbc.query(
                """
                        SELECT n.journal_entry, n.issue_date, to_char(n.period, 'YYYY-MM') AS period, n.number,
                            n.group_id, f.name AS group_name, f.account_id, p.project, p.ledger_account, p.debit,
                            p.credit, p.currency, p.tax_code, p.description
                        FROM posting p
                        JOIN issued_invoice n ON n.invoice_id = p.invoice_id
                        JOIN invoice i ON i.id = p.invoice_id
                        JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id
                        WHERE i.run_id = ? AND f.bucket = ANY (?)
                        ORDER BY n.journal_entry, p.position
                        """,
                rs -> {
                    try {
                        each.accept(rs);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }, run.id(), buckets.toArray(Integer[]::new));
    }

    private static void print(CSVPrinter printer, ResultSet rs) throws IOException, SQLException {
        var scale = CurrencyUnit.of(rs.getString("currency")).getDecimalPlaces();
        printer.printRecord(rs.getLong("journal_entry"), rs.getString("issue_date"), rs.getString("period"),
                rs.getString("number"), rs.getString("group_id"), text(rs, "group_name"), text(rs, "account_id"),
                text(rs, "project"), rs.getString("ledger_account"), amount(rs.getBigDecimal("debit"), scale),
                amount(rs.getBigDecimal("credit"), scale), rs.getString("currency"), rs.getString("tax_code"),
                text(rs, "description"));
    }

    private static @Nullable String text(ResultSet rs, String column) throws SQLException {
        var text = rs.getString(column);
        return text == null ? null : SpreadsheetSafe.cell(text);
    }

    private static @Nullable String amount(@Nullable BigDecimal amount, int scale) {
        return amount == null ? null : amount.setScale(scale, RoundingMode.UNNECESSARY).toPlainString();
    }
}
