package org.billinggroups.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** systemd's own opinion of our units. Needs systemd-analyze, of the package systemd. */
@Tag("external")
class SystemdIT {
    /** Of 100, where 0 is a service that cannot do anything. */
    private static final int MOST_EXPOSED = 20;

    @TempDir
    private Path folder;

    private final List<String> units = new ArrayList<>();

    private record Ended(int exitCode, String output) {}

    /** The program and its manual have to be there. */
    @BeforeEach
    void copy() throws IOException {
        try (var files = Files.list(Path.of("jobs/systemd"))) {
            for (var file : files.sorted().toList()) {
                var text = Files.readString(file).replace("/opt/billing-groups/", Path.of("").toAbsolutePath() + "/");
                units.add(Files.writeString(folder.resolve(file.getFileName()), text).toString());
            }
        }
        assertThat(units).hasSize(4);
    }

    @Test
    void findsNothingWrong() throws Exception {
        var ended = analyze("verify", "--man=no");
        assertThat(ended.output()).isEmpty();
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void servicesCanDoNoMoreThanTheyNeed() throws Exception {
        units.removeIf(unit -> !unit.endsWith(".service"));
        var ended = analyze("security", "--offline=true", "--no-pager", "--threshold=" + MOST_EXPOSED);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    private Ended analyze(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("systemd-analyze"));
        command.addAll(List.of(arguments));
        command.addAll(units);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
