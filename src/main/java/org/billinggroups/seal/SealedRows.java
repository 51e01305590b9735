package org.billinggroups.seal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.billinggroups.file.Sha256;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the rows that seals cover, and makes their leaves. */
@Repository
public class SealedRows {
    private static final int FETCH_SIZE = 2000;

    private final JdbcTemplate streaming;
    private final TransactionTemplate reading;

    SealedRows(DataSource dataSource, PlatformTransactionManager transactions) {
        this.streaming = new JdbcTemplate(dataSource);
        this.streaming.setFetchSize(FETCH_SIZE);
        // Only in a transaction are rows fetched little by little.
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
    }

    /**
     * What tables say of each subject: a line for each table, with its name, the number of rows and their hash. A
     * subject without rows in any of the tables is not there.
     */
    public Map<String, String> contents(List<SealedTable> tables, Object... parameters) {
        Map<String, StringBuilder> contents = new TreeMap<>();
        for (var table : tables) {
            reading.executeWithoutResult(status -> {
                var rows = new RowsOfSubject(table.name(), contents);
                streaming.query(table.sql(), rs -> {
                    rows.add(String.valueOf(rs.getString(1)), rs.getString(2));
                }, parameters);
                rows.end();
            });
        }
        Map<String, String> texts = new LinkedHashMap<>();
        contents.forEach((subject, content) -> texts.put(subject, content.toString()));
        return texts;
    }

    /** Gives the rows of one table as they are hashed for a leaf, each without the line break behind it. */
    public void forEachRow(SealedTable table, Consumer<String> row, Object... parameters) {
        reading.executeWithoutResult(status -> streaming.query(table.sql(), rs -> {
            row.accept(rs.getString(2));
        }, parameters));
    }

    /** The leaves of what tables say, in the order of their subjects, which are named with the kind in front. */
    public List<Leaf> leaves(String kind, List<SealedTable> tables, Object... parameters) {
        List<Leaf> leaves = new ArrayList<>();
        contents(tables, parameters).forEach((subject, content) -> leaves.add(new Leaf(kind + " " + subject, content)));
        return leaves;
    }

    /** The rows of one table, one subject after the other. */
    private static final class RowsOfSubject {
        private final String table;
        private final Map<String, StringBuilder> contents;
        private final MessageDigest digest = Sha256.newDigest();
        private String subject = "";
        private long count;

        private RowsOfSubject(String table, Map<String, StringBuilder> contents) {
            this.table = table;
            this.contents = contents;
        }

        void add(String rowsSubject, String row) {
            if (!rowsSubject.equals(subject)) {
                end();
                subject = rowsSubject;
            }
            digest.update(row.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            count++;
        }

        void end() {
            if (count > 0) {
                contents.computeIfAbsent(subject, key -> new StringBuilder()).append(table).append(' ').append(count)
                        .append(' ').append(HexFormat.of().formatHex(digest.digest())).append('\n');
                count = 0;
            }
        }
    }
}
