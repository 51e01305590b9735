package org.billinggroups.bench;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** What {@code jobs/bench} runs. It judges nothing but that all of it works; the report is in {@code target/bench}. */
@Tag("bench")
class BenchmarkIT {
    @Test
    void measures() throws Exception {
        var options = BenchOptions.read();
        FileSystemUtils.deleteRecursively(BenchOptions.FOLDER);
        var report = switch (options.mode()) {
            case TABLE -> new TableBench(options).run();
            case WORKERS -> new WorkersBench(options).run();
            case PRICES -> new PricesBench(options).run();
            case FOCUS -> new FocusBench(options).run();
            case STATEMENT -> new StatementBench(options).run();
            case BUCKETS -> new BucketBench(options).run();
            case SCALE, LARGE -> new ScaleBench(options).run();
        };
        report.write();
    }
}
