package org.billinggroups.cli;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.billinggroups.period.Days;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The program; its commands do the work. */
@Command(name = "billing", mixinStandardHelpOptions = true, versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        description = "Invoices the usage of a billing period: one invoice per billing group, and a ledger.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
                "0:done, or nothing to do",
                "2:wrong command line",
                "3:done, but needs attention (parked groups, rejected rows, unmatched payments)",
                "4:stopped on request; run again to continue",
                "5:failed; run again to continue",
                "6:waiting for approval or for usage",
                "10:another process is running the invoicing job",
                "20:bad input, bad configuration or a refusal by a rule",
                "21:verification found a difference" })
final class BillingCommand implements Runnable {
    private static final List<Class<?>> COMMANDS = List.of(ApplyCommand.class, ExportCommand.class, ImportCommand.class,
            RunCommand.class, EstimateCommand.class, RehearseCommand.class, RenderCommand.class,
            ProveCommand.class, SendCommand.class, RemindCommand.class,
            WorkerCommand.class,
            UsageCommands.class,
            StatusCommand.class, VerifyCommand.class, PurgeCommand.class, AccountCommands.class, ProjectCommands.class,
            GroupCommands.class, PriceCommands.class, RateCommands.class, CreditCommands.class, InvoiceCommands.class,
            LedgerCommands.class, ReceivableCommands.class, PaymentCommands.class, CollectCommand.class,
            SealCommands.class,
            CommandLine.HelpCommand.class,
            AutoComplete.GenerateCompletion.class);

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[-+]?[0-9]{1,30}");
    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,4})?");

    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Spec
    private CommandSpec spec;

    /** This with all commands. */
    CommandLine withAll(IFactory factory) {
        return with(COMMANDS, factory);
    }

    /**
     * This with the commands whose names are among the arguments. To learn all commands and their options would take
     * more than a tenth of a short command's time.
     */
    CommandLine withNamed(List<String> arguments, IFactory factory) {
        return with(COMMANDS.stream().filter(type -> arguments.contains(type.getAnnotation(Command.class).name()))
                .toList(), factory);
    }

    private CommandLine with(List<Class<?>> commands, IFactory factory) {
        var line = new CommandLine(this, factory);
        commands.forEach(line::addSubcommand);
        return line.registerConverter(LocalDate.class, BillingCommand::date)
                .registerConverter(BigDecimal.class, BillingCommand::amount)
                .registerConverter(int.class, BillingCommand::count)
                .registerConverter(Integer.class, BillingCommand::count)
                .registerConverter(long.class, text -> wholeNumber(text, Long.MAX_VALUE))
                .registerConverter(Long.class, text -> wholeNumber(text, Long.MAX_VALUE))
                .registerConverter(boolean.class, BillingCommand::isTrue)
                .registerConverter(Boolean.class, BillingCommand::isTrue);
    }

    private static int count(String text) {
        return (int) wholeNumber(text, Integer.MAX_VALUE);
    }

    private static long wholeNumber(String text, long largest) {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            throw new TypeConversionException("'" + text + "': expected a whole number");
        }
        var number = new BigInteger(text);
        if (number.abs().compareTo(BigInteger.valueOf(largest)) > 0) {
            throw new TypeConversionException("'" + text + "': expected a whole number of at most " + largest);
        }
        return number.longValue();
    }

    private static boolean isTrue(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new TypeConversionException("'" + text + "': expected true or false");
        }
        return Boolean.parseBoolean(text);
    }

    private static LocalDate date(String text) {
        try {
            return Days.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "': " + e.getMessage());
        }
    }

    private static BigDecimal amount(String text) {
        if (!AMOUNT.matcher(text).matches()) {
            throw new TypeConversionException("'" + text + "': expected an amount such as 100.00");
        }
        return new BigDecimal(text);
    }

    GlobalOptions options() {
        return options;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
