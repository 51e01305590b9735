package org.billinggroups.rehearsal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.FileBatch;
import org.billinggroups.file.SpreadsheetSafe;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Writes what came out of a rehearsal: all groups as CSV, and a page for people. Both are there or none. */
public final class RehearsalFiles {
    /** The name of the list. */
    public static final String CSV = "rehearsal.csv";
    /** The name of the page. */
    public static final String PAGE = "rehearsal.html";

    private RehearsalFiles() {}

    /** Writes both files into a folder, in the place of those that are there. */
    public static List<Path> write(RehearsalResult result, Path folder) throws IOException {
        AtomicFile.createFolders(folder);
        try (var files = new FileBatch()) {
            files.write(folder.resolve(CSV), out -> writeCsv(result, out));
            files.write(folder.resolve(PAGE), out -> new RehearsalPage(result).write(out));
            files.complete();
        }
        return List.of(folder.resolve(CSV), folder.resolve(PAGE));
    }

    private static void writeCsv(RehearsalResult result, OutputStream out) throws IOException {
        var format = CSVFormat.RFC4180.builder().setRecordSeparator('\n').setHeader("billing_group_id",
                "billing_group", "account", "period", "currency",
                result.request().against().isPresent() ? "other_net" : "issued_net", "rehearsed_net", "difference",
                "percent", "note").get();
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        @SuppressWarnings("resource") // The caller closes what is below.
        CSVPrinter printer = format.print(writer);
        for (var group : result.groups()) {
            printer.printRecord(group.groupId() == null ? "" : group.groupId(),
                    SpreadsheetSafe.cell(group.groupName()),
                    group.account() == null ? "" : SpreadsheetSafe.cell(group.account()), group.period(),
                    group.currency(), plain(group.before()), plain(group.rehearsed()), plain(group.difference()),
                    plain(group.percent()), SpreadsheetSafe.cell(group.note()));
        }
        printer.flush();
    }

    private static String plain(@Nullable Money amount) {
        return amount == null ? "" : amount.getAmount().toPlainString();
    }

    private static String plain(@Nullable BigDecimal number) {
        return number == null ? "" : number.toPlainString();
    }
}
