package org.billinggroups.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.billinggroups.document.RenderSubjects;

/**
 * One thread renders the same invoice again and again: ours as tagged PDF/A-3 with its electronic form, beside a plain PDF by
 * OpenPDF's tables and by JasperReports. Processor time of the thread counts, so that other work of the machine matters
 * little; compiling and collecting garbage happen in other threads and do not count for any of them.
 */
final class RenderBench {
    private final int lines;
    private final int rounds;
    private final long warmUpNanos;
    private final long roundNanos;
    private final Times ours = new Times();
    private final Times table = new Times();
    private final Times jasper = new Times();

    RenderBench(int lines, BenchOptions options) {
        this.lines = lines;
        this.rounds = options.quick() ? 1 : 5 * options.rounds();
        this.warmUpNanos = options.quick() ? 200_000_000L : 5_000_000_000L;
        this.roundNanos = options.quick() ? 100_000_000L : 500_000_000L;
    }

    RenderBench measure() throws Exception {
        var invoice = RenderSubjects.sample(lines);
        Callable<byte[]> oursOnce = () -> RenderSubjects.ours(invoice);
        Callable<byte[]> tableOnce = () -> RenderSubjects.openPdfTable(invoice);
        var template = JasperInvoice.isThere() ? new JasperInvoice() : null;
        Callable<byte[]> jasperOnce = () -> template == null ? new byte[0] : template.render(invoice);
        for (var subject : List.of(oursOnce, tableOnce, jasperOnce)) {
            secondsEach(subject, template == null && subject == jasperOnce ? 0 : warmUpNanos);
        }
        for (int round = 1; round <= rounds; round++) {
            InTurns.run(round, () -> ours.add(secondsEach(oursOnce, roundNanos)),
                    () -> table.add(secondsEach(tableOnce, roundNanos)), () -> {
                        if (template != null) {
                            jasper.add(secondsEach(jasperOnce, roundNanos));
                        }
                    });
        }
        return this;
    }

    private static double secondsEach(Callable<byte[]> subject, long nanos) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        long taken;
        int rendered = 0;
        do {
            subject.call();
            rendered++;
            taken = threads.getCurrentThreadCpuTime() - start;
        } while (taken < nanos);
        return taken / 1e9 / rendered;
    }

    List<Comparison> comparisons() {
        var subject = TextTable.format("render an invoice of %,d lines", lines);
        List<Comparison> comparisons = new ArrayList<>();
        comparisons.add(new Comparison(subject, ours, "OpenPDF tables", table, Comparison.Ratio.SPEED,
                lines < 100 ? "≥ 1.5" : "≥ 2.4"));
        if (!jasper.isEmpty()) {
            comparisons.add(new Comparison(subject, ours, "JasperReports 7", jasper, Comparison.Ratio.SPEED, ""));
        }
        return comparisons;
    }
}
