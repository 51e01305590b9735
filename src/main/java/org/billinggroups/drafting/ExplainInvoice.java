package org.billinggroups.drafting;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.BillingTerms;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.drafting.Explanation.Step;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.DraftInvoice.DraftLine;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.invoice.Invoices;
import org.billinggroups.invoice.LineType;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.PriceList;
import org.billinggroups.rating.Prices.Bucket;
import org.billinggroups.rating.RatedUsage;
import org.billinggroups.rating.UsageRating;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.PeriodRules;
import org.billinggroups.wording.Language;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Calculates the lines of an issued invoice again, from what its run froze, and tells each step. What comes out is
 * compared with the line.
 */
@Service
public class ExplainInvoice {
    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final Invoices invoices;
    private final InvoicingRuns runs;
    private final FrozenInputs frozen;

    ExplainInvoice(DataSource dataSource, JdbcClient jdbc, Invoices invoices, InvoicingRuns runs, FrozenInputs frozen) {
        this.dataSource = dataSource;
        this.jdbc = jdbc;
        this.invoices = invoices;
        this.runs = runs;
        this.frozen = frozen;
    }

    /** Which prices a line's usage has: those of a run, for a period, after late usage that other runs billed. */
    private record Base(long baseRunId, BillingPeriod period, List<Long> earlierRuns) {}

    /** Where a line's usage is priced: by the run itself, or by the one that invoiced its period before. */
    record Source(InvoicingRun run, long baseRunId, FrozenGroup group, PeriodRules rules, PriceList prices,
            List<RatedUsage> rated) {}

    /**
     * Explains one line of an invoice, or all.
     *
     * @param rows how many usage records to list for each line at most
     * @throws RefusedException if there is no such invoice or line
     */
    public List<Explanation> explain(String number, Optional<Integer> only, int rows) {
        var invoice = invoices.findByNumber(number)
                .orElseThrow(() -> Invoices.unknown(number));
        var run = runs.findByInvoiceNumber(number).orElseThrow();
        var lines = invoice.lines().stream().filter(line -> only.isEmpty() || only.get() == line.line()).toList();
        if (lines.isEmpty()) {
            throw new RefusedException("invoice " + number + " has no line " + only.orElse(0)
                    + ": 'billing invoice show " + number + "' lists them");
        }
        var correction = invoice.correction();
        if (correction != null) {
            return lines.stream()
                    .map(line -> new Explanation(line, ExplanationSteps.ofCreditedLine(line, correction), List.of(), 0))
                    .toList();
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return explain(connection, invoice, run, lines, rows);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the usage of invoice " + number, e);
        }
    }

    private List<Explanation> explain(Connection connection, Invoice invoice, InvoicingRun run,
            List<InvoiceLine> lines, int rows) throws SQLException {
        Map<Base, Source> sources = new HashMap<>();
        List<Explanation> explanations = new ArrayList<>();
        for (var line : lines) {
            var ofTerm = new ExplainedTerm(jdbc, frozen).steps(connection, run, invoice, line);
            if (ofTerm.isPresent()) {
                explanations.add(new Explanation(line, ofTerm.get(), List.of(), 0));
                continue;
            }
            if (line.project() == null && line.type() != LineType.PRIOR_PERIOD) {
                explanations.add(new Explanation(line, ExplanationSteps.ofGroupLine(invoice, line), List.of(), 0));
                continue;
            }
            var base = base(run, invoice, line);
            var source = sources.get(base);
            if (source == null) {
                source = source(connection, run, invoice, base);
                sources.put(base, source);
            }
            explanations.add(line.project() == null
                    ? new Explanation(line, settledCharge(invoice, source, line), List.of(), 0)
                    : usageLine(connection, invoice, source, line, rows));
        }
        return explanations;
    }

