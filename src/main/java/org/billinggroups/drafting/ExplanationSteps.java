package org.billinggroups.drafting;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.billinggroups.account.BillingTerms.PriceAdjustment;
import org.billinggroups.drafting.Explanation.Step;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.invoice.LineType;
import org.billinggroups.rating.Price;
import org.billinggroups.rating.PriceAdjustments;
import org.billinggroups.rating.QuantityRounding;
import org.billinggroups.rating.RatedUsage;
import org.billinggroups.rating.TierScope;
import org.joda.money.Money;

/** The steps from usage and terms to the amount of a line, in words. */
final class ExplanationSteps {
    private ExplanationSteps() {}

    static List<Step> ofCreditedLine(InvoiceLine line, Invoice.Correction correction) {
        return List.of(new Step("credited", "takes back " + (line.type().isShared()
                ? "the other lines' part of line "
                : "line ") + line.line() + " of invoice " + correction.number() + ": " + correction.reason()),
                new Step("amount", line.amount().toString()));
    }

    static List<Step> ofGroupLine(Invoice invoice, InvoiceLine line) {
        var before = sum(invoice, invoice.lines().stream().filter(other -> other.line() < line.line()
                && other.type() != LineType.PRIOR_PERIOD));
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("agreed", line.description()
                + (line.priceNote() == null ? "" : " (" + line.priceNote() + ")")));
        switch (line.type()) {
            case SUPPORT_CHARGE -> steps.add(new Step("usage", "discounted usage of " + sum(invoice,
                    invoice.lines().stream().filter(other -> other.type() == LineType.USAGE_CHARGE))));
            case COMMITMENT_FEE -> steps.add(new Step("missing", before.plus(line.amount()) + " - " + before + " = "
                    + line.amount()));
            default -> {
            }
        }
        steps.add(new Step("amount", line.amount().toString()));
        return steps;
    }

    static List<Step> difference(Money due, InvoiceLine line) {
        var before = due.minus(line.amount());
        return List.of(new Step("billed before", before + " for " + line.period()),
                new Step("difference", due + " - " + before + " = " + line.amount()));
    }

    static Money sum(Invoice invoice, Stream<InvoiceLine> lines) {
        return lines.map(InvoiceLine::amount).reduce(Money.zero(invoice.currency()), Money::plus);
    }

    static List<Step> ofUsage(Invoice invoice, ExplainInvoice.Source source, InvoiceLine line, long priceId,
            long records) {
        var rated = source.rated().stream().filter(usage -> isOf(usage, line, priceId)).findFirst()
                .orElseThrow(() -> new IllegalStateException("line " + line.line() + " has no usage any more"));
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("membership", source.run().membershipRule().code() + ": " + line.project()
                + " belongs to '" + invoice.groupName() + "'"));
        steps.add(new Step("usage", records + (records == 1 ? " record, " : " records, ")
                + plain(rated.usage().quantity()) + " " + line.unit()));
        steps.addAll(ofPrice(rated, source.rated()));
        var adjustment = new PriceAdjustments(source.group().terms().priceAdjustments(), line.period())
                .find(rated.usage().service(), rated.usage().sku());
        var amount = adjustment == null ? rated.amount() : adjustment.applyTo(rated.amount());
        if (adjustment != null) {
            steps.add(new Step("adjustment", plain(rated.amount()) + " " + rated.currency() + adjusted(adjustment)
                    + " = " + plain(amount) + " " + rated.currency()));
        }
        var rate = line.exchangeRate();
        if (rate != null) {
            var converted = amount.multiply(rate.rate());
            steps.add(new Step("exchange rate", plain(amount) + " " + rated.currency() + " x " + plain(rate.rate())
                    + " (" + rate.publishedOn() + ") = " + plain(converted) + " " + invoice.currency()));
            amount = converted;
        }
        var percent = source.group().terms().discountPercent();
        if (percent.signum() != 0) {
            var discounted = amount.multiply(BigDecimal.valueOf(100).subtract(percent)).movePointLeft(2);
            steps.add(new Step("discount", plain(amount) + " less " + plain(percent) + " % = " + plain(discounted)));
            amount = discounted;
        }
        var rounded = Money.of(invoice.currency(), amount, RoundingMode.HALF_UP);
        steps.add(new Step("rounded", plain(amount) + " half up = " + rounded));
        if (line.type() == LineType.PRIOR_PERIOD) {
            steps.addAll(difference(rounded, line));
        } else if (!rounded.equals(line.amount())) {
            steps.add(new Step("DIFFERENCE", "the line says " + line.amount()));
        }
        return steps;
    }

    /** By how much a price was adjusted, and what for. */
    private static String adjusted(PriceAdjustment adjustment) {
        return (adjustment.percent().signum() < 0 ? " less " : " plus ") + plain(adjustment.percent().abs()) + " % ("
                + (adjustment.service() == null ? "any service" : "service " + adjustment.service()) + ", "
                + (adjustment.sku() == null ? "any SKU" : "SKU " + adjustment.sku())
                + (adjustment.from() == null ? "" : ", from " + adjustment.from())
                + (adjustment.until() == null ? "" : ", until " + adjustment.until()) + ")";
    }

    /** How a quantity was priced: version, rounding, pool, tiers, share. */
    private static List<Step> ofPrice(RatedUsage rated, List<RatedUsage> all) {
        List<Step> steps = new ArrayList<>();
        var price = rated.price();
        if (price == null) {
            steps.add(new Step("price", "the usage arrived priced: " + plain(rated.amount()) + " " + rated.currency()));
            return steps;
        }
        steps.add(new Step("price", price.sku() + " " + price.model().code() + " in " + price.currency() + " per "
                + price.unit() + (price.groupId() == null ? "" : ", of this billing group") + ", valid from "
                + price.validFrom() + (price.validUntil() == null ? "" : " until " + price.validUntil()) + " (price "
                + price.id() + ")"));
        switch (price.rounding().scope()) {
            case INTERVAL -> steps.add(new Step("rounding", "each record up to " + step(price)));
            case LINE ->
                steps.add(new Step("rounding", plain(rated.usage().quantity()) + " up to " + step(price) + " = "
                        + plain(rated.quantity())));
            default -> {
            }
        }
        var pooled = price.tierScope() == TierScope.BILLING_GROUP
                ? all.stream().filter(other -> other.price() != null && other.price().id() == price.id()
                        && other.usage().sku().equals(rated.usage().sku())).toList()
                : List.of(rated);
        var quantity = pooled.stream().map(RatedUsage::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (pooled.size() > 1) {
            steps.add(new Step("pool", "all projects of the group: " + plain(quantity) + " " + price.unit()));
        }
        price.parts(quantity).forEach(part -> steps.add(new Step("tier", part.text() + " = " + plain(part.amount()))));
        var amount = price.amountOf(quantity);
        if (pooled.size() > 1) {
            steps.add(
                    new Step("share", plain(amount) + " x " + plain(rated.quantity()) + " / " + plain(quantity) + " = "
                            + plain(rated.amount()) + " (largest remainder, 12 decimals)"));
        }
        steps.add(new Step("exact amount", plain(rated.amount()) + " " + rated.currency()));
        return steps;
    }

    private static String step(Price price) {
        var step = price.rounding().step();
        return step == null ? QuantityRounding.NONE.toString() : plain(step);
    }

    private static boolean isOf(RatedUsage usage, InvoiceLine line, long priceId) {
        return usage.usage().project().equals(line.project()) && usage.usage().service().equals(line.service())
                && usage.usage().sku().equals(line.sku()) && usage.usage().unit().equals(line.unit())
                && usage.currency().equals(line.priceCurrency())
                && (usage.price() == null ? 0 : usage.price().id()) == priceId;
    }

    static String plain(BigDecimal number) {
        return InvoiceCalculation.plain(number).toPlainString();
    }
}
