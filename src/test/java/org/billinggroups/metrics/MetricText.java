package org.billinggroups.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads Prometheus' text format as strictly as node_exporter does: help and type first, and no time behind a value. */
final class MetricText {
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-z][a-z0-9_]*) (\\S.*)");
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-z][a-z0-9_]*)(\\{[a-z]+=\"[^\"\\\\\n]*\"(?:,[a-z]+=\"[^\"\\\\\n]*\")*\\})? ([0-9.]+(?:E[0-9]+)?)");

    private MetricText() {}

    /** The values by name and labels, as they are written. */
    static Map<String, BigDecimal> read(Path file) throws IOException {
        var text = Files.readString(file);
        assertThat(text).endsWith("\n");
        Map<String, BigDecimal> values = new TreeMap<>();
        Set<String> described = new HashSet<>();
        for (var line : text.lines().toList()) {
            var comment = COMMENT.matcher(line);
            if (comment.matches()) {
                assertThat(described.add(comment.group(1) + comment.group(2))).as(line).isTrue();
                assertThat(comment.group(1).equals("HELP") || comment.group(3).equals("gauge")).as(line).isTrue();
                continue;
            }
            var sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            assertThat(described).as(line).contains("HELP" + sample.group(1), "TYPE" + sample.group(1));
            var series = sample.group(1) + (sample.group(2) == null ? "" : sample.group(2));
            assertThat(values.put(series, new BigDecimal(sample.group(3)))).as(line).isNull();
        }
        return values;
    }
}
