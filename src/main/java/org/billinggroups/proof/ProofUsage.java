package org.billinggroups.proof;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Writes the usage of a billing group in a period as a run found it, as native usage files: the records of the period,
 * and, whole, those of which only a part lies in it.
 */
@Component
final class ProofUsage {
    /** The same records and membership as invoices are calculated from. */
    private static final String SQL = """
            SELECT u.usage_id, u.project, u.service, u.sku, coalesce(u.whole_quantity, u.quantity) AS quantity, u.unit,
                coalesce(u.whole_started_at, u.started_at) AS started_at,
                coalesce(u.whole_ended_at, u.ended_at) AS ended_at, coalesce(u.whole_amount, u.amount) AS amount,
                u.currency, u.category, u.description
            FROM frozen_membership m
            JOIN usage_record u ON u.period = m.period AND u.project = m.project_id
                AND u.started_at >= m.valid_from AND u.started_at < m.valid_to
            WHERE m.run_id = ? AND m.group_id = ? AND m.period = ? AND u.period = ? AND u.category <> 'provider_tax'
                AND u.file_id IN (
                    SELECT f.file_id FROM frozen_usage_file f WHERE f.run_id = m.run_id AND f.period = m.period)
                AND (u.whole_quantity IS NOT NULL) = ?
            ORDER BY u.project, u.service, u.sku, u.started_at, u.usage_id, u.part
            """;
    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator('\n')
            .setHeader("usage_id", "project", "service", "sku", "quantity", "unit", "started_at", "ended_at", "amount",
                    "currency", "category", "description")
            .get();
    private static final int FETCH_SIZE = 2000;

    private final JdbcTemplate streaming;

    ProofUsage(DataSource dataSource) {
        streaming = new JdbcTemplate(dataSource);
        streaming.setFetchSize(FETCH_SIZE);
    }

    /**
     * Writes the usage of a period, in the caller's transaction.
     *
     * @return how many records
     */
    long write(long runId, UUID groupId, BillingPeriod period, ProofArchive archive) throws IOException {
        long whole = write(runId, groupId, period, "", archive);
        return whole + write(runId, groupId, period, "-in-part", archive);
    }

    private long write(long runId, UUID groupId, BillingPeriod period, String suffix, ProofArchive archive)
            throws IOException {
        Object[] parameters = { runId, groupId, period.firstDay(), period.firstDay(), !suffix.isEmpty() };
        long count = Long.valueOf(String.valueOf(streaming.queryForObject(
                "SELECT count(*) FROM (" + SQL + ") u", Long.class, parameters)));
        if (count > 0) {
            archive.add("usage/" + period + suffix + ".csv", out -> print(out, parameters));
        }
        return count;
    }

    private void print(OutputStream out, Object... parameters) throws IOException {
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        var printer = new CSVPrinter(writer, FORMAT);
        streaming.query(SQL, rs -> {
            try {
                print(rs, printer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, parameters);
        printer.flush();
    }

    private static void print(ResultSet rs, CSVPrinter printer) throws SQLException, IOException {
        printer.printRecord(rs.getString("usage_id"), rs.getString("project"), rs.getString("service"),
                rs.getString("sku"), plain(rs.getBigDecimal("quantity")), rs.getString("unit"),
                rs.getObject("started_at", OffsetDateTime.class).toInstant(),
                rs.getObject("ended_at", OffsetDateTime.class).toInstant(), plain(rs.getBigDecimal("amount")),
                rs.getString("currency"), rs.getString("category"), rs.getString("description"));
    }

    private static @Nullable String plain(@Nullable BigDecimal value) {
        return value == null ? null : value.toPlainString();
    }
}
