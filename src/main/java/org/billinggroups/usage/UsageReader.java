package org.billinggroups.usage;

import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.billinggroups.database.CopyRows;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;

/** Reads a usage file once, row by row, and hands it out in blocks. */
final class UsageReader implements Closeable {
    private static final int ROWS_IN_BLOCK = 1000;
    /** Rows may be long, and several blocks wait at a time. */
    private static final int REJECTED_CHARACTERS_IN_BLOCK = 1 << 20;

    private final long fileId;
    private final CsvInput csv;
    private final UsageRows rows;
    private final CopyRows encoded = new CopyRows();
    private final UsageCounts counts = new UsageCounts();

    private UsageReader(long fileId, CsvInput csv, UsageRows rows) {
        this.fileId = fileId;
        this.csv = csv;
        this.rows = rows;
    }

    static UsageFormat formatOf(ImportRequest request) throws IOException {
        var format = request.format();
        return format == null ? UsageFormat.recognise(request.name(), UsageSource.open(request.path())) : format;
    }

    /**
     * @param fileId the key that its records are to have
     * @throws InvalidInputException if it has not the header of its format
     */
    static UsageReader open(ImportRequest request, UsageFormat format, long fileId, FocusSettings focus)
            throws IOException {
        if (request.byPriceList() && format != UsageFormat.FOCUS) {
            throw new InvalidInputException(InputProblem.ofFile(request.name(),
                    "is no FOCUS export: --by-price-list is for these; here rows without an amount are priced"));
        }
        var csv = format.open(request.name(), UsageSource.open(request.path()));
        return new UsageReader(fileId, csv, switch (format) {
            case NATIVE -> new NativeUsageCsv(request.name(), csv);
            case FOCUS -> new FocusUsageCsv(request.name(), csv, request.byPriceList(), focus.chargesTax(), focus);
        });
    }

    /** The next block, or null at the end of the file. */
    @Nullable
    UsageBlock next() throws SQLException {
        List<UsageBlock.Rejected> rejected = new ArrayList<>();
        Set<BillingPeriod> periods = new HashSet<>();
        Set<BillingPeriod> ownPeriods = new HashSet<>();
        int total = 0;
        int parts = 0;
        int rejectedCharacters = 0;
        while (total < ROWS_IN_BLOCK && encoded.length() < CopyRows.FULL
                && rejectedCharacters < REJECTED_CHARACTERS_IN_BLOCK) {
            var row = csv.next();
            if (row == null) {
                break;
            }
            total++;
            var usage = rows.read(row);
            if (usage == null) {
                var text = row.text();
                rejected.add(new UsageBlock.Rejected(rows.problems(), text));
                rejectedCharacters += text.length();
            } else {
                var split = UsagePart.of(usage);
                UsageRecords.encode(encoded, fileId, row.line(), usage, split);
                ownPeriods.add(split.getFirst().period());
                for (var part : split) {
                    periods.add(part.period());
                    counts.add(part.period(), usage);
                }
                parts += split.size();
            }
        }
        return total == 0 ? null : new UsageBlock(encoded.take(), rejected, periods, ownPeriods, total, parts);
    }

    /** What the blocks so far hold. */
    UsageCounts counts() {
        return counts;
    }

    /**
     * Goes through the rows whose lines are wanted, in order; the cells of {@code column} come along, if there is such.
     */
    void forEachRow(LongPredicate wanted, String column, RowVisitor visitor) throws IOException {
        int index = csv.column(column);
        for (var row = csv.next(); row != null; row = csv.next()) {
            if (wanted.test(row.line())) {
                visitor.visit(row.line(), index < 0 ? "" : row.cell(index), row.text());
            }
        }
    }

    interface RowVisitor {
        void visit(long line, String cell, String row) throws IOException;
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
