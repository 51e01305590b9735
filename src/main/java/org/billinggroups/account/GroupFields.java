package org.billinggroups.account;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.billinggroups.account.BillingTerms.Commitment;
import org.billinggroups.account.BillingTerms.ExtraCharge;
import org.billinggroups.account.Declaration.DeclaredGroup;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a billing group in the apply file, with the rule of each (product limits). */
final class GroupFields {
    private static final Map<String, Function<String, ?>> SINGLE = new TreeMap<>(
            Map.<String, Function<String, ?>>ofEntries(
                    Map.entry("company", FieldRules.text(128)),
                    Map.entry("city", FieldRules.text(50)),
                    Map.entry("state", FieldRules.text(30)),
                    Map.entry("zip_code", FieldRules.text(36)),
                    Map.entry("country_code", FieldRules::countryCode),
                    Map.entry("vat_id", VatIds::check),
                    Map.entry("currency", CurrencyCode::parse),
                    Map.entry("extra_text", FieldRules.lines(1000)),
                    Map.entry("payment_terms_days", FieldRules::paymentTermsDays),
                    Map.entry("language", FieldRules::language),
                    Map.entry("purchase_order", FieldRules.text(100)),
                    Map.entry("endpoint", ElectronicAddress::check),
                    Map.entry("buyer_reference", FieldRules.text(100)),
                    Map.entry("tax_territory", TaxTerritories::parse),
                    Map.entry("debtor_account", FieldRules.text(36)),
                    Map.entry("discount_percent", FieldRules.percent(100)),
                    Map.entry("support_percent", FieldRules.percent(1000))));
    /** What a seller or a group always has: an empty value cannot clear it. */
    private static final Set<String> NEVER_EMPTY = Set.of("currency", "payment_terms_days", "language",
            "discount_percent", "support_percent", "invoice_series", "credit_note_series");
    private static final String TAX_EXEMPT = "tax_exempt";
    private static final Set<String> OTHERS = Set.of("id", "name", "address_lines", "billing_emails",
            "billing_contact_emails", "commitment", "extra_charges", "support_fixed", "support_minimum", TAX_EXEMPT);

    /** The fields that say to whom and how a group is invoiced, without what was agreed with it. */
    static final List<String> DETAILS = List.of("company", "address_lines", "city", "state", "zip_code", "country_code",
            "vat_id", "currency", "billing_emails", "billing_contact_emails", "extra_text", "payment_terms_days",
            "language", "purchase_order", "tax_exempt_reason", "endpoint", "buyer_reference",
            "tax_territory", "debtor_account");
    /** The fields that are lists. */
    static final Set<String> LISTS = Set.of("address_lines", "billing_emails", "billing_contact_emails");

    private GroupFields() {}

    /** The group as declared; fields that the file does not name are absent, empty ones are null. */
    static DeclaredGroup read(YamlMapping yaml) {
        Set<String> known = new TreeSet<>(SINGLE.keySet());
        known.addAll(OTHERS);
        yaml.allow(known);
        var fields = JsonNodeFactory.instance.objectNode();
        SINGLE.forEach((key, rule) -> putSingle(yaml, key, rule, fields));
        putList(yaml, "address_lines", FieldRules.text(100), 3, fields);
        putList(yaml, "billing_emails", FieldRules::email, 10, fields);
        putList(yaml, "billing_contact_emails", FieldRules::email, 10, fields);
        if (yaml.has(TAX_EXEMPT)) {
            fields.put("tax_exempt_reason", yaml.value(TAX_EXEMPT, FieldRules.text(200)));
        }
        putTerms(yaml, fields);
        return new DeclaredGroup(yaml.place(), yaml.value("id", FieldRules::uuid),
                yaml.has("name") ? yaml.required("name", FieldRules.text(128)) : null, fields);
    }

