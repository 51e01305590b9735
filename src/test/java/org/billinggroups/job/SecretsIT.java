package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.billinggroups.postgres.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords are in the owner's files and in the environment that he sets, and nowhere else. */
class SecretsIT {
    private static final String SECRET = "correct horse battery staple";

    @TempDir
    private Path folder;

    @Test
    void passwordsOfEmbeddedServerAreInNoCommandLineAndNoOtherFile() throws IOException {
        var data = folder.resolve("data");
        try (var postgres = EmbeddedPostgres.start(data)) {
            var passwords = passwords(data);
            var ended = BillingProcess.run(Map.of(), "--verbose", "status", "--data-dir", data.toString());
            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(passwords).hasSize(3).contains(postgres.application().password());
            assertThat(passwords).noneMatch((ended.out() + ended.err())::contains);
            assertThat(commandLines()).anyMatch(line -> line.contains("postgres"))
                    .noneMatch(line -> passwords.stream().anyMatch(line::contains));
            assertThat(filesWith(data, passwords)).singleElement().asString().endsWith("passwords.properties");
        }
    }

    @Test
    void wrongPasswordIsNotRepeated() throws IOException {
        try (var postgres = EmbeddedPostgres.start(folder.resolve("other"))) {
            Map<String, String> environment = new HashMap<>();
            environment.put("SPRING_DATASOURCE_URL", postgres.application().jdbcUrl());
            environment.put("SPRING_DATASOURCE_USERNAME", postgres.application().username());
            environment.put("SPRING_DATASOURCE_PASSWORD", SECRET);
            environment.put("SPRING_FLYWAY_ENABLED", "false");
            for (var options : List.of(List.of("status"), List.of("--verbose", "status"))) {
                var ended = BillingProcess.run(environment, options.toArray(String[]::new));
                assertThat(ended.exitCode()).isEqualTo(20);
                assertThat(ended.err()).contains("password authentication failed");
                assertThat(ended.out() + ended.err()).doesNotContain(SECRET);
            }
        }
    }

    private static List<String> passwords(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            var file = files.filter(path -> path.endsWith("passwords.properties")).findFirst().orElseThrow();
            var properties = new Properties();
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            return properties.values().stream().map(Object::toString).toList();
        }
    }

    /** What any user of the machine sees of the processes. */
    private static List<String> commandLines() throws IOException {
        List<String> lines = new ArrayList<>();
        var ps = new ProcessBuilder("ps", "-eo", "args", "-ww").start();
        try (var output = ps.inputReader()) {
            output.lines().forEach(lines::add);
        }
        return lines;
    }

    private static List<Path> filesWith(Path data, List<String> texts) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (texts.stream().anyMatch(content::contains)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
