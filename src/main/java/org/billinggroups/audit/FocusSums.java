package org.billinggroups.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.file.OutOfPlaceException;
import org.billinggroups.file.RegularFile;
import org.billinggroups.file.SpreadsheetSafe;
import org.billinggroups.run.InvoicingRun;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The rows of an invoice's FOCUS file come to what the invoice says is due, as the specification wants it. That the
 * files are those that were written is looked at elsewhere, so what cannot be opened is not named here.
 */
@Service
class FocusSums {
    private static final int FETCH_SIZE = 1000;
    private static final String COST = "BilledCost";
    private static final String INVOICE = "InvoiceId";
    private static final Set<String> COLUMNS = Set.of(COST, INVOICE);
    private static final String FILES = """
            SELECT d.path, n.number, i.amount_due FROM document d
            JOIN invoice i ON i.id = d.invoice_id JOIN issued_invoice n ON n.invoice_id = i.id
            WHERE d.run_id = ? AND d.kind = 'focus' ORDER BY d.path
            """;

    private final JdbcTemplate streaming;
    private final TransactionTemplate reading;

    FocusSums(DataSource dataSource, PlatformTransactionManager transactions) {
        this.streaming = new JdbcTemplate(dataSource);
        this.streaming.setFetchSize(FETCH_SIZE);
        // Only in a transaction are rows fetched little by little.
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
    }

    /** What is wrong with the files of a run in a folder. */
    List<String> differences(InvoicingRun run, Path folder) throws IOException {
        List<String> differences = new ArrayList<>();
        if (run.focus() == null) {
            return differences;
        }
        try {
            reading.executeWithoutResult(status -> streaming.query(FILES, rs -> {
                var difference = difference(run, folder, rs);
                if (difference != null) {
                    differences.add(difference);
                }
            }, run.id()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return differences;
    }

    private static @Nullable String difference(InvoicingRun run, Path folder, ResultSet rs) throws SQLException {
        var number = rs.getString("number");
        var due = rs.getBigDecimal("amount_due");
        var file = folder.resolve(rs.getString("path"));
        try (var csv = CsvInput.withOtherColumns(file.toString(), RegularFile.open(run.output(), file), COLUMNS,
                COLUMNS)) {
            var sum = sum(csv, number);
            return sum.compareTo(due) == 0
                    ? null
                    : "file " + file + ": its rows of invoice " + number + " come to " + sum.toPlainString() + ", but "
                            + due.toPlainString() + " is due";
        } catch (InvalidInputException | NumberFormatException e) {
            return "file " + file + ": cannot be read as FOCUS (" + e.getMessage() + ")";
        } catch (OutOfPlaceException | NoSuchFileException | AccessDeniedException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BigDecimal sum(CsvInput csv, String number) {
        int cost = csv.column(COST);
        int invoice = csv.column(INVOICE);
        var sum = BigDecimal.ZERO;
        for (var row = csv.next(); row != null; row = csv.next()) {
            if (SpreadsheetSafe.text(row.cell(invoice)).equals(number)) {
                sum = sum.add(new BigDecimal(row.cell(cost)));
            }
        }
        return sum;
    }
}