    private static void putTerms(YamlMapping yaml, ObjectNode fields) {
        var currency = fields.hasNonNull("currency") ? CurrencyUnit.of(fields.get("currency").asString()) : null;
        for (var key : List.of("support_fixed", "support_minimum")) {
            if (yaml.has(key)) {
                var given = currency == null ? null : yaml.value(key, FieldRules.money(currency));
                if (currency == null) {
                    yaml.problem(key, "", "expected the group's currency to be declared as well");
                } else if (given != null && given.isNegative()) {
                    yaml.problem(key, given.getAmount().toPlainString(), "expected an amount of 0 or more");
                }
                fields.set(key, FrozenJson.nodeOf(given));
            }
        }
        if (yaml.has("commitment")) {
            var commitment = yaml.mapping("commitment");
            fields.set("commitment", commitment == null
                    ? JsonNodeFactory.instance.nullNode()
                    : FrozenJson.nodeOf(commitment(commitment, currency)));
        }
        if (yaml.has("extra_charges")) {
            var charges = fields.putArray("extra_charges");
            yaml.mappings("extra_charges", charge -> extraCharge(charge, currency))
                    .forEach(charge -> charges.add(FrozenJson.nodeOf(charge)));
        }
    }

    private static @Nullable Commitment commitment(YamlMapping yaml, @Nullable CurrencyUnit groupCurrency) {
        yaml.allow(Set.of("amount", "currency", "from", "until"));
        var amount = amount(yaml, groupCurrency);
        if (amount != null && amount.isNegative()) {
            yaml.problem("amount", amount.getAmount().toPlainString(), "expected an amount of 0 or more");
        }
        var from = yaml.value("from", FieldRules::period);
        return amount == null ? null : new Commitment(amount, from, until(yaml, from));
    }

    private static @Nullable ExtraCharge extraCharge(YamlMapping yaml, @Nullable CurrencyUnit groupCurrency) {
        yaml.allow(Set.of("description", "amount", "currency", "period", "from", "until"));
        var description = yaml.required("description", FieldRules.text(200));
        var amount = amount(yaml, groupCurrency);
        var once = yaml.value("period", FieldRules::period);
        var from = once == null ? yaml.value("from", FieldRules::period) : once;
        if (yaml.has("period") == yaml.has("from") || yaml.has("period") && yaml.has("until")) {
            yaml.problem("period", "", "expected either period (once) or from and perhaps until (monthly)");
        }
        var until = once == null ? until(yaml, from) : once;
        return description == null || amount == null || from == null
                ? null
                : new ExtraCharge(description, amount, from, until);
    }

    private static @Nullable BillingPeriod until(YamlMapping yaml, @Nullable BillingPeriod from) {
        var until = yaml.value("until", FieldRules::period);
        if (until != null && from != null && until.compareTo(from) < 0) {
            yaml.problem("until", until.toString(), "expected a period not before " + from);
        }
        return until;
    }

    /** An amount in the group's currency, which has to be declared beside it. */
    private static @Nullable Money amount(YamlMapping yaml, @Nullable CurrencyUnit groupCurrency) {
        var own = yaml.value("currency", CurrencyCode::parse);
        if (groupCurrency == null) {
            yaml.problem("amount", "", "expected the group's currency to be declared as well");
            return null;
        }
        if (own != null && !own.equals(groupCurrency)) {
            yaml.problem("currency", own.getCode(), "expected the group's currency " + groupCurrency);
            return null;
        }
        return yaml.required("amount", FieldRules.money(groupCurrency));
    }

    static void putSingle(YamlMapping yaml, String key, Function<String, ?> rule, ObjectNode fields) {
        if (yaml.has(key)) {
            fields.set(key,
                    FrozenJson.nodeOf(NEVER_EMPTY.contains(key) ? yaml.required(key, rule) : yaml.value(key, rule)));
        }
    }

    static void putList(YamlMapping yaml, String key, Function<String, String> rule, int max, ObjectNode fields) {
        if (yaml.has(key)) {
            List<String> values = yaml.values(key, rule);
            if (values.size() > max) {
                yaml.problem(key, "", "expected at most " + max + " entries, found " + values.size());
            }
            var array = fields.putArray(key);
            values.forEach(array::add);
        }
    }
}
