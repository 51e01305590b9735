package org.billinggroups.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program; its commands do the work. */
@Command(name = "billing", mixinStandardHelpOptions = true, versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        description = "Invoices the usage of a billing period: one invoice per billing group, and a ledger.",
        subcommands = {
                ApplyCommand.class, ExportCommand.class, ImportCommand.class, RunCommand.class, EstimateCommand.class,
                RenderCommand.class, SendCommand.class,
                UsageCommands.class,
                StatusCommand.class, VerifyCommand.class, PurgeCommand.class, AccountCommands.class,
                ProjectCommands.class,
                GroupCommands.class,
                PriceCommands.class, RateCommands.class, CreditCommands.class, InvoiceCommands.class,
                LedgerCommands.class,
                CommandLine.HelpCommand.class,
                AutoComplete.GenerateCompletion.class },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
                "0:done, or nothing to do",
                "2:wrong command line",
                "3:done, but needs attention (parked groups, rejected rows)",
                "4:stopped on request; run again to go on",
                "5:failed; run again to go on",
                "6:waiting for approval",
                "10:another process is running the invoicing job",
                "20:bad input, bad configuration or a refusal by a rule",
                "21:verification found a difference" })
final class BillingCommand implements Runnable {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Spec
    private CommandSpec spec;

    GlobalOptions options() {
        return options;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
