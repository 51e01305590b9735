package org.billinggroups.invoice;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.database.CopyRows;
import org.billinggroups.database.CopyWriter;
import org.billinggroups.rating.ExchangeRate;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.ParkedGroup;
import org.jspecify.annotations.Nullable;

/**
 * Writes the drafts and parked groups of a bucket by COPY, some thousand lines at a time. Until then it keeps them
 * encoded: as objects, so many would be moved by every collection of garbage.
 */
public final class Drafts {
    private static final int LINES_AT_ONCE = 5000;
    private static final int IDS_AT_ONCE = 100;

    private final Connection connection;
    private final InvoicingRun run;
    private final Queue<Long> ids = new ArrayDeque<>();
    private final Table invoices = new Table("""
            invoice (id, run_id, group_id, currency, line_count, net_total, tax_total, total, prepaid, amount_due,
                seller_currency, seller_tax_total, seller_exchange_rate, seller_exchange_rate_day, customer_run_id)
            """);
    private final Table lines = new Table("""
            invoice_line (invoice_id, line, line_type, project, service, sku, description, quantity, unit, price_id,
                price_note, price_currency, price_amount, pre_discount_amount, discount_percent, amount, tax_category,
                tax_rate, period, started_at, ended_at, record_count, tags, exchange_rate, exchange_rate_day, credit_id,
                settles, list_amount)
            """);
    private final Table taxes = new Table("invoice_tax (invoice_id, category, rate, basis, amount, reason)");
    private final Table creditUses = new Table("credit_consumption (credit_id, invoice_id, amount)");
    private final Table parkedGroups = new Table("parked_group (run_id, group_id, position, reason, detail)");
    private int lineCount;

    /** Rows on their way into a table. */
    private record Table(String columns, CopyRows rows) {
        Table(String columns) {
            this(columns, new CopyRows());
        }

        void send(Connection connection) throws SQLException {
            if (rows.length() > 0) {
                try (var copy = new CopyWriter(connection, columns)) {
                    copy.write(rows);
                    copy.finish();
                }
            }
        }
    }

    public Drafts(Connection connection, InvoicingRun run) {
        this.connection = connection;
        this.run = run;
    }

    public void add(DraftInvoice draft) throws SQLException {
        long id = nextId();
        addInvoice(id, draft);
        for (var line : draft.lines()) {
            addLine(id, line);
        }
        for (var tax : draft.taxes()) {
            taxes.rows().bigint(id).text(tax.category().name()).numeric(tax.rate()).numeric(tax.basis().getAmount())
                    .numeric(tax.amount().getAmount()).text(tax.reason()).endRow();
        }
        if (run.kind() != InvoicingRun.Kind.ESTIMATE) {
            for (var use : draft.creditUses()) {
                creditUses.rows().bigint(use.creditId()).bigint(id).numeric(use.amount().getAmount()).endRow();
            }
        }
        lineCount += draft.lines().size();
        if (lineCount >= LINES_AT_ONCE) {
            write();
        }
    }

    public void park(UUID groupId, ParkedGroup.Reason reason, List<String> details) throws SQLException {
        for (int i = 0; i < details.size(); i++) {
            parkedGroups.rows().bigint(run.id()).uuid(groupId).integer(i + 1).text(reason.code()).text(details.get(i))
                    .endRow();
        }
    }

    /** Writes what was collected since the last time. */
    public void write() throws SQLException {
        for (var table : List.of(invoices, lines, taxes, creditUses, parkedGroups)) {
            table.send(connection);
        }
        lineCount = 0;
    }

    private long nextId() throws SQLException {
        if (ids.isEmpty()) {
            try (var statement = connection
                    .prepareStatement("SELECT nextval('invoice_id_seq') FROM generate_series(1, ?)")) {
                statement.setInt(1, IDS_AT_ONCE);
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        ids.add(rows.getLong(1));
                    }
                }
            }
        }
        return ids.remove();
    }

    private void addInvoice(long id, DraftInvoice draft) throws SQLException {
        var sellerTax = draft.sellerTax();
        var row = invoices.rows().bigint(id).bigint(run.id()).uuid(draft.groupId()).text(draft.currency().getCode())
                .integer(draft.lines().size()).numeric(draft.netTotal().getAmount())
                .numeric(draft.taxTotal().getAmount()).numeric(draft.total().getAmount())
                .numeric(draft.prepaid().getAmount()).numeric(draft.total().minus(draft.prepaid()).getAmount())
                .text(sellerTax == null ? null : sellerTax.total().getCurrencyUnit().getCode())
                .numeric(sellerTax == null ? null : sellerTax.total().getAmount());
        add(row, sellerTax == null ? null : sellerTax.rate());
        addKey(row, draft.customerRunId());
        row.endRow();
    }

    private void addLine(long invoiceId, DraftInvoice.DraftLine draft) throws SQLException {
        var line = draft.line();
        var row = lines.rows().bigint(invoiceId).integer(line.line()).text(line.type().code()).text(line.project())
                .text(line.service()).text(line.sku()).text(line.description()).numeric(line.quantity())
                .text(line.unit());
        addKey(row, draft.priceId());
        row.text(line.priceNote()).text(line.priceCurrency().getCode()).numeric(line.priceAmount())
                .numeric(line.preDiscountAmount().getAmount()).numeric(line.discountPercent())
                .numeric(line.amount().getAmount())
                .text(line.taxCategory().name()).numeric(line.taxRate()).date(line.period().firstDay())
                .instant(line.startedAt()).instant(line.endedAt()).bigint(draft.records())
                .json(line.tags().isEmpty() ? "{}" : FrozenJson.write(line.tags()));
        add(row, line.exchangeRate());
        addKey(row, draft.creditId());
        row.text(draft.settles() == null ? null : draft.settles().code()).numeric(line.listAmount()).endRow();
    }

    private static void addKey(CopyRows row, long key) {
        if (key == 0) {
            row.text(null);
        } else {
            row.bigint(key);
        }
    }

    private static void add(CopyRows row, @Nullable ExchangeRate rate) {
        row.numeric(rate == null ? null : rate.rate()).date(rate == null ? null : rate.publishedOn());
    }
}
