package org.billinggroups.job;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.billinggroups.account.CreditorReference;
import org.billinggroups.account.Sellers;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.IssueDates;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.ApprovalRule;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.MembershipRule;
import org.billinggroups.run.MissingUsage;
import org.billinggroups.run.RunRequest;
import org.springframework.stereotype.Component;

/**
 * What a command asks of a run, by its options and the settings; what can be refused before inputs are frozen is
 * refused here.
 */
@Component
record RunRequests(Sellers sellers, InvoicingRuns runs, FrozenInputs frozen, IssueDates issueDates,
        MissingUsage missingUsage, InvoicingSettings settings, ReviewSettings review, Clock clock) {
    /** A run that is not there yet; all that can be refused before its inputs are frozen is refused here. */
    RunRequest ofNewRun(String sellerId, BillingPeriod period, RunOptions options) {
        requireEnded(period);
        CreditorReference.requireRoom(sellers.require().invoiceSeries());
        var request = request(sellerId, period, runs.nextAttempt(sellerId, period),
                issueDates.ofInvoices(sellerId, period, options.issueDate()), options);
        OutputFolder.requireUsable(request.output());
        return request;
    }

    /**
     * What an unfinished run continues with.
     *
     * @throws RefusedException if it was started with other options
     */
    RunRequest ofOpenRun(InvoicingRun run, RunOptions options) {
        requireSameOptions(run, options);
        return request(run.sellerId(), run.period(), run.attempt(), run.issueDate(), options);
    }

    /**
     * @throws RefusedException if the period has no usage, which the one before had, and nobody said that this is so
     */
    void requireUsage(BillingPeriod period, RunOptions options) {
        if (!options.withoutUsage()) {
            missingUsage.requireSome(period);
        }
    }

    /** The drafts of the current period, dated today. */
    RunRequest ofEstimate(String sellerId, BillingPeriod period, Path output) {
        return new RunRequest(InvoicingRun.Kind.ESTIMATE, sellerId, period,
                runs.nextAttempt(sellerId, period), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), output,
                MembershipRule.ofCode(settings.membership()), true, settings.buckets(),
                settings.totals(false, sellers.require().currency()), settings.isZeroPricedHidden(), ApprovalRule.NONE,
                MissingUsage.Consent.OF_ESTIMATE);
    }

    /** @throws RefusedException if it has ended */
    void requireGoingOn(BillingPeriod period) {
        if (period.hasEndedAt(clock.instant())) {
            throw new RefusedException("period " + period + " has ended: invoice it with 'billing run " + period + "'");
        }
    }

    BillingPeriod present() {
        return BillingPeriod.containing(clock.instant());
    }

    /** @throws RefusedException if it has not ended */
    void requireEnded(BillingPeriod period) {
        if (!period.hasEndedAt(clock.instant())) {
            throw new RefusedException("period " + period + " has not ended yet: it ends at " + period.end()
                    + "; 'billing estimate " + period + "' tells what it comes to so far");
        }
    }

    private RunRequest request(String sellerId, BillingPeriod period, int attempt, LocalDate issueDate,
            RunOptions options) {
        return new RunRequest(InvoicingRun.Kind.INVOICING, sellerId, period, attempt, issueDate,
                options.output().toAbsolutePath().normalize(), MembershipRule.ofCode(settings.membership()),
                options.excludeUnknownProjects(), settings.buckets(),
                settings.totals(options.creditNegativeTotals(), sellers.require().currency()),
                settings.isZeroPricedHidden(),
                settings.approvalRule(), new MissingUsage.Consent(options.withoutUsage(),
                        options.missingUsageOf(), review.isMissingUsageAllowed()));
    }

    private void requireSameOptions(InvoicingRun run, RunOptions options) {
        if (options.creditNegativeTotals() && !frozen.totalRules(run.id()).creditNegativeTotals()) {
            throw new RefusedException("the unfinished run of " + run.period()
                    + " was started without --credit-negative-totals; " + resume(run, "--credit-negative-totals"));
        }
        var held = missingUsage.held(run.id()).keySet();
        if (!held.isEmpty() && options.withoutUsage()) {
            throw new RefusedException(
                    "the unfinished run of " + run.period() + " was started without --without-usage; "
                            + resume(run, "--without-usage"));
        }
        options.missingUsageOf().stream().filter(held::contains).findFirst().ifPresent(group -> {
            throw new RefusedException("the unfinished run of " + run.period() + " has parked " + group + "; "
                    + resume(run, "--allow-missing-usage " + group));
        });
        options.issueDate().day().filter(date -> !date.equals(run.issueDate())
                && runs.askedIssueDate(run.id()).filter(date::equals).isEmpty()).ifPresent(date -> {
                    throw new RefusedException(
                            "the unfinished run of " + run.period() + " has issue date " + run.issueDate()
                                    + ", not " + date + "; " + resume(run, "--issue-date " + date));
                });
        if (options.outputGiven() && !options.output().toAbsolutePath().normalize().equals(run.output())) {
            throw new RefusedException("the unfinished run of " + run.period() + " writes to " + run.output() + ", not "
                    + options.output() + "; " + resume(run, "--out " + options.output()));
        }
    }

    private static String resume(InvoicingRun run, String option) {
        var command = "'billing run " + run.period();
        return "continue with " + command + "'" + (run.number() == null
                ? ", or start afresh with " + command + " " + option + " --discard-drafts'"
                : "");
    }
}
