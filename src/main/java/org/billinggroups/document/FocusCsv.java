package org.billinggroups.document;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.billinggroups.document.FocusCharge.Category;
import org.billinggroups.file.SpreadsheetSafe;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.run.FocusRules;
import org.billinggroups.usage.FocusSettings;
import org.billinggroups.wording.Figures;
import org.joda.money.Money;
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
    private static final CSVFormat FORMAT = CSVFormat.RFC4180;
    private static final String HEADER = String.join(",", COLUMNS) + '\n';
    private static final String FIRST = "0";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final FocusRules rules;

    FocusCsv(FocusRules rules) {
        this.rules = rules;
    }

    /** Writes the header and one row for each charge, and leaves the stream open. */
    void write(Invoice invoice, OutputStream out) throws IOException {
        write(invoice, new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    /**
     * Writes the header and one row for each charge, and leaves the writer open.
     *
     * @throws IllegalStateException if the charges do not come to the amount due
     */
    void write(Invoice invoice, Writer out) throws IOException {
        out.write(HEADER);
        var rows = new Rows(invoice);
        var sum = Money.zero(invoice.currency());
        for (var charge : FocusCharge.of(invoice)) {
            out.write(rows.of(charge));
            sum = sum.plus(charge.cost());
        }
        if (!sum.equals(invoice.amountDue())) {
            throw new IllegalStateException("FOCUS charges of invoice " + invoice.number() + " come to " + sum
                    + ", but " + invoice.amountDue() + " is due");
        }
        out.flush();
    }

    /**
     * The rows of an invoice. Much is the same in all of them, or in many, and is made once: a third of the time of a
     * printer that looks at each character of each cell.
     */
    private final class Rows {
        private final Map<Object, String> cells = new HashMap<>();
        private final Map<String, String> names;
        private final String account;
        private final String seller;
        private final String number;
        private final String plainNumber;
        private final String id;

        Rows(Invoice invoice) {
            names = invoice.projectNames();
            seller = text(invoice.seller().name());
            number = text(invoice.number());
            plainNumber = invoice.number() == null ? "" : invoice.number();
            id = plainNumber.isEmpty() ? "" : plainNumber + "/";
            account = String.join(",", invoice.groupId().toString(), text(invoice.groupName()),
                    invoice.currency().getCode(), invoice.period().end().toString(),
                    invoice.period().start().toString());
        }

        String of(FocusCharge charge) {
            var cost = charge.cost().getAmount().toPlainString();
            var quantity = charge.quantity() == null ? "" : Figures.plain(charge.quantity());
            var unit = text(charge.unit());
            boolean isUsage = charge.category() == Category.USAGE;
            var category = rules.category(charge.service());
            return String.join(",", cost, account, charge.category().word(), charge.correction() ? "Correction" : "",
                    text(charge.description()), charge.frequency().word(), time(charge.endSecond()),
                    time(charge.firstSecond()), isUsage ? quantity : "", isUsage ? unit : "", cost, cost, seller,
                    number, seller, charge.listCost().getAmount().toPlainString(), charge.pricingCurrency().getCode(),
                    quantity, unit, seller, seller, category, text(charge.service()), seller,
                    "Other (" + category + ")", text(charge.sku()), text(charge.project()), name(charge.project()),
                    tags(charge.tags()), number.equals(plainNumber) ? id + charge.key() : text(id + charge.key()))
                    + '\n';
        }

        /** A project without a name beside its id is called by that. */
        private String name(@Nullable String project) {
            return project == null ? "" : text(names.getOrDefault(project, project));
        }

        private String time(Instant time) {
            return cells.computeIfAbsent(time, Object::toString);
        }

        private String tags(Map<String, String> tags) {
            return tags.isEmpty() ? "" : cells.computeIfAbsent(tags, map -> quoted(JSON.writeValueAsString(map)));
        }

        private String text(@Nullable String text) {
            return text == null ? "" : cells.computeIfAbsent(text, key -> quoted(SpreadsheetSafe.readableCell(text)));
        }

        /** A first cell would be quoted more often. */
        private static String quoted(String cell) {
            return FORMAT.format(FIRST, cell).substring(FIRST.length() + 1);
        }
    }
}
