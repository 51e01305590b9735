package org.billinggroups.usage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.InvalidInputException;

/** Whatever bytes a usage file has, each row is a record whose parts add up to it, or is refused with reasons. */
public final class UsageCsvFuzz {
    private static final Set<String> KNOWN = new HashSet<>(NativeUsageCsv.COLUMNS);

    static {
        KNOWN.addAll(FocusUsageCsv.COLUMNS);
    }

    private UsageCsvFuzz() {}

    /** Is called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] file) throws IOException {
        try (var csv = CsvInput.withOtherColumns("usage.csv", new ByteArrayInputStream(file), KNOWN, Set.of())) {
            if (csv.header().containsAll(NativeUsageCsv.REQUIRED)) {
                readRows(csv, new NativeUsageCsv("usage.csv", csv));
            } else if (csv.header().containsAll(FocusUsageCsv.REQUIRED)) {
                readRows(csv, new FocusUsageCsv("usage.csv", csv, false, true, new FocusSettings("", "charge")));
            }
        } catch (InvalidInputException e) {
            require(!e.problems().isEmpty(), "refused without a reason");
        }
    }

    private static void readRows(CsvInput csv, UsageRows usage) {
        long line = 0;
        for (var row = csv.next(); row != null; row = csv.next()) {
            require(row.line() > line, "line numbers do not grow");
            line = row.line();
            var read = usage.read(row);
            require((read == null) == !usage.problems().isEmpty(), "neither read nor refused");
            for (var problem : usage.problems()) {
                require(problem.line() == line, "wrong line");
            }
            if (read != null) {
                checkParts(read);
            }
        }
    }

    private static void checkParts(UsageRecord whole) {
        var parts = UsagePart.of(whole);
        var sum = parts.stream().map(UsagePart::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        require(sum.compareTo(whole.quantity()) == 0, "parts have another quantity than the whole");
        require(parts.getFirst().startedAt().equals(whole.startedAt()), "the beginning is lost");
        require(parts.getLast().endedAt().equals(whole.endedAt()), "the end is lost");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
