package org.billinggroups.account;

import static org.billinggroups.account.GroupField.ADDRESS_LINES;
import static org.billinggroups.account.GroupField.BILLING_CONTACT_EMAILS;
import static org.billinggroups.account.GroupField.BILLING_EMAILS;
import static org.billinggroups.account.GroupField.BUYER_REFERENCE;
import static org.billinggroups.account.GroupField.CITY;
import static org.billinggroups.account.GroupField.COMMITMENT;
import static org.billinggroups.account.GroupField.COMPANY;
import static org.billinggroups.account.GroupField.CONTACT_NAME;
import static org.billinggroups.account.GroupField.COUNTRY_CODE;
import static org.billinggroups.account.GroupField.CURRENCY;
import static org.billinggroups.account.GroupField.DEBTOR_ACCOUNT;
import static org.billinggroups.account.GroupField.DELIVERY_COUNTRY_CODE;
import static org.billinggroups.account.GroupField.DISCOUNT_PERCENT;
import static org.billinggroups.account.GroupField.ENDPOINT;
import static org.billinggroups.account.GroupField.EXTRA_CHARGES;
import static org.billinggroups.account.GroupField.EXTRA_TEXT;
import static org.billinggroups.account.GroupField.E_INVOICE;
import static org.billinggroups.account.GroupField.INVOICE_LINES;
import static org.billinggroups.account.GroupField.LANGUAGE;
import static org.billinggroups.account.GroupField.PAYMENT_TERMS_DAYS;
import static org.billinggroups.account.GroupField.PRICE_ADJUSTMENTS;
import static org.billinggroups.account.GroupField.PURCHASE_ORDER;
import static org.billinggroups.account.GroupField.REGISTRATION_ID;
import static org.billinggroups.account.GroupField.REMINDERS;
import static org.billinggroups.account.GroupField.SEPA_MANDATE;
import static org.billinggroups.account.GroupField.STATE;
import static org.billinggroups.account.GroupField.SUPPORT_FIXED;
import static org.billinggroups.account.GroupField.SUPPORT_MINIMUM;
import static org.billinggroups.account.GroupField.SUPPORT_PERCENT;
import static org.billinggroups.account.GroupField.TAX_EXEMPT;
import static org.billinggroups.account.GroupField.TAX_TERRITORY;
import static org.billinggroups.account.GroupField.VAT_ID;
import static org.billinggroups.account.GroupField.ZIP_CODE;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.billinggroups.account.BillingTerms.ExtraCharge;
import org.billinggroups.account.Commitment.Settlement;
import org.billinggroups.account.Declaration.DeclaredGroup;
import org.billinggroups.file.InputProblems;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a billing group from an apply file or a command. */
final class GroupFields {
    private GroupFields() {}

    /** The group as declared; fields that the file does not name are absent, empty ones are null. */
    static DeclaredGroup read(YamlMapping yaml) {
        Map<GroupField, @Nullable Object> fields = new EnumMap<>(GroupField.class);
        for (var field : DeclaredField.given(yaml, GroupField.values(), "id", "name")) {
            fields.put(field, read(field, yaml, (CurrencyUnit) fields.get(CURRENCY)));
        }
        return new DeclaredGroup(yaml.place(), yaml.value("id", FieldRules::uuid),
                yaml.has("name") ? yaml.required("name", FieldRules.text(128)) : null, fields);
    }

    /** What was given on the command line, where the fields that have several values are lists. */
    static DeclaredGroup read(Map<String, List<String>> given, InputProblems problems) {
        return read(YamlMapping.ofCommand(given, key -> {
            var field = GroupField.of(key);
            return field != null && field.isList();
        }, problems::add));
    }

