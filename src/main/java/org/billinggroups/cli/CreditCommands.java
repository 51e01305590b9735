package org.billinggroups.cli;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private static Map<String, Object> json(Credit credit) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", credit.id());
        json.put("billing_group", credit.groupId() == null
                ? null
                : Map.of("id", credit.groupId().toString(), "name", Output.text(credit.groupName())));
        json.put("kind", credit.kind().code());
        json.put("currency", credit.amount().getCurrencyUnit().getCode());
        json.put("amount", credit.amount().getAmount().toPlainString());
        json.put("remaining", credit.remaining().getAmount().toPlainString());
        json.put("from", credit.from() == null ? null : credit.from().toString());
        json.put("until", credit.until() == null ? null : credit.until().toString());
        json.put("description", credit.description());
        json.put("claim_code", credit.claimCode());
        return json;
    }

    private static Integer print(Output output, List<Credit> credits, boolean single) {
        if (output.isJson()) {
            var all = credits.stream().map(CreditCommands::json).toList();
            output.json(single ? all.getFirst() : all);
        } else {
            output.table(List.of("ID", "KIND", "AMOUNT", "REMAINING", "FROM", "UNTIL", "CODE", "BILLING GROUP",
                    "DESCRIPTION"),
                    credits.stream()
                            .map(credit -> List.of(Long.toString(credit.id()), credit.kind().code(),
                                    credit.amount().toString(), credit.remaining().toString(),
                                    Output.text(credit.from()), Output.text(credit.until()),
                                    Output.text(credit.claimCode()), Output.text(credit.groupName()),
                                    credit.description()))
                            .toList());
        }
        return ExitCode.DONE.code();
    }

    /** {@code billing credit add}. */
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
            return print(output, List.of(credits.get(id)), true);
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

    /** {@code billing credit claim}. */
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
            return print(output, List.of(credits.claim(groups.resolveLive(group), code, global.actor)), true);
        }
    }

    /** {@code billing credit list}. */
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
            return print(output, credits.list(Optional.ofNullable(group).map(groups::resolve).map(BillingGroup::id)),
                    false);
        }
    }
}
