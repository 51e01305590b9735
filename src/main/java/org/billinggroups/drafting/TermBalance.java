package org.billinggroups.drafting;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.Commitment.Term;
import org.billinggroups.account.TaxRate;
import org.billinggroups.invoice.DraftInvoice.DraftLine;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.invoice.LineType;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.TaxDecision;
import org.billinggroups.run.TaxRules;
import org.billinggroups.wording.Language;
import org.joda.money.Money;

/**
 * A commitment over a term: what counts towards it, and what was charged for its shortfall.
 *
 * @param used what invoices have billed before for periods of the term: usage, extra charges, support and late usage
 * @param charged what they have charged for the shortfall, also in parts that take some of it back
 * @param recipient whom a line about it is for
 */
record TermBalance(Term term, Money used, Money charged, Recipient recipient) {
    /** Whom a run invoices, and how that is taxed: the run's own customer, or that of the run that settled the term. */
    record Recipient(long runId, BillingDetails details, TaxRules taxes) {
        TaxDecision tax() {
            return taxes.decide(details, TaxRate.STANDARD);
        }
    }

    /** The balance with lines that are about to be billed, of those that are of the term. */
    TermBalance with(Stream<DraftLine> lines) {
        return new TermBalance(term, lines.filter(line -> line.settles() != LineType.COMMITMENT_FEE)
                .map(DraftLine::line).filter(line -> term.covers(line.period())
                        && line.amount().isSameCurrency(used))
                .map(InvoiceLine::amount).reduce(used, Money::plus), charged, recipient);
    }

    /** What is left to charge of the shortfall, or to take back of what was charged for it. */
    Money toSettle() {
        var missing = term.due().minus(used);
        return (missing.isPositive() ? missing : Money.zero(missing.getCurrencyUnit())).minus(charged);
    }

    /** What an invoice of a period within the term says: how much is used and, in the last one, what is missing. */
    InvoiceLine line(int place, BillingPeriod period, Language language) {
        return line(place, LineType.COMMITMENT_FEE,
                period.equals(term.last()) ? toSettle() : Money.zero(used.getCurrencyUnit()), period, language);
    }

    /** What late usage of a settled term leaves to charge or take back, if anything. */
    Optional<PriorPeriodLines> difference(Language language) {
        var amount = toSettle();
        return amount.isZero()
                ? Optional.empty()
                : Optional.of(new PriorPeriodLines(used.getCurrencyUnit(), recipient.runId(), recipient.details(),
                        List.of(new DraftLine(line(1, LineType.PRIOR_PERIOD, amount, term.last(), language), 0, 0, 0,
                                LineType.COMMITMENT_FEE)),
                        List.of(recipient.tax())));
    }

    private InvoiceLine line(int place, LineType type, Money amount, BillingPeriod period, Language language) {
        return InvoiceLine.ofGroup(place, type,
                language.text("commitment-term", language.figures().amountWithCurrency(term.due()),
                        language.month(term.first()), language.month(term.last()),
                        language.figures().amountWithCurrency(used)),
                amount, null, recipient.tax().category(), recipient.tax().rate(), period);
    }
}
