package org.billinggroups.document;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.billinggroups.document.FocusCharge.Category;
import org.billinggroups.file.SpreadsheetSafe;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.run.FocusRules;
import org.billinggroups.usage.FocusSettings;
import org.billinggroups.wording.Figures;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes an invoice as a cost and usage dataset of the FinOps Open Cost and Usage Specification (FOCUS) 1.2, with the
 * names of providers that 1.3 asks for: RFC 4180 in UTF-8, lines end with LF, null is an empty cell, times are UTC
 * without parts of seconds, {@code Tags} is a JSON object. The sum of {@code BilledCost} is the invoice's amount due.
 * Texts are safe in spreadsheets; {@link FocusSettings#OWN_CHARGE_ID} tells our own import that they are.
 */
final class FocusCsv {
    static final List<String> COLUMNS = List.of("BilledCost", "BillingAccountId", "BillingAccountName",
            "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory", "ChargeClass",
            "ChargeDescription", "ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart", "ConsumedQuantity",
            "ConsumedUnit", "ContractedCost", "EffectiveCost", "HostProviderName", "InvoiceId", "InvoiceIssuerName",
            "ListCost",
            "PricingCurrency", "PricingQuantity", "PricingUnit", "ProviderName", "PublisherName", "ServiceCategory",
            "ServiceName", "ServiceProviderName", "ServiceSubcategory", "SkuId", "SubAccountId", "SubAccountName",
            "Tags",
            FocusSettings.OWN_CHARGE_ID);
    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator('\n')
            .setHeader(COLUMNS.toArray(String[]::new)).get();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final FocusRules rules;

    FocusCsv(FocusRules rules) {
        this.rules = rules;
    }

    /** Writes the header and one row for each charge, and leaves the stream open. */
    void write(Invoice invoice, OutputStream out) throws IOException {
        write(invoice, new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    /** Writes the header and one row for each charge, and leaves the writer open. */
    void write(Invoice invoice, Writer out) throws IOException {
        @SuppressWarnings("resource")
        CSVPrinter printer = FORMAT.print(out);
        var whole = new Whole(invoice);
        for (var charge : FocusCharge.of(invoice)) {
            printer.printRecord(cells(whole, charge));
        }
        printer.flush();
    }

    /** What is the same in each row of an invoice. */
    private record Whole(Invoice invoice, String group, String name, String currency, String end, String start,
            String number, String seller) {
        Whole(Invoice invoice) {
            this(invoice, invoice.groupId().toString(), text(invoice.groupName()), invoice.currency().getCode(),
                    invoice.period().end().toString(), invoice.period().start().toString(), text(invoice.number()),
                    text(invoice.seller().name()));
        }
    }

    private Object[] cells(Whole of, FocusCharge charge) {
        var cost = charge.cost().getAmount().toPlainString();
        var quantity = charge.quantity() == null ? "" : Figures.plain(charge.quantity());
        var unit = text(charge.unit());
        boolean isUsage = charge.category() == Category.USAGE;
        var category = rules.category(charge.service());
        return new Object[]{ cost, of.group, of.name, of.currency, of.end, of.start, charge.category().word(),
                charge.correction() ? "Correction" : "", text(charge.description()), charge.frequency().word(),
                charge.endSecond(), charge.firstSecond(), isUsage ? quantity : "", isUsage ? unit : "", cost, cost,
                of.seller, of.number, of.seller, charge.listCost().getAmount().toPlainString(),
                charge.pricingCurrency().getCode(), quantity, unit, of.seller, of.seller, category,
                text(charge.service()), of.seller, "Other (" + category + ")", text(charge.sku()),
                text(charge.project()),
                name(of.invoice, charge.project()), charge.tags().isEmpty()
                        ? ""
                        : JSON.writeValueAsString(charge.tags()),
                (of.number.isEmpty() ? "" : of.number + "/") + charge.key() };
    }

    /** A project without a name beside its id is called by that. */
    private static String name(Invoice invoice, @Nullable String project) {
        return project == null ? "" : text(invoice.projectNames().getOrDefault(project, project));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : SpreadsheetSafe.cell(text);
    }
}
