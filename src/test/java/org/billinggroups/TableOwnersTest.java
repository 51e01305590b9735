package org.billinggroups;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each table is written by one package, which is found by the SQL in its sources. */
class TableOwnersTest {
    private static final Path MIGRATIONS = Path.of("src", "main", "resources", "db", "migration");
    private static final Path SOURCES = Path.of("src", "main", "java", "org", "billinggroups");

    private static final Map<String, String> TABLES_BY_OWNER = Map.ofEntries(
            Map.entry("account",
                    "seller account billing_group project membership tax_rate change_event invoicing_lock"),
            Map.entry("usage", """
                    usage_file usage_record usage_file_project usage_file_sku usage_file_remark usage_file_duplicate
                    usage_charge_gap usage_file_digest usage_delivery"""),
            Map.entry("rating",
                    "price price_tier exchange_rate frozen_exchange_rate price_import price_change rate_change"),
            Map.entry("run",
                    """
                    invoicing_run frozen_group frozen_commitment_term frozen_membership frozen_prior_period frozen_price
                    frozen_tax_rate frozen_interval_rounding frozen_credit frozen_usage_file frozen_missing_usage
                    excluded_usage credit"""),
            Map.entry("invoice", """
                    invoice invoice_line invoice_tax credit_consumption parked_group approval invoice_content number_series
                    issued_invoice superseded_invoice invoice_state correction corrected_line payment"""),
            Map.entry("collection", "collection collection_item"),
            Map.entry("document", "document"),
            Map.entry("statement", "statement_file statement_entry on_account"),
            Map.entry("receivable", "frozen_receivable"),
            Map.entry("ledger", "posting ledger_export"),
            Map.entry("delivery", "delivery_attempt delivery_outcome"),
            Map.entry("seal", "seal seal_leaf seal_head"), Map.entry("stamp", "seal_stamp"),
            Map.entry("job", """
                    batch_job_instance batch_job_execution batch_job_execution_params batch_job_execution_context
                    batch_step_execution batch_step_execution_context worker_channel_message"""));
    /** The lock's row comes with the seller; who raises it is the launcher. */
    private static final Set<String> EXCEPTIONS = Set.of("job/SellerLock.java invoicing_lock");

    private static final Map<String, String> OWNERS = TABLES_BY_OWNER.entrySet().stream()
            .flatMap(owner -> Stream.of(owner.getValue().split("\\s+")).map(table -> Map.entry(table, owner.getKey())))
            .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));

    private static final Pattern CREATED = Pattern.compile("CREATE TABLE (\\w+)");
    /** A statement that writes, or a table with its columns, as COPY is given it. */
    private static final Pattern WRITTEN = Pattern.compile(
            "(?:INSERT INTO|DELETE FROM|TRUNCATE|UPDATE|MERGE INTO) +(?:ONLY +)?(\\w+)|\"\\s*(\\w+) \\([a-z_]+,");
    /** Where a table's name is put into a statement, all names of tables in the class count. */
    private static final Pattern COMPOSED = Pattern.compile("(?:INSERT INTO|DELETE FROM|TRUNCATE|UPDATE) (?:\"|%s)");
    private static final Pattern NAME = Pattern.compile("\"(\\w+)\"");

    @Test
    void eachTableHasOneOwner() throws IOException {
        var created = new TreeSet<String>();
        for (var file : files(MIGRATIONS, ".sql")) {
            CREATED.matcher(Files.readString(file)).results().forEach(found -> created.add(found.group(1)));
        }
        assertThat(OWNERS.keySet()).containsExactlyInAnyOrderElementsOf(created);
    }

    @Test
    void onlyItsOwnerWritesATable() throws IOException {
        var strangers = new ArrayList<String>();
        for (var file : files(SOURCES, ".java")) {
            var name = SOURCES.relativize(file).toString().replace('\\', '/');
            for (var table : tablesWrittenIn(Files.readString(file))) {
                if (!name.startsWith(OWNERS.get(table) + "/")) {
                    strangers.add(name + " " + table);
                }
            }
        }
        assertThat(strangers).containsExactlyInAnyOrderElementsOf(EXCEPTIONS);
    }

    @Test
    void seesHowATableIsWritten() {
        assertThat(tablesWrittenIn("sql(\"UPDATE invoice SET\")")).containsExactly("invoice");
        assertThat(tablesWrittenIn("\"\"\"\n  WITH x AS (\n DELETE FROM  posting p")).containsExactly("posting");
        assertThat(tablesWrittenIn("new Table(\"\"\"\n   invoice_line (invoice_id, line)"))
                .containsExactly("invoice_line");
        assertThat(tablesWrittenIn("for (t : of(\"price\", \"credit\")) sql(\"DELETE FROM \" + t)"))
                .containsExactly("credit", "price");
        assertThat(tablesWrittenIn("SELECT FROM invoice FOR UPDATE SKIP LOCKED")).isEmpty();
    }

    private static Set<String> tablesWrittenIn(String source) {
        var written = new TreeSet<String>();
        WRITTEN.matcher(source).results()
                .forEach(found -> written.add(found.group(1) == null ? found.group(2) : found.group(1)));
        if (COMPOSED.matcher(source).find()) {
            NAME.matcher(source).results().forEach(found -> written.add(found.group(1)));
        }
        written.retainAll(OWNERS.keySet());
        return written;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }
}
