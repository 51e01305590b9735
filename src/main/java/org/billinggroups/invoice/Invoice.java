package org.billinggroups.invoice;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.PrintedLines;
import org.billinggroups.account.Seller;
import org.billinggroups.account.SepaArea;
import org.billinggroups.account.SepaMandate;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.TaxSubtotal;
import org.billinggroups.wording.Language;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A consolidated invoice of one billing group for one period, with the seller and the billing details as they were
 * frozen for it. It is checked whenever it is built, so also each time it is read for a document or a posting: its
 * totals are the sums of its lines and taxes.
 *
 * @param id the key in the database; never shown
 * @param number the number, or null for a draft
 * @param accountId the account that owned the group, or null
 * @param groupName the name of the billing group
 * @param sellerTax the tax total in the seller's currency, or null where it is the invoice's or there is no tax
 * @param prepaid what was paid before, by credit
 * @param issueDate the date of issue, or null for a draft
 * @param dueDate when payment is due, or null for a draft
 * @param paymentReference what payments of it may give; null for drafts and credit notes, and where an earlier version
 *        numbered it so that another invoice has the same
 * @param zeroPricedHidden whether the document leaves usage without charge out
 * @param correction what it corrects, or null where it is no correction
 * @param projectNames what its projects were called, of those that had a name beside their id
 */
public record Invoice(
        long id,
        @Nullable String number,
        InvoiceState state,
        BillingPeriod period,
        Seller seller,
        @Nullable String accountId,
        UUID groupId,
        String groupName,
        BillingDetails buyer,
        CurrencyUnit currency,
        List<InvoiceLine> lines,
        List<TaxSubtotal> taxes,
        Money netTotal,
        Money taxTotal,
        @Nullable SellerTax sellerTax,
        Money total,
        Money prepaid,
        Money amountDue,
        @Nullable LocalDate issueDate,
        @Nullable LocalDate dueDate,
        @Nullable PaymentReference paymentReference,
        boolean zeroPricedHidden,
        @Nullable Correction correction,
        Map<String, String> projectNames) {

    /**
     * The invoice that a credit note corrects, and why.
     *
     * @param number the number of that invoice
     * @param issueDate its date
     */
    public record Correction(String number, LocalDate issueDate, String reason) {}

    /**
     * The creditor reference of ISO 11649.
     *
     * @param isPrinted whether the documents ask for it; those of versions before 1.1 ask for the number
     */
    public record PaymentReference(String text, boolean isPrinted) {}

    /** Checks every total against what it is the sum of. */
    public Invoice {
        lines = List.copyOf(lines);
        taxes = List.copyOf(taxes);
        projectNames = Map.copyOf(projectNames);
        var zero = Money.zero(currency);
        require(netTotal.equals(lines.stream().map(InvoiceLine::amount).reduce(zero, Money::plus)), number,
                "net total");
        require(netTotal.equals(taxes.stream().map(TaxSubtotal::basis).reduce(zero, Money::plus)), number, "tax basis");
        require(taxTotal.equals(taxes.stream().map(TaxSubtotal::amount).reduce(zero, Money::plus)), number,
                "tax total");
        require(correction != null || taxes.stream().allMatch(TaxSubtotal::isExact), number, "tax");
        require(total.equals(netTotal.plus(taxTotal)), number, "total");
        require(amountDue.equals(total.minus(prepaid)), number, "amount due");
    }

    /** Whether it is a credit note: its amounts are what the customer gets back, as amounts below zero. */
    public boolean isCreditNote() {
        return correction != null || total.isNegative();
    }

    /** The creditor reference that its documents ask for; null where they ask for the number. */
    public @Nullable String printedReference() {
        return paymentReference != null && paymentReference.isPrinted() ? paymentReference.text() : null;
    }

    /** The amount that matters most to who gets it: what is due, or what is credited, even where it was prepaid. */
    public Money headline() {
        return isCreditNote() ? total : amountDue;
    }

    /**
     * As the document shows it: the amounts of a credit note are above zero there, usage without charge may be left
     * out, and lines may be summed.
     */
    public Invoice asPrinted() {
        var printed = zeroPricedHidden ? withLines(shown()) : this;
        if (isSummarised()) {
            printed = printed.withLines(SummarisedLines.of(printed.lines, Language.of(buyer.language())));
        }
        return isCreditNote() ? printed.negated() : printed;
    }

    /**
     * The mandate by which the amount due is collected from the customer's account on the due date, or later; or null
     * where the customer pays himself.
     */
    public @Nullable SepaMandate collectedBy() {
        var iban = seller.iban();
        boolean isCollected = seller.creditorId() != null && iban != null && SepaArea.contains(iban)
                && currency.equals(CurrencyUnit.EUR) && amountDue.isPositive() && !isCreditNote();
        return isCollected ? buyer.sepaMandate() : null;
    }

    /** Whether the document shows sums, and all lines are in the CSV file beside it. */
    public boolean isSummarised() {
        return buyer.invoiceLines() == PrintedLines.SUMMARY;
    }

    /** How many lines of usage without charge the document leaves out. */
    public int linesLeftOut() {
        return zeroPricedHidden ? lines.size() - shown().size() : 0;
    }

    /** Of usage without charge one line is shown where its tax has no other: there is no tax without a line (BR-16). */
    private List<InvoiceLine> shown() {
        var taxes = new HashSet<List<Object>>();
        lines.stream().filter(line -> !line.isWithoutCharge()).forEach(line -> taxes.add(taxOf(line)));
        List<InvoiceLine> shown = new ArrayList<>();
        for (var line : lines) {
            if (!line.isWithoutCharge() || taxes.add(taxOf(line))) {
                shown.add(line);
            }
        }
        return shown;
    }

    private static List<Object> taxOf(InvoiceLine line) {
        return List.of(line.taxCategory(), line.taxRate().stripTrailingZeros());
    }

    private Invoice withLines(List<InvoiceLine> others) {
        return new Invoice(id, number, state, period, seller, accountId, groupId, groupName, buyer, currency, others,
                taxes, netTotal, taxTotal, sellerTax, total, prepaid, amountDue, issueDate, dueDate, paymentReference,
                zeroPricedHidden, correction, projectNames);
    }

    private Invoice negated() {
        return new Invoice(id, number, state, period, seller, accountId, groupId, groupName, buyer, currency,
                lines.stream().map(InvoiceLine::negated).toList(), taxes.stream().map(TaxSubtotal::negated).toList(),
                netTotal.negated(), taxTotal.negated(),
                sellerTax == null ? null : new SellerTax(sellerTax.total().negated(), sellerTax.rate()),
                total.negated(), prepaid.negated(), amountDue.negated(), issueDate, dueDate, paymentReference,
                zeroPricedHidden, correction, projectNames);
    }

    private static void require(boolean holds, @Nullable String number, String what) {
        if (!holds) {
            throw new IllegalArgumentException(
                    (number == null ? "draft" : "invoice " + number) + ": the " + what + " does not add up");
        }
    }
}
