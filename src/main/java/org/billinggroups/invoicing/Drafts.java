package org.billinggroups.invoicing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.database.CopyWriter;
import org.billinggroups.period.InvoicingRun;
import org.billinggroups.rating.ExchangeRate;
import org.jspecify.annotations.Nullable;

/** Collects the drafts and parked groups of a bucket and writes them by COPY, some hundred at a time. */
final class Drafts {
    private static final String LINE_COLUMNS = """
            invoice_line (invoice_id, line, line_type, project, service, sku, description, quantity, unit, price_id,
                price_note, price_currency, price_amount, pre_discount_amount, amount, tax_category, tax_rate, period,
                started_at, ended_at, record_count, tags, exchange_rate, exchange_rate_day, credit_id)
            """;
    private static final int LINES_AT_ONCE = 5000;

    private final Connection connection;
    private final InvoicingRun run;
    private final List<DraftInvoice> drafts = new ArrayList<>();
    private final List<Parked> parked = new ArrayList<>();
    private int lines;

    private record Parked(UUID groupId, ParkedGroup.Reason reason, List<String> details) {}

    Drafts(Connection connection, InvoicingRun run) {
        this.connection = connection;
        this.run = run;
    }

    void add(DraftInvoice draft) throws SQLException {
        drafts.add(draft);
        lines += draft.lines().size();
        if (lines >= LINES_AT_ONCE) {
            write();
        }
    }

    void park(UUID groupId, ParkedGroup.Reason reason, List<String> details) {
        parked.add(new Parked(groupId, reason, details));
    }

    /** Writes what was collected since the last time. */
    void write() throws SQLException {
        var ids = newIds();
        writeInvoices(ids);
        if (run.kind() != InvoicingRun.Kind.ESTIMATE) {
            writeCreditUses(ids);
        }
        writeParked();
        drafts.clear();
        parked.clear();
        lines = 0;
    }

    private List<Long> newIds() throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (var statement = connection
                .prepareStatement("SELECT nextval('invoice_id_seq') FROM generate_series(1, ?)")) {
            statement.setInt(1, drafts.size());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        return ids;
    }

    private void writeInvoices(List<Long> ids) throws SQLException {
        try (var copy = new CopyWriter(connection, "invoice (id, run_id, group_id, currency, line_count, net_total, "
                + "tax_total, total, prepaid, amount_due, seller_currency, seller_tax_total, seller_exchange_rate, "
                + "seller_exchange_rate_day)")) {
            for (int i = 0; i < drafts.size(); i++) {
                var draft = drafts.get(i);
                copy.bigint(ids.get(i)).bigint(run.id()).uuid(draft.groupId()).text(draft.currency().getCode())
                        .integer(draft.lines().size()).numeric(draft.netTotal().getAmount())
                        .numeric(draft.taxTotal().getAmount()).numeric(draft.total().getAmount())
                        .numeric(draft.prepaid().getAmount())
                        .numeric(draft.total().minus(draft.prepaid()).getAmount());
                var sellerTax = draft.sellerTax();
                copy.text(sellerTax == null ? null : sellerTax.total().getCurrencyUnit().getCode())
                        .numeric(sellerTax == null ? null : sellerTax.total().getAmount());
                write(copy, sellerTax == null ? null : sellerTax.rate());
                copy.endRow();
            }
            copy.finish();
        }
        try (var copy = new CopyWriter(connection, LINE_COLUMNS)) {
            for (int i = 0; i < drafts.size(); i++) {
                for (var line : drafts.get(i).lines()) {
                    writeLine(copy, ids.get(i), line);
                }
            }
            copy.finish();
        }
        try (var copy = new CopyWriter(connection, "invoice_tax (invoice_id, category, rate, basis, amount, reason)")) {
            for (int i = 0; i < drafts.size(); i++) {
                for (var tax : drafts.get(i).taxes()) {
                    copy.bigint(ids.get(i)).text(tax.category().name()).numeric(tax.rate())
                            .numeric(tax.basis().getAmount()).numeric(tax.amount().getAmount()).text(tax.reason())
                            .endRow();
                }
            }
            copy.finish();
        }
    }

    private void writeCreditUses(List<Long> ids) throws SQLException {
        try (var copy = new CopyWriter(connection, "credit_consumption (credit_id, invoice_id, amount)")) {
            for (int i = 0; i < drafts.size(); i++) {
                for (var use : drafts.get(i).creditUses()) {
                    copy.bigint(use.creditId()).bigint(ids.get(i)).numeric(use.amount().getAmount()).endRow();
                }
            }
            copy.finish();
        }
    }

    private static void writeLine(CopyWriter copy, long invoiceId, DraftInvoice.DraftLine draft) throws SQLException {
        var line = draft.line();
        copy.bigint(invoiceId).integer(line.line()).text(line.type().code()).text(line.project()).text(line.service())
                .text(line.sku()).text(line.description()).numeric(line.quantity()).text(line.unit());
        writeKey(copy, draft.priceId());
        copy.text(line.priceNote()).text(line.priceCurrency().getCode()).numeric(line.priceAmount())
                .numeric(line.preDiscountAmount().getAmount()).numeric(line.amount().getAmount())
                .text(line.taxCategory().name()).numeric(line.taxRate()).date(line.period().firstDay())
                .instant(line.startedAt()).instant(line.endedAt()).bigint(draft.records())
                .json(line.tags().isEmpty() ? "{}" : FrozenJson.write(line.tags()));
        write(copy, line.exchangeRate());
        writeKey(copy, draft.creditId());
        copy.endRow();
    }

    private static void writeKey(CopyWriter copy, long key) throws SQLException {
        if (key == 0) {
            copy.text(null);
        } else {
            copy.bigint(key);
        }
    }

    private static void write(CopyWriter copy, @Nullable ExchangeRate rate) throws SQLException {
        copy.numeric(rate == null ? null : rate.rate()).date(rate == null ? null : rate.publishedOn());
    }

    private void writeParked() throws SQLException {
        try (var copy = new CopyWriter(connection, "parked_group (run_id, group_id, position, reason, detail)")) {
            for (var group : parked) {
                for (int i = 0; i < group.details().size(); i++) {
                    copy.bigint(run.id()).uuid(group.groupId()).integer(i + 1).text(group.reason().code())
                            .text(group.details().get(i)).endRow();
                }
            }
            copy.finish();
        }
    }
}
