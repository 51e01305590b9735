package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.billinggroups.account.BillingGroup;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.job.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code billing group}: billing groups. */
@Command(name = "group", description = "Shows billing groups.", subcommands = {
        GroupCommands.ListAll.class, GroupCommands.Show.class })
final class GroupCommands {

    private static Map<String, Object> json(BillingGroup group, List<String> projects) {
        var details = group.details();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", group.id().toString());
        json.put("name", group.name());
        json.put("account", group.accountId());
        json.put("currency", details.currency().getCode());
        json.put("company", details.company());
        json.put("address_lines", details.addressLines());
        json.put("city", details.city());
        json.put("state", details.state());
        json.put("zip_code", details.zipCode());
        json.put("country_code", details.countryCode());
        json.put("vat_id", details.vatId());
        json.put("billing_emails", details.billingEmails());
        json.put("billing_contact_emails", details.billingContactEmails());
        json.put("extra_text", details.extraText());
        json.put("payment_terms_days", details.paymentTermsDays());
        json.put("language", details.language());
        json.put("purchase_order", details.purchaseOrder());
        json.put("tax_exempt", details.taxExemptReason());
        json.put("discount_percent", group.terms().discountPercent().toPlainString());
        json.put("support_percent", group.terms().supportPercent().toPlainString());
        json.put("projects", projects);
        return json;
    }

    private static String shown(@Nullable Object value) {
        return value instanceof List<?> list
                ? String.join(", ", list.stream().map(Object::toString).toList())
                : Output.text(value);
    }

    /** {@code billing group list}. */
    @ContextCommand
    @Command(name = "list", description = "Lists the billing groups.")
    static final class ListAll implements Callable<Integer> {
        private final BillingGroups groups;
        private final Output output;

        ListAll(BillingGroups groups, Output output) {
            this.groups = groups;
            this.output = output;
        }

        @Override
        public Integer call() {
            var all = groups.list();
            if (output.isJson()) {
                output.json(all.stream().map(group -> json(group, groups.projectsOf(group.id()))).toList());
            } else {
                output.table(List.of("ID", "ACCOUNT", "CURRENCY", "NAME"), all.stream()
                        .map(group -> List.of(group.id().toString(), Output.text(group.accountId()),
                                group.details().currency().getCode(), group.name()))
                        .toList());
            }
            return ExitCode.DONE.code();
        }
    }

    /** {@code billing group show}. */
    @ContextCommand
    @Command(name = "show", description = "Shows a billing group with its projects.")
    static final class Show implements Callable<Integer> {
        private final BillingGroups groups;
        private final Output output;

        @Parameters(paramLabel = "ID", description = "Its id, the beginning of it, or its name.")
        private String reference;

        Show(BillingGroups groups, Output output) {
            this.groups = groups;
            this.output = output;
        }

        @Override
        public Integer call() {
            var group = groups.resolve(reference);
            var json = json(group, groups.projectsOf(group.id()));
            if (output.isJson()) {
                output.json(json);
            } else {
                json.forEach((name, value) -> output
                        .line("%-24s%s".formatted(name.replace('_', ' '), shown(value)).stripTrailing()));
            }
            return ExitCode.DONE.code();
        }
    }
}
