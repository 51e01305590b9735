package org.billinggroups.usage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.billinggroups.database.CopyRows;
import org.billinggroups.file.Sha256;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * The digests of the records that are kept of a file, one for each period: their number, and the SHA-256 over them in
 * the order of line, part and id.
 *
 * <p>A record is digested as it goes to COPY: the columns of {@link UsageRecords#COLUMNS} but the key of the file, each
 * as its length in four bytes, or -1 for NULL, and its value in PostgreSQL's binary form. That form is documented, says
 * the scale of decimals and the microseconds of instants, and comes back the same; another one would cost the import a
 * second encoding of each row, which takes more than its hash.
 */
final class UsageDigests {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** Behind the number of columns and the length of the first. */
    private static final int FILE_ID = Short.BYTES + Integer.BYTES;
    private static final int DIGESTED = FILE_ID + Long.BYTES;
    private static final int PERIOD = DIGESTED + Integer.BYTES;

    private final Map<Integer, Rows> periods = new TreeMap<>();
    private @Nullable Rows last;

    /** Rows of one period. */
    private static final class Rows {
        private final int day;
        private final MessageDigest digest = Sha256.newDigest();
        private long count;

        private Rows(int day) {
            this.day = day;
        }
    }

    /** The key of the file in a row that was encoded for COPY. */
    static long fileOf(byte[] row) {
        return (long) LONG.get(row, FILE_ID);
    }

    /** Adds rows of the file as they were encoded for COPY. */
    void add(byte[] rows) {
        for (int start = 0; start < rows.length;) {
            int end = start + Short.BYTES;
            for (int column = (short) SHORT.get(rows, start); column > 0; column--) {
                end += Integer.BYTES + Math.max((int) INT.get(rows, end), 0);
            }
            var period = of((int) INT.get(rows, start + PERIOD));
            period.digest.update(rows, start + DIGESTED, end - start - DIGESTED);
            period.count++;
            start = end;
        }
    }

    private Rows of(int day) {
        // Most files have rows of one period after the other.
        if (last == null || last.day != day) {
            last = periods.computeIfAbsent(day, Rows::new);
        }
        return last;
    }

    /** Gives each period with its digest and ends them; nothing can be added afterwards. */
    void end(BiConsumer<BillingPeriod, String> each) {
        periods.forEach((day, rows) -> each.accept(BillingPeriod.startingOn(CopyRows.date(day)),
                rows.count + " " + HexFormat.of().formatHex(rows.digest.digest())));
        periods.clear();
        last = null;
    }
}
