package org.billinggroups.drafting;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.invoice.DraftInvoice.DraftLine;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.invoice.LineType;
import org.billinggroups.run.NotInvoiceableException;
import org.billinggroups.run.ParkedGroup;
import org.billinggroups.run.TaxDecision;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What is left to bill of an earlier period: the lines that it would have today, less what was billed for it.
 *
 * @param currency the currency in which the period was invoiced
 * @param baseRunId the run that invoiced it
 * @param customer the customer of then
 * @param lines lines of type {@link LineType#PRIOR_PERIOD}, not numbered yet; amounts may be negative
 * @param decisions the tax decisions of then, on which the lines rest
 */
record PriorPeriodLines(CurrencyUnit currency, long baseRunId, BillingDetails customer, List<DraftLine> lines,
        List<TaxDecision> decisions) {
    /**
     * Which lines are compared: those for the same thing at the same price.
     *
     * @param settles the kind of a charge; null for usage
     */
    record Key(@Nullable LineType settles, @Nullable String project, @Nullable String service, @Nullable String sku,
            @Nullable String unit, long priceId, String priceCurrency) {
        static Key of(DraftLine draft) {
            var line = draft.line();
            return new Key(settled(line.type()), line.project(), line.service(), line.sku(), line.unit(),
                    draft.priceId(), line.priceCurrency().getCode());
        }
    }

    /** What was billed for it so far, in all. */
    record Billed(BigDecimal quantity, BigDecimal listAmount, BigDecimal priceAmount, BigDecimal preDiscountAmount,
            BigDecimal amount, long records) {
        static final Billed NOTHING = new Billed(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO,
                BigDecimal.ZERO, 0);
    }

    /** The kind of charge that is put right by late usage; null for usage itself. Extra charges stay as agreed. */
    private static @Nullable LineType settled(LineType type) {
        return type == LineType.USAGE_CHARGE ? null : type;
    }

    /**
     * @param today the lines of the whole period with all its usage, by the terms of then
     * @param customer whom the lines name if they are on an invoice of their own
     * @throws NotInvoiceableException if something was billed that is not among the lines of today
     */
    static PriorPeriodLines of(PeriodLines today, Map<Key, Billed> billed, long baseRunId, BillingDetails customer) {
        Map<Key, Billed> left = new LinkedHashMap<>(billed);
        List<DraftLine> lines = new ArrayList<>();
        for (var line : today.lines()) {
            if (line.line().type() != LineType.EXTRA_CHARGE) {
                var before = left.remove(Key.of(line));
                difference(line, before == null ? Billed.NOTHING : before).ifPresent(lines::add);
            }
        }
        if (!left.isEmpty()) {
            throw new NotInvoiceableException(ParkedGroup.Reason.NO_PRICE,
                    "something was billed that has no usage at that price any more: " + left.keySet().stream()
                            .map(key -> "SKU " + key.sku() + " of project " + key.project()).sorted().distinct()
                            .collect(Collectors.joining(", ")));
        }
        return new PriorPeriodLines(today.currency(), baseRunId, customer, List.copyOf(lines),
                today.decisions().stream().filter(decision -> lines.stream().map(DraftLine::line)
                        .anyMatch(line -> line.taxCategory() == decision.category()
                                && line.taxRate().compareTo(decision.rate()) == 0))
                        .toList());
    }

    private static Optional<DraftLine> difference(DraftLine today, Billed before) {
        var line = today.line();
        var currency = line.amount().getCurrencyUnit();
        var amount = line.amount().minus(before.amount());
        var quantity = line.quantity() == null ? null : line.quantity().subtract(before.quantity());
        long records = today.records() - before.records();
        if (amount.isZero() && (quantity == null || quantity.signum() == 0) && records == 0) {
            return Optional.empty();
        }
        return Optional.of(new DraftLine(new InvoiceLine(line.line(), LineType.PRIOR_PERIOD, line.project(),
                line.service(), line.sku(), line.description(),
                quantity == null ? null : InvoiceCalculation.plain(quantity), line.unit(),
                line.priceNote(), line.priceCurrency(),
                line.listAmount() == null
                        ? null
                        : InvoiceCalculation.plain(line.listAmount().subtract(before.listAmount())),
                InvoiceCalculation.plain(line.priceAmount().subtract(before.priceAmount())),
                Money.of(currency, line.preDiscountAmount().getAmount().subtract(before.preDiscountAmount())),
                line.discountPercent(), amount,
                line.exchangeRate(), line.taxCategory(), line.taxRate(), line.period(), line.startedAt(),
                line.endedAt(), line.tags()), today.priceId(), 0, records, settled(line.type())));
    }
}
