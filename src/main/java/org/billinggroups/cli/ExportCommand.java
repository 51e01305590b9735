package org.billinggroups.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.billinggroups.account.ExportFile;
import org.billinggroups.job.ExitCode;
import picocli.CommandLine.Command;

/** {@code billing export}. */
@ContextCommand
@Command(name = "export", description = "Writes seller, accounts, billing groups, projects and tax rates to standard "
        + "output, as a file for apply.")
final class ExportCommand implements Callable<Integer> {
    private final ExportFile export;
    private final Output output;

    ExportCommand(ExportFile export, Output output) {
        this.export = export;
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        if (output.isJson()) {
            output.json(export.declared());
            return ExitCode.DONE.code();
        }
        output.bytes(out -> {
            var text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            export.write(text);
            text.flush();
        });
        return ExitCode.DONE.code();
    }
}
