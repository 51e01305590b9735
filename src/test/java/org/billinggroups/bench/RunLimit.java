package org.billinggroups.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.billinggroups.document.RenderSubjects;
import org.postgresql.PGConnection;

/**
 * What no run of a period comes round: a process of its own that sums the usage and copies the lines, then draws as
 * many invoices with OpenPDF's tables, on all processors, and forces each file to disk. It prints how many seconds it
 * took since its first line; the start of its JVM does not count.
 */
final class RunLimit {
    private RunLimit() {}

    /** Arguments: address and user of the database, lines to copy, folder for documents, how many, and their lines. */
    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        groupAndCopy(arguments[0], arguments[1], Path.of(arguments[2]));
        draw(Path.of(arguments[3]), Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
        System.out.println((System.nanoTime() - start) / 1e9);
    }

    private static void groupAndCopy(String url, String user, Path lines) throws SQLException, IOException {
        try (var connection = DriverManager.getConnection(url, user, System.getenv("BENCH_PASSWORD"));
                var statement = connection.createStatement();
                var in = Files.newInputStream(lines)) {
            statement.executeQuery(DraftBench.GROUP.replace("?", "'" + BenchData.PERIOD + "-01'")).next();
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY bench.line FROM STDIN", in);
        }
    }

    private static void draw(Path folder, int invoices, int lines) throws Exception {
        Files.createDirectories(folder);
        var invoice = RenderSubjects.sample(lines);
        try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<?>> drawn = new ArrayList<>();
            for (int i = 0; i < invoices; i++) {
                var file = folder.resolve(i + ".pdf");
                drawn.add(threads.submit(() -> {
                    write(file, RenderSubjects.openPdfTable(invoice));
                    return file;
                }));
            }
            for (var one : drawn) {
                one.get();
            }
        }
    }

    private static void write(Path file, byte[] page) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(page);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