    /** The group with other values of its fields. */
    static BillingGroup laidOver(BillingGroup group, Map<GroupField, @Nullable Object> given) {
        var all = new DeclaredField.Values<>(group, given);
        var details = new BillingDetails(all.get(COMPANY), all.get(ADDRESS_LINES), all.get(CITY), all.get(STATE),
                all.get(ZIP_CODE), all.get(COUNTRY_CODE), all.get(VAT_ID), all.get(CURRENCY),
                all.get(BILLING_EMAILS), all.get(BILLING_CONTACT_EMAILS), all.get(EXTRA_TEXT),
                all.<Integer>get(PAYMENT_TERMS_DAYS), all.get(LANGUAGE), all.get(PURCHASE_ORDER), all.get(TAX_EXEMPT),
                all.get(ENDPOINT), all.get(BUYER_REFERENCE), all.get(TAX_TERRITORY), all.get(DEBTOR_ACCOUNT),
                all.get(REGISTRATION_ID), all.get(CONTACT_NAME), all.get(DELIVERY_COUNTRY_CODE), all.get(E_INVOICE),
                all.get(INVOICE_LINES), all.get(SEPA_MANDATE), all.get(REMINDERS));
        Commitment agreed = all.get(COMMITMENT);
        var terms = new BillingTerms(all.get(DISCOUNT_PERCENT), all.get(SUPPORT_PERCENT), all.get(SUPPORT_FIXED),
                all.get(SUPPORT_MINIMUM), agreed == null ? null : agreed.continuing(group.terms().commitment()),
                all.get(EXTRA_CHARGES), all.get(PRICE_ADJUSTMENTS));
        return new BillingGroup(group.id(), group.name(), group.accountId(), group.defaultForProject(), details, terms,
                null);
    }

    private static @Nullable Object read(GroupField field, YamlMapping yaml, @Nullable CurrencyUnit currency) {
        return switch (field.shape()) {
            case AMOUNT -> support(field.key(), yaml, currency);
            case COMMITMENT -> {
                var commitment = yaml.mapping(field.key());
                yield commitment == null ? null : commitment(commitment, currency);
            }
            case ADJUSTMENTS -> PriceAdjustments.read(field.key(), yaml);
            case CHARGES -> yaml.mappings(field.key(), charge -> extraCharge(charge, currency));
            default -> field.read(yaml);
        };
    }

    private static @Nullable Money support(String key, YamlMapping yaml, @Nullable CurrencyUnit currency) {
        var given = currency == null ? null : yaml.value(key, FieldRules.money(currency));
        if (currency == null) {
            yaml.problem(key, "", "expected the group's currency to be declared as well");
        } else if (given != null && given.isNegative()) {
            yaml.problem(key, given.getAmount().toPlainString(), "expected an amount of 0 or more");
        }
        return given;
    }

    private static @Nullable Commitment commitment(YamlMapping yaml, @Nullable CurrencyUnit groupCurrency) {
        yaml.allow(Set.of("amount", "currency", "from", "until", "settled", "agreed_until"));
        var amount = amount(yaml, groupCurrency);
        if (amount != null && amount.isNegative()) {
            yaml.problem("amount", amount.getAmount().toPlainString(), "expected an amount of 0 or more");
        }
        var from = yaml.value("from", FieldRules::period);
        var until = until(yaml, from);
        var settled = Objects.requireNonNullElse(yaml.value("settled", Settlement::ofCode), Settlement.MONTHLY);
        var agreedUntil = yaml.value("agreed_until", FieldRules::period);
        if (settled == Settlement.AT_END && (from == null || until == null)) {
            yaml.problem(from == null ? "from" : "until", "", "expected the term's first and last period");
        }
        if (agreedUntil != null && (settled == Settlement.MONTHLY
                || until != null && agreedUntil.compareTo(until) < 0)) {
            yaml.problem("agreed_until", agreedUntil.toString(), settled == Settlement.MONTHLY
                    ? "expected it only beside settled: at-end"
                    : "expected a period not before " + until);
        }
        return amount == null ? null : new Commitment(amount, from, until, settled, agreedUntil);
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

    static @Nullable BillingPeriod until(YamlMapping yaml, @Nullable BillingPeriod from) {
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
}
