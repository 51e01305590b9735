package org.billinggroups.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What was measured: a text with its tables in {@code bench.md}, and the same as {@code bench.json}. */
final class BenchReport {
    private final Map<String, Object> json = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    BenchReport(BenchOptions options, Machine machine) {
        var date = LocalDate.now(ZoneOffset.UTC).toString();
        json.put("date", date);
        json.put("command", options.command());
        json.put("machine", machine);
        text.append(options.command()).append(", ").append(date).append('\n').append(machine.text()).append("\n\n");
    }

    BenchReport put(String key, Object value) {
        json.put(key, value);
        return this;
    }

    BenchReport table(TextTable table) {
        return line(table.text());
    }

    BenchReport line(String line) {
        text.append(line).append('\n');
        return this;
    }

    void write() throws IOException {
        Files.createDirectories(BenchOptions.FOLDER);
        var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(BenchOptions.FOLDER.resolve("bench.json"), mapper.writeValueAsString(json) + "\n");
        Files.writeString(BenchOptions.FOLDER.resolve("bench.md"), text.toString().stripTrailing() + "\n");
        System.out.println("bench: the report is in " + BenchOptions.FOLDER.resolve("bench.md"));
    }
}
