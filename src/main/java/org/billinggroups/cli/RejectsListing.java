package org.billinggroups.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InputProblems;
import org.springframework.stereotype.Component;

/** Prints the problems that a rejects file lists: the first ones, and how many of each kind come after them. */
@Component
record RejectsListing(Output output) {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

    /** True if there are more problems than were printed one by one. */
    boolean print(Path rejects) throws IOException {
        var problems = new InputProblems();
        try (var reader = Files.newBufferedReader(rejects, StandardCharsets.UTF_8);
                var rows = CSVParser.builder().setReader(reader).setFormat(FORMAT).get()) {
            for (var row : rows) {
                problems.add(new InputProblem(row.get("file"), Long.parseLong(row.get("line")), row.get("column"),
                        row.get("value"), row.get("reason")));
            }
        }
        problems.lines().forEach(output::error);
        return problems.hasMore();
    }
}
