package org.billinggroups.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.billinggroups.job.ExitCode;
import org.billinggroups.ledger.Audit;
import org.billinggroups.ledger.Verification.Findings;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.InvoicingRun;
import org.billinggroups.period.InvoicingRuns;
import org.billinggroups.period.RefusedException;
import org.billinggroups.seal.SealChain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing verify}: checks what was published against what it comes from. */
@ContextCommand
@Command(name = "verify",
        description = "Re-checks published runs: usage, lines, invoices, postings, numbers and files. "
                + "Ends with 0 only if all holds.")
final class VerifyCommand implements Callable<Integer> {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final InvoicingRuns runs;
    private final Audit audit;
    private final SealChain chain;
    private final GlobalOptions global;
    private final Output output;

    @Parameters(arity = "0..1", paramLabel = "PERIOD", converter = PeriodConverter.class,
            description = "The period; without it all.")
    private @Nullable BillingPeriod period;

    @Option(names = "--head", paramLabel = "HASH",
            description = "Check also that the chain of seals still has this hash, "
                    + "which a report, a manifest or an earlier command has shown.")
    private @Nullable String head;

    VerifyCommand(InvoicingRuns runs, Audit audit, SealChain chain, Output output, GlobalOptions global) {
        this.global = global;
        this.chain = chain;
        this.runs = runs;
        this.audit = audit;
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        boolean allHold = true;
        var hash = head == null ? "" : head.strip().toLowerCase(Locale.ROOT);
        if (head != null && !HASH.matcher(hash).matches()) {
            throw new RefusedException("--head '" + head + "': expected a hash of 64 hexadecimal digits");
        }
        List<String> unreadable = new ArrayList<>();
        try (var results = new Results(output)) {
            for (var run : runs.published(Optional.ofNullable(period))) {
                var findings = audit.findings(run, run.publishedFolder());
                allHold &= findings.differences().isEmpty();
                unreadable.addAll(findings.unreadable());
                results.add(run.period() + " " + run.title() + ": " + outcome(findings), json(run, findings));
                findings.differences().forEach(difference -> output.line("  " + difference));
                findings.unreadable().forEach(file -> output.line("  file " + file + ": this user may not read it"));
            }
            var ofAll = differencesOfAll(hash);
            if (!ofAll.isEmpty()) {
                allHold = false;
                results.add(String.join("\n", ofAll), Map.of("differences", ofAll));
            }
            if (results.isEmpty()) {
                output.line("nothing is published yet");
            }
            var end = chain.head();
            results.add(end.text(), Map.of("seals", end.position(), "head", end.link()));
        }
        if (!unreadable.isEmpty()) {
            output.error("billing: " + Output.count(unreadable.size(), "file") + " could not be read, such as "
                    + unreadable.getFirst() + ": give this user the right to read the published folders, or verify as"
                    + " another user");
        }
        return (!allHold ? ExitCode.DIFFERENCE : unreadable.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED).code();
    }

    private List<String> differencesOfAll(String hash) {
        var findings = audit.differencesOfAll(Optional.ofNullable(period), global.dataDir.resolve("out"));
        if (!hash.isEmpty() && !chain.contains(hash)) {
            findings.add("the chain of seals has no " + hash + ": it is not the chain that had it");
        }
        return findings;
    }

    private static String outcome(Findings findings) {
        if (!findings.differences().isEmpty()) {
            return findings.differences().size() + " difference(s)";
        }
        return findings.unreadable().isEmpty() ? "verified" : "not verified: files cannot be read";
    }

    private static Map<String, Object> json(InvoicingRun run, Findings findings) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("period", run.period().toString());
        json.put("run", run.number());
        json.put("credit_note", run.number() == null ? run.title() : null);
        json.put("differences", findings.differences());
        json.put("unreadable", findings.unreadable());
        return json;
    }
}
