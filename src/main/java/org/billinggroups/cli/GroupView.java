package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.account.BillingGroup;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.account.BillingTerms.Commitment;
import org.billinggroups.account.BillingTerms.ExtraCharge;
import org.billinggroups.job.ExitCode;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A billing group as commands show it. */
@Component
class GroupView {
    private final BillingGroups groups;
    private final Output output;

    GroupView(BillingGroups groups, Output output) {
        this.groups = groups;
        this.output = output;
    }

    Integer print(BillingGroup group) {
        var json = json(group);
        if (output.isJson()) {
            output.json(json);
        } else {
            json.values().removeIf(value -> value == null || value instanceof List<?> list && list.isEmpty());
            json.forEach((name, value) -> output
                    .line("%-24s%s".formatted(name.replace('_', ' '), shown(value)).stripTrailing()));
        }
        return ExitCode.DONE.code();
    }

    Map<String, Object> json(BillingGroup group) {
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
        json.put("endpoint", details.endpoint());
        json.put("buyer_reference", details.buyerReference());
        json.put("debtor_account", details.debtorAccount());
        json.put("tax_exempt", details.taxExemptReason());
        json.put("tax_territory", details.taxTerritory());
        json.put("discount_percent", group.terms().discountPercent().toPlainString());
        json.put("support_percent", group.terms().supportPercent().toPlainString());
        json.put("support_fixed", plain(group.terms().supportFixed()));
        json.put("support_minimum", plain(group.terms().supportMinimum()));
        json.put("commitment", commitment(group.terms().commitment()));
        json.put("extra_charges", group.terms().extraCharges().stream().map(GroupView::charge).toList());
        json.put("missing_for_invoice", details.missingForInvoice());
        json.put("projects", groups.projectsOf(group.id()));
        json.put("deleted_at", group.deletedAt() == null ? null : group.deletedAt().toString());
        return json;
    }

    private static @Nullable String plain(@Nullable Money amount) {
        return amount == null ? null : amount.getAmount().toPlainString();
    }

    private static @Nullable Map<String, Object> commitment(@Nullable Commitment commitment) {
        if (commitment == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("amount", commitment.amount().getAmount().toPlainString());
        json.put("from", commitment.from() == null ? null : commitment.from().toString());
        json.put("until", commitment.until() == null ? null : commitment.until().toString());
        return json;
    }

    private static Map<String, Object> charge(ExtraCharge charge) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("description", charge.description());
        json.put("amount", charge.amount().getAmount().toPlainString());
        json.put("from", charge.from().toString());
        json.put("until", charge.until() == null ? null : charge.until().toString());
        return json;
    }

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> String.join(", ", list.stream().map(GroupView::shown).toList());
            case Map<?, ?> map -> String.join(" ", map.entrySet().stream().filter(entry -> entry.getValue() != null)
                    .map(entry -> entry.getKey() + " " + entry.getValue()).toList());
            case null, default -> Output.text(value);
        };
    }
}
