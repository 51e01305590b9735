package org.billinggroups.cli;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.billinggroups.collection.CollectedDebits;
import org.billinggroups.file.RefusedException;
import org.billinggroups.job.ExitCode;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing invoice return}: for what banks tell otherwise than by a statement. */
@ContextCommand
@Command(name = "return",
        description = "Notes that the bank returned or rejected the direct debit of an invoice, which "
                + "may then be collected again.")
final class InvoiceReturn implements Callable<Integer> {
    private final CollectedDebits debits;
    private final Output output;
    private final GlobalOptions global;
    private final Clock clock;

    @Parameters(paramLabel = "NUMBER", description = "The number of the invoice.")
    private String number;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, such as AC04 or MD06.")
    private String reason;

    @Option(names = "--on", paramLabel = "DATE", description = "The day of the return (default: today, UTC).")
    private @Nullable LocalDate day;

    InvoiceReturn(CollectedDebits debits, Output output, GlobalOptions global, Clock clock) {
        this.debits = debits;
        this.output = output;
        this.global = global;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (day != null && day.isAfter(today)) {
            throw new RefusedException("--on " + day + ": the day of a return cannot be in the future");
        }
        var returned = debits.note(number, day == null ? today : day, reason, global.actor);
        output.json(new ReturnedJson(number, returned.endToEndId(), returned.amount(), reason));
        output.line(number + ": the direct debit of " + returned.amount() + " (" + returned.endToEndId()
                + ") was returned, and may be collected again");
        return ExitCode.DONE.code();
    }

    private record ReturnedJson(String number, String endToEndId, Money amount, String reason) {}
}
