package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.document.Documents.Document;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.invoice.InvoiceSummary;
import org.billinggroups.invoice.Payments;
import org.billinggroups.run.TaxSubtotal;
import org.jspecify.annotations.Nullable;

/** Invoices as JSON; money is a decimal text. */
final class InvoiceJson {
    private InvoiceJson() {}

    static Map<String, Object> summary(InvoiceSummary invoice) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", invoice.number());
        json.put("state", invoice.state().code());
        json.put("period", invoice.period().toString());
        json.put("billing_group", Map.of("id", invoice.groupId().toString(), "name", invoice.groupName()));
        json.put("currency", invoice.total().getCurrencyUnit().getCode());
        json.put("total", invoice.total().getAmount().toPlainString());
        json.put("amount_due", invoice.amountDue().getAmount().toPlainString());
        return json;
    }

    static Map<String, Object> full(Invoice invoice, List<Document> documents) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", invoice.number());
        json.put("state", invoice.state().code());
        json.put("type", invoice.isCreditNote() ? "credit_note" : "invoice");
        var correction = invoice.correction();
        json.put("corrects", correction == null ? null : correction.number());
        json.put("reason", correction == null ? null : correction.reason());
        json.put("period", invoice.period().toString());
        json.put("billing_group", Map.of("id", invoice.groupId().toString(), "name", invoice.groupName()));
        json.put("account", invoice.accountId());
        json.put("currency", invoice.currency().getCode());
        json.put("lines", invoice.lines().stream().map(InvoiceJson::line).toList());
        json.put("net_total", invoice.netTotal().getAmount().toPlainString());
        json.put("tax", invoice.taxes().stream().map(InvoiceJson::tax).toList());
        json.put("tax_total", invoice.taxTotal().getAmount().toPlainString());
        var sellerTax = invoice.sellerTax();
        json.put("tax_total_in_seller_currency", sellerTax == null
                ? null
                : Map.of("currency", sellerTax.total().getCurrencyUnit().getCode(), "amount",
                        sellerTax.total().getAmount().toPlainString(), "rate", sellerTax.rate().rate().toPlainString(),
                        "rate_day", sellerTax.rate().publishedOn().toString()));
        json.put("total", invoice.total().getAmount().toPlainString());
        json.put("prepaid", invoice.prepaid().getAmount().toPlainString());
        json.put("amount_due", invoice.amountDue().getAmount().toPlainString());
        json.put("issue_date", text(invoice.issueDate()));
        json.put("due_date", text(invoice.dueDate()));
        json.put("documents", documents.stream().map(InvoiceJson::document).toList());
        return json;
    }

    /** Adds what was paid of the invoice, and what is open. */
    static void putPayments(Map<String, Object> json, Payments.Balance balance, List<Payments.Payment> payments) {
        json.put("paid", balance.paid().getAmount().toPlainString());
        json.put("open", balance.open().getAmount().toPlainString());
        json.put("payments", payments.stream().map(payment -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("amount", payment.amount().getAmount().toPlainString());
            row.put("paid_on", payment.paidOn().toString());
            row.put("reference", payment.reference());
            row.put("recorded_by", payment.recordedBy());
            return row;
        }).toList());
    }

    private static Map<String, Object> line(InvoiceLine line) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("line", line.line());
        json.put("line_type", line.type().code());
        json.put("project", line.project());
        json.put("service", line.service());
        json.put("sku", line.sku());
        json.put("description", line.description());
        json.put("quantity", line.quantity() == null ? null : line.quantity().toPlainString());
        json.put("unit", line.unit());
        json.put("pre_discount_amount", line.preDiscountAmount().getAmount().toPlainString());
        json.put("discount_percent", line.discountPercent() == null ? null : line.discountPercent().toPlainString());
        json.put("price_currency", line.priceCurrency().getCode());
        json.put("price_amount", line.priceAmount().toPlainString());
        json.put("exchange_rate", line.exchangeRate() == null ? null : line.exchangeRate().rate().toPlainString());
        json.put("exchange_rate_day",
                line.exchangeRate() == null ? null : line.exchangeRate().publishedOn().toString());
        json.put("period", line.period().toString());
        json.put("amount", line.amount().getAmount().toPlainString());
        json.put("tax_category", line.taxCategory().name());
        json.put("tax_rate", line.taxRate().toPlainString());
        return json;
    }

    private static Map<String, Object> tax(TaxSubtotal tax) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("category", tax.category().name());
        json.put("rate", tax.rate().toPlainString());
        json.put("basis", tax.basis().getAmount().toPlainString());
        json.put("amount", tax.amount().getAmount().toPlainString());
        json.put("reason", tax.reason());
        return json;
    }

    private static Map<String, Object> document(Document document) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", document.path());
        json.put("sha256", document.sha256());
        return json;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
