package org.billinggroups.document;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.billinggroups.document.FocusCharge.Category;
import org.billinggroups.file.SpreadsheetSafe;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.FocusRules;
import org.billinggroups.usage.ChargeIdentity;
import org.billinggroups.wording.Figures;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes an invoice as a cost and usage dataset of the FinOps Open Cost and Usage Specification (FOCUS) 1.2, with the
 * names of providers that 1.3 asks for: RFC 4180 in UTF-8, lines end with LF, null is an empty cell, times are UTC
 * without parts of seconds, {@code Tags} is a JSON object. The sum of {@code BilledCost} is the invoice's amount due.
 * Texts are safe in spreadsheets; {@link ChargeIdentity#OWN_COLUMN} tells our own import that they are. For one thread.
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
            ChargeIdentity.OWN_COLUMN);
    private static final byte[] HEADER = (String.join(",", COLUMNS) + '\n').getBytes(StandardCharsets.UTF_8);
    private static final int ROW = 1024;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** As many cells are kept from one invoice to the next, which have many of them in common. */
    private static final int MOST_KEPT = 10_000;

    private final FocusRules rules;
    private final Map<Object, String> cells = new HashMap<>();
    private final StringBuilder printed = new StringBuilder();
    private final CSVPrinter printer = printer(printed);

    FocusCsv(FocusRules rules) {
        this.rules = rules;
    }

    /**
     * Writes the header and one row for each charge, and leaves the stream open, which should have a buffer.
     *
     * @param term when the term began at whose end the invoice settles its commitment; null if it settles none
     * @throws IllegalStateException if the charges do not come to the amount due
     */
    void write(Invoice invoice, @Nullable BillingPeriod term, OutputStream out) throws IOException {
        if (cells.size() > MOST_KEPT) {
            cells.clear();
        }
        out.write(HEADER);
        var rows = new Rows(invoice);
        var sum = Money.zero(invoice.currency());
        for (var charge : FocusCharge.of(invoice, term)) {
            out.write(rows.of(charge).getBytes(StandardCharsets.UTF_8));
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
        private final Map<String, String> services = new HashMap<>();
        private final Map<String, String> projects = new HashMap<>();
        private final Map<String, String> names;
        private final StringBuilder row = new StringBuilder(ROW);
        private final String account;
        private final String seller;
        private final String issued;
        private final String id;
        private final boolean isPlainId;

        Rows(Invoice invoice) {
            names = invoice.projectNames();
            seller = text(invoice.seller().name());
            var number = text(invoice.number());
            issued = "," + seller + "," + number + "," + seller + ",";
            id = invoice.number() == null ? "" : invoice.number() + "/";
            isPlainId = number.isEmpty() || id.equals(number + "/");
            account = "," + String.join(",", invoice.groupId().toString(), text(invoice.groupName()),
                    invoice.currency().getCode(), invoice.period().end().toString(),
                    invoice.period().start().toString()) + ",";
        }

        String of(FocusCharge charge) {
            var cost = charge.cost().getAmount().toPlainString();
            var quantity = charge.quantity() == null ? "" : Figures.plain(charge.quantity());
            var unit = text(charge.unit());
            boolean isUsage = charge.category() == Category.USAGE;
            row.setLength(0);
            row.append(cost).append(account).append(charge.category().word())
                    .append(charge.correction() ? ",Correction," : ",,").append(text(charge.description()))
                    .append(',').append(charge.frequency().word()).append(',').append(time(charge.endSecond()))
                    .append(',').append(time(charge.firstSecond())).append(',');
            if (isUsage) {
                row.append(quantity).append(',').append(unit);
            } else {
                row.append(',');
            }
            row.append(',').append(cost).append(',').append(cost).append(issued)
                    .append(charge.listCost().getAmount().toPlainString()).append(',')
                    .append(charge.pricingCurrency().getCode()).append(',').append(quantity).append(',').append(unit)
                    .append(service(charge.service())).append(text(charge.sku())).append(project(charge.project()))
                    .append(tags(charge.tags())).append(',');
            if (isPlainId) {
                row.append(id).append(charge.key());
            } else {
                row.append(text(id + charge.key()));
            }
            return row.append('\n').toString();
        }

        /** From the provider's name to the subcategory. */
        private String service(String name) {
            return services.computeIfAbsent(name, key -> {
                var category = rules.category(key);
                return "," + seller + "," + seller + "," + category + "," + text(key) + "," + seller + ",Other ("
                        + category + "),";
            });
        }

        /** Its id and its name; without a name beside its id it is called by that. */
        private String project(@Nullable String project) {
            return project == null
                    ? ",,,"
                    : projects.computeIfAbsent(project,
                            key -> "," + text(key) + "," + text(names.getOrDefault(key, key)) + ",");
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

        /** As a further cell of a row: a first one would be quoted more often. */
        private String quoted(String cell) {
            printed.setLength(0);
            try {
                printer.print(cell);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return printed.substring(1);
        }
    }

    private static CSVPrinter printer(StringBuilder printed) {
        try {
            var printer = new CSVPrinter(printed, CSVFormat.RFC4180);
            printer.print("first");
            return printer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
