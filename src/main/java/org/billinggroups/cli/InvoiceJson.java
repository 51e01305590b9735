package org.billinggroups.cli;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.billinggroups.document.Documents.Document;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.invoice.InvoiceState;
import org.billinggroups.invoice.LineType;
import org.billinggroups.invoice.SellerTax;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.TaxSubtotal;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** An invoice as JSON; money is a decimal text. */
record InvoiceJson(@Nullable String number, InvoiceState state, String type, @Nullable String corrects,
        @Nullable String reason, BillingPeriod period, NamedGroup billingGroup, @Nullable String account,
        CurrencyUnit currency, List<LineJson> lines, Money netTotal, List<TaxJson> tax, Money taxTotal,
        @Nullable SellerTaxJson taxTotalInSellerCurrency, Money total, Money prepaid, Money amountDue,
        @Nullable LocalDate issueDate, @Nullable LocalDate dueDate, List<DocumentJson> documents) {
    static InvoiceJson of(Invoice invoice, List<Document> documents) {
        var correction = invoice.correction();
        return new InvoiceJson(invoice.number(), invoice.state(), invoice.isCreditNote() ? "credit_note" : "invoice",
                correction == null ? null : correction.number(), correction == null ? null : correction.reason(),
                invoice.period(), new NamedGroup(invoice.groupId(), invoice.groupName()), invoice.accountId(),
                invoice.currency(), invoice.lines().stream().map(LineJson::of).toList(), invoice.netTotal(),
                invoice.taxes().stream().map(TaxJson::of).toList(), invoice.taxTotal(),
                SellerTaxJson.of(invoice.sellerTax()), invoice.total(), invoice.prepaid(), invoice.amountDue(),
                invoice.issueDate(), invoice.dueDate(),
                documents.stream().map(one -> new DocumentJson(one.path(), one.sha256())).toList());
    }

    private record LineJson(int line, LineType lineType, @Nullable String project, @Nullable String service,
            @Nullable String sku, String description, @Nullable BigDecimal quantity, @Nullable String unit,
            Money preDiscountAmount, @Nullable BigDecimal discountPercent, CurrencyUnit priceCurrency,
            @Nullable BigDecimal listAmount, BigDecimal priceAmount, @Nullable BigDecimal exchangeRate,
            @Nullable LocalDate exchangeRateDay,
            BillingPeriod period, Money amount, String taxCategory, BigDecimal taxRate) {
        static LineJson of(InvoiceLine line) {
            var rate = line.exchangeRate();
            return new LineJson(line.line(), line.type(), line.project(), line.service(), line.sku(),
                    line.description(), line.quantity(), line.unit(), line.preDiscountAmount(), line.discountPercent(),
                    line.priceCurrency(), line.listAmount(), line.priceAmount(), rate == null ? null : rate.rate(),
                    rate == null ? null : rate.publishedOn(), line.period(), line.amount(), line.taxCategory().name(),
                    line.taxRate());
        }
    }

    private record TaxJson(String category, BigDecimal rate, Money basis, Money amount, @Nullable String reason) {
        static TaxJson of(TaxSubtotal tax) {
            return new TaxJson(tax.category().name(), tax.rate(), tax.basis(), tax.amount(), tax.reason());
        }
    }

    private record SellerTaxJson(CurrencyUnit currency, Money amount, BigDecimal rate, LocalDate rateDay) {
        static @Nullable SellerTaxJson of(@Nullable SellerTax tax) {
            return tax == null
                    ? null
                    : new SellerTaxJson(tax.total().getCurrencyUnit(), tax.total(), tax.rate().rate(),
                            tax.rate().publishedOn());
        }
    }

    private record DocumentJson(String path, String sha256) {}
}
