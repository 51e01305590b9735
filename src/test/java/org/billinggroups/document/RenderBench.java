package org.billinggroups.document;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import org.billinggroups.invoice.Invoice;

/**
 * Measures how many invoices a second one thread renders, in turns with a plain loop over OpenPDF's tables, once both
 * are warm. It judges nothing. Arguments: the numbers of lines, {@code 30 1000} if there are none.
 */
final class RenderBench {
    private static final String[] DEFAULT_LINES = { "30", "1000" };
    private static final long WARM_UP_NANOS = 8_000_000_000L;
    private static final long ROUND_NANOS = 500_000_000L;
    private static final int ROUNDS = 15;

    private RenderBench() {}

    public static void main(String[] args) {
        for (var lines : args.length == 0 ? DEFAULT_LINES : args) {
            measure(RenderSubjects.sample(Integer.parseInt(lines)), lines);
        }
    }

    private static void measure(Invoice invoice, String lines) {
        perSecond(RenderSubjects::ours, invoice, WARM_UP_NANOS);
        perSecond(RenderSubjects::openPdfTable, invoice, WARM_UP_NANOS);
        var ours = new double[ROUNDS];
        var peer = new double[ROUNDS];
        var ratio = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            ours[i] = perSecond(RenderSubjects::ours, invoice, ROUND_NANOS);
            peer[i] = perSecond(RenderSubjects::openPdfTable, invoice, ROUND_NANOS);
            ratio[i] = ours[i] / peer[i];
        }
        System.out.printf(Locale.ROOT,
                "%s lines: ours %.1f/s (%d bytes), PdfPTable %.1f/s (%d bytes), ratio %.2f (medians, CPU time)%n",
                lines,
                median(ours), RenderSubjects.ours(invoice).length, median(peer),
                RenderSubjects.openPdfTable(invoice).length, median(ratio));
    }

    /** Processor time of the process counts, garbage collection with it, so that what else runs here matters little. */
    private static double perSecond(Function<Invoice, byte[]> subject, Invoice invoice, long nanos) {
        var process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long start = process.getProcessCpuTime();
        long taken;
        int rendered = 0;
        do {
            subject.apply(invoice);
            rendered++;
            taken = process.getProcessCpuTime() - start;
        } while (taken < nanos);
        return rendered * 1e9 / taken;
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
