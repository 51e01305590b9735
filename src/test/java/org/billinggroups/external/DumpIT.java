package org.billinggroups.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.job.SmallCompany;
import org.billinggroups.postgres.OldestServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backup and restore of a database of one's own, by the runbook's commands. Needs the package postgresql-client. */
@Tag("external")
class DumpIT {
    @TempDir
    private Path folder;

    @Test
    void restoredDatabaseIsThatWhichWasDumped() throws Exception {
        try (var server = OldestServer.make()) {
            for (var role : List.of("billing_owner", "billing")) {
                server.execute("postgres", "CREATE ROLE " + role + " LOGIN PASSWORD 'pass'");
            }
            server.execute("postgres", "CREATE DATABASE billing OWNER billing_owner");
            var company = SmallCompany.write(folder.resolve("input"), 2);
            billing(server, "apply", company.apply().toString(), "--yes");
            billing(server, "price", "import", company.prices().toString());
            billing(server, "import", company.usage().toString());
            billing(server, "run", "2026-10", "--issue-date", "2026-11-02");
            for (var line : Files.readAllLines(Path.of("src/docs/runbook.md"))) {
                if (line.matches("(pg_dump|createdb|pg_restore) .*")) {
                    run(server, line);
                    if (line.startsWith("pg_dump")) {
                        server.execute("postgres", "ALTER DATABASE billing RENAME TO lost");
                    }
                }
            }
            billing(server, "verify");
            billing(server, "status");
        }
    }

    private void billing(OldestServer server, String... command) {
        var login = server.login("billing", "billing", "pass");
        Map<String, String> settings = new HashMap<>(Map.of("spring.datasource.url", login.jdbcUrl(),
                "spring.datasource.username", "billing", "spring.datasource.password", "pass", "spring.flyway.user",
                "billing_owner", "spring.flyway.password", "pass"));
        List<String> all = new ArrayList<>(List.of("--data-dir", folder.resolve("data").toString()));
        all.addAll(List.of(command));
        var ended = CommandInProcess.run(settings, all.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    private void run(OldestServer server, String line) throws Exception {
        var owner = server.login("billing", "billing_owner", "pass");
        var port = owner.jdbcUrl().replaceFirst(".*:(\\d+)/.*", "$1");
        var builder = new ProcessBuilder("sh", "-c", line.replace("db.example.com", "127.0.0.1"))
                .directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("PGPORT", port);
        builder.environment().put("PGPASSWORD", line.contains("-U postgres")
                ? server.administrator("postgres").password()
                : "pass");
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(line + "\n" + output).isZero();
    }
}
