package org.billinggroups.ledger;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The rows of the ledger that are of one bucket of groups. Of each invoice: its entry, how many bytes its rows have,
 * and these, as they are in the ledger.
 */
final class LedgerPart {
    private static final long END = -1;

    private final DataInputStream in;
    private long entry;

    private LedgerPart(InputStream in) throws IOException {
        this.in = new DataInputStream(new BufferedInputStream(in));
        this.entry = this.in.readLong();
    }

    /** Writes a part, in the order of entries. */
    static final class Writer implements AutoCloseable {
        private final DataOutputStream out;
        private final StringBuilder rows = new StringBuilder();
        private final CSVPrinter printer;
        private long entry = END;

        Writer(OutputStream out, CSVFormat format) throws IOException {
            this.out = new DataOutputStream(out);
            this.printer = new CSVPrinter(rows, format);
        }

        /** What prints the next row, which is of that entry. */
        CSVPrinter printer(long rowsEntry) throws IOException {
            if (rowsEntry != entry) {
                end();
                entry = rowsEntry;
            }
            return printer;
        }

        private void end() throws IOException {
            if (entry != END) {
                var bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
                out.writeLong(entry);
                out.writeInt(bytes.length);
                out.write(bytes);
                rows.setLength(0);
            }
        }

        @Override
        public void close() throws IOException {
            end();
            out.writeLong(END);
            out.flush();
        }
    }

    /** Writes the rows of all parts in the order of their entries. */
    static void join(List<InputStream> all, OutputStream out) throws IOException {
        var next = new PriorityQueue<LedgerPart>(Comparator.comparingLong(part -> part.entry));
        for (var in : all) {
            add(new LedgerPart(in), next);
        }
        while (!next.isEmpty()) {
            var part = next.remove();
            out.write(part.in.readNBytes(part.in.readInt()));
            part.entry = part.in.readLong();
            add(part, next);
        }
    }

    private static void add(LedgerPart part, PriorityQueue<LedgerPart> next) {
        if (part.entry != END) {
            next.add(part);
        }
    }
}
