package org.billinggroups.usage;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.SpreadsheetSafe;
import org.jspecify.annotations.Nullable;

/**
 * The list of bad rows: CSV with the columns {@code file,line,column,value,reason,row}, one row per problem, the last
 * cell holding the original row. It is made when there is the first problem, and appears when it is complete.
 */
final class RejectsFile implements Closeable {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

    private final Path target;
    private final Path temporary;
    private @Nullable CSVPrinter printer;

    RejectsFile(Path target) {
        this.target = target.toAbsolutePath();
        this.temporary = this.target.resolveSibling("." + this.target.getFileName() + ".tmp");
    }

    void add(List<UsageBlock.Rejected> rejected) throws IOException {
        for (var row : rejected) {
            add(row.problems(), row.row());
        }
    }

    void add(List<InputProblem> problems, String row) throws IOException {
        if (printer == null) {
            AtomicFile.createFolders(AtomicFile.folderOf(target));
            printer = new CSVPrinter(new BufferedWriter(new OutputStreamWriter(AtomicFile.newOwnerOnlyFile(temporary),
                    StandardCharsets.UTF_8)), FORMAT);
            printer.printRecord("file", "line", "column", "value", "reason", "row");
        }
        for (var problem : problems) {
            printer.printRecord(SpreadsheetSafe.cell(problem.file()), problem.line(), problem.column(),
                    SpreadsheetSafe.cell(problem.value()), SpreadsheetSafe.cell(problem.reason()),
                    SpreadsheetSafe.cell(row));
        }
    }

    /** Lets the file appear, if there was any problem. */
    private void publish() throws IOException {
        if (printer != null) {
            printer.close(true);
            // Once the import is committed nobody makes the list again.
            AtomicFile.publish(temporary, target);
            printer = null;
        }
    }

    /**
     * The same for a file that was read.
     *
     * @throws RejectedRowsException if rows are bad and only a wholly good file is wanted
     */
    void publish(ImportRequest request, long rejected, long total) throws IOException {
        publish();
        if (rejected > 0 && !request.acceptValid()) {
            throw new RejectedRowsException(request.name(), rejected, total, request.rejects());
        }
    }

    @Override
    public void close() throws IOException {
        if (printer != null) {
            try {
                printer.close();
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }
}