    private Explanation usageLine(Connection connection, Invoice invoice, Source source, InvoiceLine line, int rows)
            throws SQLException {
        long priceId = priceId(invoice, line);
        var found = ExplainedUsage.find(connection, source.run(), source.baseRunId(), invoice.groupId(), line, priceId,
                source.prices(), source.group().customer(), rows);
        return new Explanation(line, ExplanationSteps.ofUsage(invoice, source, line, priceId, found.count()),
                found.rows(), found.count());
    }

    /** Support or commitment of an earlier period, which late usage has changed. */
    private List<Step> settledCharge(Invoice invoice, Source source, InvoiceLine line) {
        var kind = LineType.ofCode(jdbc.sql("SELECT settles FROM invoice_line WHERE invoice_id = ? AND line = ?")
                .params(invoice.id(), line.line()).query(String.class).single());
        var whole = PeriodLines.again(source.group(), source.rated(), source.rules(),
                Language.of(invoice.buyer().language()), Set.of()).lines().stream().map(DraftLine::line).toList();
        var due = ExplanationSteps.sum(invoice, whole.stream().filter(other -> other.type() == kind));
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("agreed", line.description()
                + (line.priceNote() == null ? "" : " (" + line.priceNote() + ")")));
        if (kind == LineType.SUPPORT_CHARGE) {
            steps.add(new Step("usage", "discounted usage of " + ExplanationSteps.sum(invoice,
                    whole.stream().filter(other -> other.type() == LineType.USAGE_CHARGE))));
        } else {
            steps.add(new Step("charged",
                    ExplanationSteps.sum(invoice, whole.stream().filter(other -> other.type() != kind))
                            + " without it"));
        }
        steps.add(new Step("due", due + " for the whole of " + line.period()));
        steps.addAll(ExplanationSteps.difference(due, line));
        return steps;
    }

    private Base base(InvoicingRun run, Invoice invoice, InvoiceLine line) {
        return line.type() != LineType.PRIOR_PERIOD
                ? new Base(run.id(), line.period(), List.of())
                : jdbc.sql("""
                        SELECT base_run_id, earlier_runs FROM frozen_prior_period
                        WHERE run_id = ? AND group_id = ? AND period = ?
                        """).params(run.id(), invoice.groupId(), line.period().firstDay())
                        .query((rs, row) -> new Base(rs.getLong(1), line.period(),
                                List.of((Long[]) rs.getArray(2).getArray())))
                        .single();
    }

    private Source source(Connection connection, InvoicingRun run, Invoice invoice, Base prior) throws SQLException {
        long baseRunId = prior.baseRunId();
        record Frozen(int bucket, String fields) {}
        var base = jdbc.sql("""
                SELECT g.bucket, b.fields FROM frozen_group g
                JOIN frozen_group b ON b.run_id = ? AND b.group_id = g.group_id
                WHERE g.run_id = ? AND g.group_id = ?
                """).params(baseRunId, run.id(), invoice.groupId())
                .query((rs, row) -> new Frozen(rs.getInt("bucket"), rs.getString("fields"))).single();
        var details = FrozenJson.read(base.fields(), BillingDetails.class);
        var prices = frozen.prices(baseRunId, prior.earlierRuns(), run.id(), new Bucket(run.id(), base.bucket()));
        try (var sums = new UsageSums(connection, run, base.bucket(), baseRunId, prior.period(),
                prices.changesWithin(prior.period()),
                IntervalRoundings.of(connection, run, baseRunId), invoice.groupId())) {
            var group = new FrozenGroup(invoice.groupId(), details,
                    FrozenJson.read(base.fields(), BillingTerms.class), Map.of(), List.of());
            var rated = new UsageRating(prices).rate(sums.of(invoice.groupId()), group.customer());
            return new Source(run, baseRunId, group, frozen.rules(baseRunId, prior.period(), run.id()), prices,
                    rated.rated());
        }
    }

    private long priceId(Invoice invoice, InvoiceLine line) {
        return jdbc.sql("SELECT coalesce(price_id, 0) FROM invoice_line WHERE invoice_id = ? AND line = ?")
                .params(invoice.id(), line.line()).query(Long.class).single();
    }
}
