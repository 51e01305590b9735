package org.billinggroups.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.billinggroups.bench.RunCosts.Step;
import org.junit.jupiter.api.Test;

class MillionInvoicesTest {
    /** A second of each step is the same in both runs: the start of the program. */
    private static RunCosts costs(int invoices) {
        double seconds = invoices / 1000.0;
        return new RunCosts(invoices, Map.of("dealt", new Step(true, 1 + 6 * seconds, 1 + 9 * seconds, 3 * seconds),
                "serial", new Step(false, 1 + seconds, 1, seconds)), 60_000L * invoices, 120_000L * invoices);
    }

    @Test
    void countsWhatGrowsWithTheInvoices() {
        var million = new MillionInvoices(costs(1_000), costs(10_000), 10_000_000);
        assertThat(million.sentence()).isEqualTo("A million such invoices, of 1,000 million rows, in ten minutes: "
                + "15 cores of workers, 6.7 of the database, 200 MB/s of documents, 100 MB/s of the database's log, "
                + "if all steps are dealt. Those that are not take 1,000 s: at most 13.0 times as fast as on one core.");
        assertThat(million.table().text()).contains("| dealt  | yes             | 9.00 ms             | 3.00 ms    ");
        assertThat(million.json()).containsEntry("serial_seconds", 1000.0);
    }
}
