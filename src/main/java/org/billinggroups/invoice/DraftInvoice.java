package org.billinggroups.invoice;

import java.util.List;
import java.util.UUID;
import org.billinggroups.run.TaxSubtotal;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a group owes for a period: the outcome of {@code InvoiceCalculation}.
 *
 * @param customerRunId the earlier run whose frozen customer (address, VAT id) it names; 0 for that of its own run
 */
public record DraftInvoice(UUID groupId, CurrencyUnit currency, long customerRunId, List<DraftLine> lines,
        List<TaxSubtotal> taxes, Money netTotal,
        Money taxTotal, @Nullable SellerTax sellerTax, Money prepaid, List<CreditUse> creditUses) {

    /** Checks that the lines are in the invoice's currency. */
    public DraftInvoice {
        for (var draft : lines) {
            if (!draft.line().amount().getCurrencyUnit().equals(currency)) {
                throw new IllegalArgumentException("line in another currency than " + currency + ": " + draft.line());
            }
        }
    }

    /** Whether it bills usage of its own period. */
    public boolean hasUsage() {
        return lines.stream().anyMatch(line -> line.line().type() == LineType.USAGE_CHARGE);
    }

    /**
     * A line with what explains it.
     *
     * @param priceId the price it was rated by; 0 for none
     * @param creditId the promotional credit that it takes from; 0 for none
     * @param records the number of usage records behind it
     * @param settles which kind of charge of an earlier period it puts right; null for usage and on other lines
     */
    public record DraftLine(InvoiceLine line, long priceId, long creditId, long records, @Nullable LineType settles) {
        public DraftLine(InvoiceLine line, long priceId, long creditId, long records) {
            this(line, priceId, creditId, records, null);
        }

        public DraftLine withPlace(int place) {
            return new DraftLine(line.withPlace(place), priceId, creditId, records, settles);
        }
    }

    /** What is taken from a credit. */
    public record CreditUse(long creditId, Money amount) {}

    public Money total() {
        return netTotal.plus(taxTotal);
    }
}
