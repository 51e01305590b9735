package org.billinggroups.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.billinggroups.audit.Audit;
import org.billinggroups.audit.Findings;
import org.billinggroups.file.RefusedException;
import org.billinggroups.job.ExitCode;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.InvoicingRun;
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

    private final Audit audit;
    private final SealChain chain;
    private final GlobalOptions global;
    private final Output output;

    @Parameters(arity = "0..1", paramLabel = "PERIOD", converter = PeriodConverter.class,
            description = "The period; without it all.")
    private @Nullable BillingPeriod period;

    @Option(names = "--head", paramLabel = "HASH",
            description = "Check also that the chain of seals still has this hash, "
                    + "which a report, a manifest, 'billing seal export' or an earlier command has shown.")
    private @Nullable String head;

    VerifyCommand(Audit audit, SealChain chain, Output output, GlobalOptions global) {
        this.global = global;
        this.chain = chain;
        this.audit = audit;
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        var hash = head == null ? "" : head.strip().toLowerCase(Locale.ROOT);
        if (head != null && !HASH.matcher(hash).matches()) {
            throw new RefusedException("--head '" + head + "': expected a hash of 64 hexadecimal digits");
        }
        List<Findings> all = new ArrayList<>();
        try (var results = new Results(output)) {
            var whole = audit.look(Optional.ofNullable(period), global.dataDir.resolve("out"), (run, findings) -> {
                all.add(findings);
                tell(results, run, findings);
            });
            if (!hash.isEmpty() && !chain.contains(hash)) {
                whole.differences().add("the chain of seals has no " + hash + ": it is not the chain that had it");
            }
            all.add(whole);
            tell(results, whole);
            var end = chain.head();
            results.add(end.text(), new HeadJson(end.position(), end.link()));
        } catch (RuntimeException | IOException e) {
            if (all.stream().allMatch(findings -> findings.differences().isEmpty())) {
                throw e;
            }
            output.trace(e);
            output.error("billing: the rest could not be checked: " + e.getMessage());
        }
        return code(all).code();
    }

    private void tell(Results results, InvoicingRun run, Findings findings) {
        results.add(run.period() + " " + run.title() + ": " + outcome(findings), new VerifiedJson(run.period(),
                run.number(), run.number() == null ? run.title() : null, findings));
        findings.differences().forEach(difference -> output.line("  " + difference));
        findings.unreadable().forEach(file -> output.line("  file " + file + ": this user may not read it"));
        findings.warnings().forEach(warning -> output.line("  warning: " + warning));
    }

    private void tell(Results results, Findings whole) {
        List<String> lines = new ArrayList<>(whole.differences());
        whole.warnings().forEach(warning -> lines.add("warning: " + warning));
        if (!lines.isEmpty()) {
            results.add(String.join("\n", lines), new WholeJson(whole.differences(), whole.warnings()));
        } else if (results.isEmpty()) {
            output.line("nothing is published yet");
        }
    }

    private ExitCode code(List<Findings> all) {
        var unreadable = all.stream().flatMap(findings -> findings.unreadable().stream()).toList();
        if (!unreadable.isEmpty()) {
            output.error("billing: " + Output.count(unreadable.size(), "file") + " could not be read, such as "
                    + unreadable.getFirst() + ": give this user the right to read the published folders, or verify as"
                    + " another user");
        }
        if (all.stream().anyMatch(findings -> !findings.differences().isEmpty())) {
            return ExitCode.DIFFERENCE;
        }
        boolean warned = all.stream().anyMatch(findings -> !findings.warnings().isEmpty());
        return !unreadable.isEmpty() ? ExitCode.REFUSED : warned ? ExitCode.ATTENTION : ExitCode.DONE;
    }

    private static String outcome(Findings findings) {
        if (!findings.differences().isEmpty()) {
            return findings.differences().size() + " difference(s)";
        }
        return findings.unreadable().isEmpty() ? "verified" : "not verified: files cannot be read";
    }

    private record VerifiedJson(BillingPeriod period, @Nullable Integer run, @Nullable String creditNote,
            @JsonUnwrapped Findings findings) {}

    private record WholeJson(List<String> differences, List<String> warnings) {}

    private record HeadJson(long seals, String head) {}
}
