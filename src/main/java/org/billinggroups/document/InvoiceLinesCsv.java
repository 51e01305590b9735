package org.billinggroups.document;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.billinggroups.file.SpreadsheetSafe;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.wording.Figures;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the lines of an invoice as CSV: RFC 4180 in UTF-8, lines end with LF. Amounts are plain decimals at the
 * currency's scale, times are ISO 8601 in UTC, {@code tags} is a JSON object or empty. Texts are safe in spreadsheets.
 */
final class InvoiceLinesCsv {
    private static final String[] HEADER = { "invoice_number", "line", "line_type", "project", "service", "sku",
            "description", "quantity", "unit", "price_currency", "price_amount", "exchange_rate", "currency",
            "pre_discount_amount", "amount", "tax_category", "tax_rate", "period", "started_at", "ended_at", "tags",
            "list_amount" };
    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator('\n').setHeader(HEADER)
            .get();
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Writes the header and one row per line, and leaves the stream open. */
    void write(Invoice invoice, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        write(invoice, writer);
    }

    /** Writes the header and one row per line, and leaves the writer open. */
    void write(Invoice invoice, Writer out) throws IOException {
        @SuppressWarnings("resource")
        CSVPrinter printer = FORMAT.print(out);
        for (InvoiceLine line : invoice.lines()) {
            printer.printRecord(cells(invoice, line));
        }
        printer.flush();
    }

    private static Object[] cells(Invoice invoice, InvoiceLine line) {
        return new Object[]{ text(invoice.number()), line.line(), line.type().code(),
                text(line.project()), text(line.service()),
                text(line.sku()), text(line.description()), plain(line.quantity()),
                text(line.unit()), line.priceCurrency().getCode(), plain(line.priceAmount()),
                line.exchangeRate() == null ? "" : plain(line.exchangeRate().rate()), invoice.currency().getCode(),
                line.preDiscountAmount().getAmount().toPlainString(),
                line.amount().getAmount().toPlainString(), line.taxCategory().name(), plain(line.taxRate()),
                line.period(), line.startedAt(), line.endedAt(), tags(line.tags()),
                plain(line.listAmount()) };
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : SpreadsheetSafe.cell(text);
    }

    private static String plain(@Nullable BigDecimal number) {
        return number == null ? "" : Figures.plain(number);
    }

    private static String tags(Map<String, String> tags) {
        return tags.isEmpty() ? "" : JSON.writeValueAsString(tags);
    }
}
