package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.billinggroups.cli.CommandTest;
import org.billinggroups.file.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That refused commands and dry runs leave everything as it was. */
class NothingKeptTest extends CommandTest {
    private static final String HEADER = "usage_id,project,service,sku,quantity,unit,started_at,ended_at\n";

    /** Two periods are due. */
    private static final String BEFORE_ANY_RUN = """
            20 run --issue-date 2026-10-05 --out FOLDER/out
            20 run --out FOLDER/prices.csv
            20 run 2026-10 --out FOLDER/new/out --allow-missing-usage Nobody
            20 estimate 2026-10 --out FOLDER/new/out
            20 run 2026-10 --allow-missing-usage Nobody
            20 run 2099-01
            2 run 2026-10 --until morning
            2 import FOLDER/new.csv --replace
            2 import FOLDER/new.csv --yes
            2 import FOLDER/new.csv --complete 2026-10
            2 import FOLDER/new.csv FOLDER/bad.csv --rejects FOLDER/rejects.csv
            2 import FOLDER/new.csv --rejects FOLDER/new.csv
            20 import FOLDER/new.csv --format focus
            20 import FOLDER/long.csv
            20 import FOLDER/long.csv --source s --replace
            20 apply FOLDER/new.yaml FOLDER/bad.yaml
            2 apply FOLDER/moved.yaml
            20 price import FOLDER/usage.csv
            20 credit add --kind prepaid --amount 1.234 --currency EUR --claim-code C
            20 ledger export 2026-10 --format datev --out FOLDER/none/ledger.csv
            20 invoice approve 2026-10 --all
            """;
    /** There are drafts, and somebody has decided on one. */
    private static final String WITH_DRAFTS = """
            20 run 2026-10 --discard-drafts --issue-date 2026-10-05
            20 run 2026-10 --discard-drafts --issue-date 2099-01-01
            20 run 2026-10 --discard-drafts --out FOLDER/prices.csv
            20 run 2026-10 --discard-drafts --allow-missing-usage Nobody
            20 run 2026-10 --issue-date 2026-11-20
            20 run 2026-10 --out FOLDER/elsewhere
            20 run 2026-10 --credit-negative-totals
            20 usage void FOLDER/usage.csv --yes
            """;
    /** There is usage of a project that nobody knows. */
    private static final String WITH_UNKNOWN_PROJECTS = """
            20 run 2026-10 --discard-drafts
            20 run 2026-10 --discard-drafts --out FOLDER/new/out
            20 run 2026-08 --out FOLDER/new/out
            """;
    private static final String WITH_INVOICES = """
            20 invoice credit-note INV-2026-000099 --reason Wrong
            2 invoice credit-note INV-2026-000001 --reason Wrong --lines 4-1
            2 invoice credit-note INV-2026-000001 --reason Wrong --lines 1 --reissue
            20 invoice credit-note INV-2026-000001 --reason Wrong --lines 99
            20 invoice credit-note INV-2026-000001 --reason Wrong --issue-date 2026-01-01
            20 invoice credit-note INV-2026-000001 --reason Wrong --issue-date 2099-01-01 --reopen
            20 invoice credit-note INV-2026-000001 --reason Wrong --out FOLDER/prices.csv
            20 invoice credit-note INV-2026-000001 --reason Wrong --out FOLDER/prices.csv --reissue
            20 invoice credit-note INV-2026-000001 --reason Wrong --lines 99 --out FOLDER/new/out
            20 invoice pay INV-2026-000001 --amount 99999 --on 2026-11-05
            20 usage void FOLDER/usage.csv --yes
            """;

    @BeforeEach
    void createCompany() throws IOException {
        var company = SmallCompany.write(folder, 2);
        billing(0, "apply", company.apply().toString(), "--yes");
        billing(0, "price", "import", company.prices().toString());
        write("new.csv", HEADER + "n,project-0,Compute,vm,1,hour,2026-10-03T00:00:00Z,2026-10-03T01:00:00Z\n");
        write("bad.csv", HEADER + "b,project-0,Compute,vm,many,hour,2026-10-03T00:00:00Z,2026-10-03T01:00:00Z\n");
        write("mixed.csv", HEADER + "m,project-1,Compute,vm,2,hour,2026-10-03T00:00:00Z,2026-10-03T01:00:00Z\n"
                + "n,project-1,Compute,vm,many,hour,2026-10-03T00:00:00Z,2026-10-03T01:00:00Z\n");
        var row = ",project-0,Compute,vm,1,hour,2026-06-03T00:00:00Z,2026-06-03T01:00:00Z\n";
        write("long.csv", HEADER + IntStream.range(0, 2000).mapToObj(id -> id + row).collect(Collectors.joining())
                + "b,project-0,Compute,vm,many,hour,2026-06-03T00:00:00Z,2026-06-03T01:00:00Z\n");
        write("new.yaml", "accounts: [{id: globex, name: Globex}]\n");
        write("bad.yaml", "accounts: [{id: globex, name: Globex, colour: blue}]\n");
        write("moved.yaml", """
                accounts:
                  - id: acme
                    billing_groups: [{name: Other, currency: EUR}]
                    projects: [{id: project-0, billing_group: Other}]
                """);
    }

    @AfterEach
    void clearSettings() {
        System.clearProperty("billing.approval");
    }

