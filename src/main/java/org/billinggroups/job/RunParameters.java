package org.billinggroups.job;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.MembershipRule;
import org.billinggroups.run.MissingUsage;
import org.billinggroups.run.RunRequest;
import org.billinggroups.run.SmallAmounts;
import org.billinggroups.run.TotalRules;
import org.joda.money.CurrencyUnit;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.step.StepExecution;

/** The parameters of the invoicing job. Period and attempt identify a run; the others are frozen by its first step. */
final class RunParameters {
    static final String SELLER = "seller";
    static final String PERIOD = "period";
    static final String ATTEMPT = "attempt";
    private static final String KIND = "kind";
    private static final String ISSUE_DATE = "issueDate";
    private static final String OUTPUT = "output";
    private static final String MEMBERSHIP = "membership";
    private static final String EXCLUDE_UNKNOWN = "excludeUnknownProjects";
    private static final String SMALL_AMOUNTS = "smallAmountThreshold";
    private static final String SKIP_ZERO = "zeroInvoicesSkipped";
    private static final String CREDIT_NEGATIVE = "creditNegativeTotals";
    private static final String HIDE_ZERO_PRICED = "zeroPricedHidden";
    private static final String APPROVAL = "approvalRequired";
    private static final String WITHOUT_USAGE = "withoutUsage";
    private static final String MISSING_USAGE_OF = "missingUsageOf";
    private static final String MISSING_USAGE_ALLOWED = "missingUsageAllowed";
    private static final String BUCKETS = "buckets";
    /** The unfinished run that this one takes the place of; read when the inputs are frozen. */
    private static final String DISCARDS = "discards";
    /** The step before which to stop; read from the running execution, so that each start may name another. */
    static final String STOP_BEFORE = "stopBefore";

    private RunParameters() {}

    /** @param discards the key of the unfinished run that goes when this one's inputs are frozen, or 0 */
    static JobParameters of(RunRequest request, String stopBefore, long discards) {
        return new JobParametersBuilder()
                .addString(SELLER, request.sellerId(), true)
                .addString(KIND, request.kind().name(), false)
                .addString(PERIOD, request.period().toString(), true)
                .addLong(ATTEMPT, (long) request.attempt(), true)
                .addString(ISSUE_DATE, request.issueDate().toString(), false)
                .addString(OUTPUT, request.output().toString(), false)
                .addString(MEMBERSHIP, request.membershipRule().code(), false)
                .addString(EXCLUDE_UNKNOWN, Boolean.toString(request.excludeUnknownProjects()), false)
                .addLong(BUCKETS, (long) request.buckets(), false)
                .addString(SMALL_AMOUNTS, request.totals().smallAmounts().text(), false)
                .addString(SKIP_ZERO, Boolean.toString(request.totals().zeroInvoicesSkipped()), false)
                .addString(CREDIT_NEGATIVE, Boolean.toString(request.totals().creditNegativeTotals()), false)
                .addString(HIDE_ZERO_PRICED, Boolean.toString(request.zeroPricedHidden()), false)
                .addString(APPROVAL, Boolean.toString(request.approvalRequired()), false)
                .addString(WITHOUT_USAGE, Boolean.toString(request.missingUsage().withoutUsage()), false)
                .addString(MISSING_USAGE_OF, request.missingUsage().groups().stream().map(UUID::toString)
                        .collect(Collectors.joining(" ")), false)
                .addString(MISSING_USAGE_ALLOWED, Boolean.toString(request.missingUsage().isAllowed()), false)
                .addString(STOP_BEFORE, stopBefore, false)
                .addLong(DISCARDS, discards, false)
                .toJobParameters();
    }

    static RunRequest request(JobParameters parameters) {
        return new RunRequest(InvoicingRun.Kind.valueOf(text(parameters, KIND)), seller(parameters), period(parameters),
                attempt(parameters),
                LocalDate.parse(text(parameters, ISSUE_DATE)), Path.of(text(parameters, OUTPUT)),
                MembershipRule.ofCode(text(parameters, MEMBERSHIP)),
                Boolean.parseBoolean(text(parameters, EXCLUDE_UNKNOWN)),
                Math.toIntExact(Objects.requireNonNull(parameters.getLong(BUCKETS))),
                new TotalRules(SmallAmounts.parse(text(parameters, SMALL_AMOUNTS), CurrencyUnit.EUR),
                        Boolean.parseBoolean(text(parameters, CREDIT_NEGATIVE)),
                        Boolean.parseBoolean(text(parameters, SKIP_ZERO))),
                Boolean.parseBoolean(text(parameters, HIDE_ZERO_PRICED)),
                Boolean.parseBoolean(text(parameters, APPROVAL)), missingUsage(parameters));
    }

    private static MissingUsage.Consent missingUsage(JobParameters parameters) {
        return new MissingUsage.Consent(Boolean.parseBoolean(text(parameters, WITHOUT_USAGE)),
                Stream.of(text(parameters, MISSING_USAGE_OF).split(" ")).filter(id -> !id.isEmpty())
                        .map(UUID::fromString).collect(Collectors.toSet()),
                Boolean.parseBoolean(text(parameters, MISSING_USAGE_ALLOWED)));
    }

    /** The run that a step works on; it is there once its inputs are frozen. */
    static InvoicingRun run(InvoicingRuns runs, StepExecution step) {
        return find(runs, step).orElseThrow();
    }

    static Optional<InvoicingRun> find(InvoicingRuns runs, StepExecution step) {
        var parameters = step.getJobExecution().getJobParameters();
        return runs.find(seller(parameters), period(parameters), attempt(parameters));
    }

    /**
     * The bucket by the name of its partition. Its context would say the same, but Batch stores a partition and its
     * context one after the other, so that of one whose process died between is empty for ever.
     */
    static int bucket(StepExecution step) {
        return Integer.parseInt(step.getStepName().substring(step.getStepName().lastIndexOf(':') + 1));
    }

    private static String seller(JobParameters parameters) {
        return text(parameters, SELLER);
    }

    private static BillingPeriod period(JobParameters parameters) {
        return BillingPeriod.parse(text(parameters, PERIOD));
    }

    private static int attempt(JobParameters parameters) {
        return Math.toIntExact(Objects.requireNonNull(parameters.getLong(ATTEMPT)));
    }

    static long discards(JobParameters parameters) {
        return Objects.requireNonNull(parameters.getLong(DISCARDS));
    }

    private static String text(JobParameters parameters, String name) {
        return Objects.requireNonNull(parameters.getString(name), name);
    }
}
