package org.billinggroups.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.billinggroups.file.AtomicFile;

/** Values that one file has. Everybody may read it, as node_exporter is another user; it holds counts and times. */
final class MetricFile {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Adds a value, with names and values of labels in turn. */
    void add(Metric metric, Number value, String... labels) {
        Gauge.builder(metric.dotted(), () -> value).description(metric.meaning()).tags(Tags.of(labels))
                .register(registry);
    }

    /** Lets the file appear as a whole, in place of one that is there. */
    void write(Path target) throws IOException {
        // Another process may be at the same file, in containers under the same number; the collector reads no others
        // than *.prom.
        var temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
        try {
            try (var out = AtomicFile.newOwnerOnlyFile(temporary)) {
                registry.scrape(out);
            }
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
            AtomicFile.publish(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
