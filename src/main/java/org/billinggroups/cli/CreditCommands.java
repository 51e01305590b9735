package org.billinggroups.cli;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.account.BillingGroup;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.account.CurrencyCode;
import org.billinggroups.file.RefusedException;
import org.billinggroups.job.ExitCode;
import org.billinggroups.run.Credit;
import org.billinggroups.run.CreditKind;
import org.billinggroups.run.Credits;
import org.billinggroups.run.NewCredit;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billing credit}: promotional and prepaid credits. */
@Command(name = "credit", description = "Grants, claims and lists promotional and prepaid credits.", subcommands = {
        CreditCommands.Add.class, CreditCommands.Claim.class, CreditCommands.ListAll.class })
final class CreditCommands {
    private record CreditJson(long id, @Nullable NamedGroup billingGroup, CreditKind kind, CurrencyUnit currency,
            Money amount, Money remaining, @Nullable LocalDate from, @Nullable LocalDate until, String description,
            @Nullable String claimCode) {
        static CreditJson of(Credit credit) {
            var group = credit.groupId() == null
                    ? null
                    : new NamedGroup(credit.groupId(), Output.text(credit.groupName()));
            return new CreditJson(credit.id(), group, credit.kind(), credit.amount().getCurrencyUnit(), credit.amount(),
                    credit.remaining(), credit.from(), credit.until(), credit.description(), credit.claimCode());
        }
    }

    private static Integer print(Output output, Credit credit) {
        output.json(CreditJson.of(credit));
        printTable(output, List.of(credit));
        return ExitCode.DONE.code();
    }

    private static void printTable(Output output, List<Credit> credits) {
        output.table(List.of("ID", "KIND", "AMOUNT", "REMAINING", "FROM", "UNTIL", "CODE", "BILLING GROUP",
                "DESCRIPTION"),
                credits.stream()
                        .map(credit -> List.of(Long.toString(credit.id()), credit.kind().code(),
                                credit.amount().toString(), credit.remaining().toString(), Output.text(credit.from()),
                                Output.text(credit.until()), Output.text(credit.claimCode()),
                                Output.text(credit.groupName()), credit.description()))
                        .toList(),
                "DESCRIPTION", "FROM");
    }

    @ContextCommand
    @Command(name = "add", description = "Grants a credit to a billing group, or to whoever claims it by its code.")
    static final class Add implements Callable<Integer> {
        private final Credits credits;
        private final BillingGroups groups;
        private final Output output;
        private final GlobalOptions global;

        @Spec
        private CommandSpec spec;

        @Parameters(arity = "0..1", paramLabel = "GROUP", description = "Id or name of the billing group.")
        private @Nullable String group;

        @Option(names = "--kind", required = true, paramLabel = "KIND",
                description = "promotional (lowers the taxable base) or prepaid (a payment after tax).")
        private CreditKind kind;

        @Option(names = "--amount", required = true, paramLabel = "AMOUNT", description = "Such as 100.00.")
        private BigDecimal amount;

        @Option(names = "--currency", paramLabel = "CCY", description = "Default: the group's.")
        private @Nullable String currency;

        @Option(names = "--from", paramLabel = "DATE", description = "The first day on which it is valid.")
        private @Nullable LocalDate from;

        @Option(names = "--until", paramLabel = "DATE", description = "The last day on which it is valid.")
        private @Nullable LocalDate until;

        @Option(names = "--description", paramLabel = "TEXT", description = "Stands on the invoice.")
        private @Nullable String description;

        @Option(names = "--claim-code", paramLabel = "CODE", description = "The code by which a group can claim it.")
        private @Nullable String claimCode;

        Add(Credits credits, BillingGroups groups, Output output, GlobalOptions global) {
            this.credits = credits;
            this.groups = groups;
            this.output = output;
            this.global = global;
        }

        @Override
        public Integer call() {
            var owner = group == null ? null : groups.resolveLive(group);
            if (owner == null && claimCode == null) {
                throw new ParameterException(spec.commandLine(), "give a billing group or --claim-code");
            }
            var money = money(owner);
            if (owner != null && !money.getCurrencyUnit().equals(owner.details().currency())) {
                throw new RefusedException("billing group '" + owner.name() + "' is invoiced in "
                        + owner.details().currency() + ", not in " + money.getCurrencyUnit());
            }
            var text = description == null ? "Credit (" + kind.name().toLowerCase(Locale.ROOT) + ")" : description;
            var id = credits
                    .add(new NewCredit(owner == null ? null : owner.id(), kind, money, from, until, text,
                            claimCode), global.actor);
            return print(output, credits.get(id));
        }

        private Money money(@Nullable BillingGroup owner) {
            if (currency == null && owner == null) {
                throw new ParameterException(spec.commandLine(), "give --currency");
            }
            try {
                return Money.of(owner == null || currency != null
                        ? CurrencyCode.parse(String.valueOf(currency))
                        : owner.details().currency(), amount);
            } catch (IllegalArgumentException e) {
                throw new RefusedException("currency '" + currency + "': " + e.getMessage());
            } catch (ArithmeticException e) {
                throw new RefusedException(
                        "amount '" + amount.toPlainString() + "': expected no more decimals than the "
                                + "currency has");
            }
        }
    }

    @ContextCommand
    @Command(name = "claim", description = "Gives the credit of a claim code to a billing group, once.")
    static final class Claim implements Callable<Integer> {
        private final Credits credits;
        private final BillingGroups groups;
        private final Output output;
        private final GlobalOptions global;

        @Parameters(index = "0", paramLabel = "GROUP", description = "Id or name of the billing group.")
        private String group;

        @Parameters(index = "1", paramLabel = "CODE", description = "The claim code.")
        private String code;

        Claim(Credits credits, BillingGroups groups, Output output, GlobalOptions global) {
            this.credits = credits;
            this.groups = groups;
            this.output = output;
            this.global = global;
        }

        @Override
        public Integer call() {
            return print(output, credits.claim(groups.resolveLive(group), code, global.actor));
        }
    }

    @ContextCommand
    @Command(name = "list", description = "Lists the credits of a billing group, or all, with what is left of them.")
    static final class ListAll implements Callable<Integer> {
        private final Credits credits;
        private final BillingGroups groups;
        private final Output output;

        @Parameters(arity = "0..1", paramLabel = "GROUP", description = "Id or name of the billing group.")
        private @Nullable String group;

        ListAll(Credits credits, BillingGroups groups, Output output) {
            this.credits = credits;
            this.groups = groups;
            this.output = output;
        }

        @Override
        public Integer call() {
            var found = credits.list(Optional.ofNullable(group).map(groups::resolve).map(BillingGroup::id));
            output.json(found.stream().map(CreditJson::of).toList());
            printTable(output, found);
            return ExitCode.DONE.code();
        }
    }
}
