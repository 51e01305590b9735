package org.billinggroups.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.job.ExitCode;
import org.billinggroups.proof.ProveInvoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing prove}: what who pays an invoice needs to calculate it again. */
@ContextCommand
@Command(name = "prove",
        description = "Writes the proof of an issued invoice for who pays it: all that it follows from, "
                + "as it was sealed, and a page that calculates it again.")
final class ProveCommand implements Callable<Integer> {
    private final ProveInvoice prove;
    private final Output output;

    @Parameters(paramLabel = "NUMBER", description = "The number of the invoice.")
    private String number;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The archive, a ZIP file.")
    private Path out;

    ProveCommand(ProveInvoice prove, Output output) {
        this.prove = prove;
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        var file = OutFile.of(out).path();
        var proof = prove.write(number, file);
        AtomicFile.force(AtomicFile.folderOf(file));
        var roots = proof.seals().stream().map(RootJson::of).toList();
        output.json(new ProofJson(proof.number(), file, proof.sha256(), proof.run(), proof.root(), proof.head(),
                roots, proof.creditNotes(), proof.usageRecords(), proof.pageSha256()));
        output.line("proof of " + number + " of run " + proof.run() + " with "
                + Output.count(proof.usageRecords(), "usage record") + " written to " + file);
        if (!proof.creditNotes().isEmpty()) {
            output.line("taken back wholly or in part by " + String.join(", ", proof.creditNotes())
                    + ", which the proof does not tell");
        }
        roots.forEach(root -> output.line(root.line()));
        output.line("page index.html: SHA-256 " + proof.pageSha256());
        output.line("tell the customer " + (roots.size() == 1 ? "the root" : "these roots")
                + " in another way than by the archive");
        return ExitCode.DONE.code();
    }

    private record ProofJson(String number, Path file, String sha256, String run, String root, String head,
            List<RootJson> roots, List<String> creditNotes, long usageRecords, String pageSha256) {}
}