    private void importUsage() throws IOException {
        billing(0, "import", folder.resolve("usage.csv").toString(), write("september.csv", HEADER
                + "s,project-0,Compute,vm,1,hour,2026-09-03T00:00:00Z,2026-09-03T01:00:00Z\n"));
    }

    /** Each table by a hash of its rows, and each file by its content; without notes of the tries themselves. */
    private Map<String, String> everything() throws IOException {
        Map<String, String> all = new TreeMap<>();
        var tables = database.jdbc().sql("""
                SELECT c.oid::regclass::text FROM pg_class c
                WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
                    AND c.relname <> 'invoicing_lock' AND c.relname NOT LIKE 'batch\\_%'
                """).query(String.class).list();
        for (var table : tables) {
            all.put(table, database.jdbc().sql("SELECT md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM " + table
                    + " t").query(String.class).optional().orElse(""));
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.toList()) {
                all.put(folder.relativize(file).toString(), Files.isRegularFile(file) ? Sha256.of(file) : "folder");
            }
        }
        return all;
    }

    private void changeNothing(String commands) throws IOException {
        var softly = new SoftAssertions();
        var before = everything();
        assertThat(before).containsKeys("usage_file", "invoicing_run", "billing_group", "company.yaml");
        for (var line : commands.lines().toList()) {
            var words = line.replace("FOLDER", folder.toString()).split(" ");
            var arguments = Arrays.copyOfRange(words, 1, words.length);
            billing(Integer.parseInt(words[0]), arguments);
            softly.assertThat(everything()).as(line).isEqualTo(before);
        }
        softly.assertAll();
    }

    @Test
    void refusedCommandsChangeNothing() throws IOException {
        importUsage();
        changeNothing(BEFORE_ANY_RUN);
        System.setProperty("billing.approval", "required");
        billing(6, "run", "2026-10", "--issue-date", "2026-11-02", "--out", out());
        billing(0, "invoice", "approve", "2026-10", "--all");
        changeNothing(WITH_DRAFTS);
        billing(0, "import", write("unknown.csv", HEADER
                + "u8,nobody,Compute,vm,1,hour,2026-08-03T00:00:00Z,2026-08-03T01:00:00Z\n"
                + "u10,nobody,Compute,vm,1,hour,2026-10-03T00:00:00Z,2026-10-03T01:00:00Z\n"));
        changeNothing(WITH_UNKNOWN_PROJECTS);
        billing(0, "usage", "void", path("unknown.csv"), "--yes");
        billing(0, "run", "2026-10");
        changeNothing(WITH_INVOICES);
    }

    private String out() {
        return folder.resolve("out").toString();
    }

    @Test
    void dryRunsKeepNothing() throws IOException {
        var empty = everything();
        assertThat(billing(0, "import", path("usage.csv"), "--dry-run", "--source", "m", "--complete", "2026-10").out())
                .contains("80 rows: 80 accepted, 0 duplicate, 0 rejected; nothing was kept", "would be complete");
        assertThat(billing(20, "import", path("bad.csv"), "--dry-run").err()).contains("'many'");
        assertThat(billing(3, "import", path("mixed.csv"), "--dry-run", "--accept-valid").err()).contains("'many'");
        assertThat(everything()).isEqualTo(empty);
        billing(20, "import", path("bad.csv"), "--dry-run", "--rejects", path("rejects.csv"));
        assertThat(Path.of(path("rejects.csv"))).exists();
        importUsage();
        billing(0, "project", "create", "extra", "--account", "acme", "--yes");
        billing(0, "import", write("unpriced.csv", HEADER
                + "x,extra,Compute,gpu,1,hour,2026-10-03T00:00:00Z,2026-10-03T01:00:00Z\n"));
        var before = everything();
        assertThat(billing(3, "run", "--dry-run", "--out", out()).out())
                .contains("2026-09: dry run: 1 draft; EUR 0.05, with tax 0.06", "2026-10: dry run: 2 drafts; EUR ",
                        "parked: Default billing group for extra", "no price for SKU gpu",
                        "'billing run 2026-10 --until draft'");
        assertThat(everything()).isEqualTo(before);
        billing(3, "run", "2026-10", "--issue-date", "2026-11-02", "--out", out());
        var issued = everything();
        billing(0, "invoice", "credit-note", "INV-2026-000001", "--reason", "Wrong", "--dry-run");
        assertThat(billing(0, "invoice", "credit-note", "INV-2026-000001", "--reason", "Wrong", "--lines", "1",
                "--dry-run").out()).contains("CN-2026-000001 would credit EUR ", "nothing was kept");
        billing(0, "invoice", "credit-note", "INV-2026-000001", "--reason", "Wrong", "--reissue", "--dry-run");
        assertThat(answering(2, "n\n", "invoice", "credit-note", "INV-2026-000001", "--reason", "Wrong").err())
                .contains("CN-2026-000001 would credit EUR ", "Issue it? [y/N]", "nothing was written");
        assertThat(everything()).isEqualTo(issued);
        answering(0, "y\n", "invoice", "credit-note", "INV-2026-000001", "--reason", "Wrong");
        assertThat(billing(0, "invoice", "credit-note", "INV-2026-000001", "--reason", "Wrong", "--dry-run").out())
                .contains("CN-2026-000001 was issued before");
        billing(0, "verify");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
