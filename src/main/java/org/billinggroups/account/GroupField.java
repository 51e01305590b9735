package org.billinggroups.account;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.billinggroups.account.BillingTerms.ExtraCharge;
import org.billinggroups.account.BillingTerms.PriceAdjustment;
import org.billinggroups.account.Commitment.Settlement;
import org.billinggroups.wording.Language;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a billing group beside id and name, in the order in which they are shown: the billing details, then
 * what was agreed. From them are made the reading of files and options, the questions, views, exports and SQL.
 */
public enum GroupField implements DeclaredField<BillingGroup> {
    CURRENCY("currency", Shape.REQUIRED, CurrencyCode::parse, group -> group.details().currency(),
            "--currency", "CCY", "ISO 4217, such as EUR; a new group's is USD."),
    COMPANY("company", Shape.OPTIONAL, FieldRules.text(128), group -> group.details().company(),
            "--company", "NAME", "Who gets the invoice."),
    ADDRESS_LINES("address_lines", Shape.UP_TO_3, FieldRules.text(100), group -> group.details().addressLines(),
            "--address-line", "TEXT", "A line of the address; up to three."),
    CITY("city", Shape.OPTIONAL, FieldRules.text(50), group -> group.details().city(),
            "--city", "CITY", "The city."),
    STATE("state", Shape.OPTIONAL, FieldRules.text(30), group -> group.details().state(),
            "--state", "STATE", "The state or region."),
    ZIP_CODE("zip_code", Shape.OPTIONAL, FieldRules.text(36), group -> group.details().zipCode(),
            "--zip-code", "CODE", "The postal code."),
    COUNTRY_CODE("country_code", Shape.OPTIONAL, FieldRules::countryCode, group -> group.details().countryCode(),
            "--country-code", "CC", "ISO 3166-1 alpha-2, such as DE."),
    VAT_ID("vat_id", Shape.OPTIONAL, VatIds::check, group -> group.details().vatId(),
            "--vat-id", "ID", "The VAT id."),
    BILLING_EMAILS("billing_emails", Shape.UP_TO_10, FieldRules::email, group -> group.details().billingEmails(),
            "--billing-email", "E-MAIL", "Gets the invoice; up to ten."),
    BILLING_CONTACT_EMAILS("billing_contact_emails", Shape.UP_TO_10, FieldRules::email,
            group -> group.details().billingContactEmails(),
            "--billing-contact-email", "E-MAIL", "Is asked about problems; up to ten."),
    EXTRA_TEXT("extra_text", Shape.OPTIONAL, FieldRules.lines(1000), group -> group.details().extraText(),
            "--extra-text", "TEXT", "Printed on every invoice."),
    PAYMENT_TERMS_DAYS("payment_terms_days", Shape.REQUIRED, FieldRules::paymentTermsDays,
            group -> group.details().paymentTermsDays(),
            "--payment-terms-days", "DAYS", "From the issue date to the due date."),
    LANGUAGE("language", Shape.REQUIRED, FieldRules::language, group -> group.details().language(),
            "--language", "TAG", "BCP 47, such as en or de-AT. Documents are in " + String.join(", ", Language.CODES)
                    + ", else in English."),
    PURCHASE_ORDER("purchase_order", Shape.OPTIONAL, FieldRules.text(100), group -> group.details().purchaseOrder(),
            "--purchase-order", "TEXT", "The buyer's order number."),
    ENDPOINT("endpoint", Shape.OPTIONAL, ElectronicAddress::check, group -> group.details().endpoint(),
            "--endpoint", "SCHEME:ID", "The address for electronic invoices."),
    BUYER_REFERENCE("buyer_reference", Shape.OPTIONAL, FieldRules.text(100), group -> group.details().buyerReference(),
            "--buyer-reference", "TEXT", "What the buyer routes invoices by."),
    DEBTOR_ACCOUNT("debtor_account", Shape.OPTIONAL, FieldRules.text(36), group -> group.details().debtorAccount(),
            "--debtor-account", "ACCOUNT", "Its account in the bookkeeping, for ledger exports."),
    TAX_EXEMPT("tax_exempt", Shape.OPTIONAL, FieldRules.text(200), group -> group.details().taxExemptReason(),
            "--tax-exempt", "REASON", "No tax is charged, for this reason."),
    TAX_TERRITORY("tax_territory", Shape.OPTIONAL, TaxTerritories::parse, group -> group.details().taxTerritory(),
            "--tax-territory", "TERRITORY",
            "The territory with VAT of its own in which it is, such as canary-islands; or none."),
    REGISTRATION_ID("registration_id", Shape.OPTIONAL, FieldRules.text(50), group -> group.details().registrationId(),
            "--registration-id", "ID", "Its number in the register of companies."),
    CONTACT_NAME("contact_name", Shape.OPTIONAL, FieldRules.text(100), group -> group.details().contactName(),
            "--contact-name", "NAME", "The person or department that the invoice goes to."),
    DELIVERY_COUNTRY_CODE("delivery_country_code", Shape.OPTIONAL, FieldRules::countryCode,
            group -> group.details().deliveryCountryCode(),
            "--delivery-country-code", "CC", "Where the service is delivered, such as DE."),
    E_INVOICE("e_invoice", Shape.REQUIRED, EInvoice::ofCode, group -> group.details().eInvoice(),
            "--e-invoice", "FORM", "factur-x, peppol, xrechnung, xrechnung-cii or none; a new group's is factur-x."),
    INVOICE_LINES("invoice_lines", Shape.OPTIONAL, PrintedLines::ofCode, group -> group.details().invoiceLines(),
            "--invoice-lines", "WHICH", "pdf or summary; else billing.documents.lines."),
    REMINDERS("reminders", Shape.REQUIRED, Reminders::ofCode, group -> group.details().reminders(),
            "--reminders", "ON|OFF", "Whether it is reminded of invoices that are overdue; a new group is not."),
    SEPA_MANDATE("sepa_mandate", Shape.MANDATE, group -> group.details().sepaMandate()),
    DISCOUNT_PERCENT("discount_percent", Shape.REQUIRED, FieldRules.percent(100),
            group -> group.terms().discountPercent(), "--discount-percent", "PERCENT", "Off each usage line."),
    SUPPORT_PERCENT("support_percent", Shape.REQUIRED, FieldRules.percent(1000),
            group -> group.terms().supportPercent(), "--support-percent", "PERCENT", "Of the discounted usage."),
    SUPPORT_FIXED("support_fixed", Shape.AMOUNT, group -> group.terms().supportFixed()),
    SUPPORT_MINIMUM("support_minimum", Shape.AMOUNT, group -> group.terms().supportMinimum()),
    COMMITMENT("commitment", Shape.COMMITMENT, group -> group.terms().commitment()),
    EXTRA_CHARGES("extra_charges", Shape.CHARGES, group -> group.terms().extraCharges()),
    PRICE_ADJUSTMENTS("price_adjustments", Shape.ADJUSTMENTS, group -> group.terms().priceAdjustments());

    /** What is compared and written. */
    static final List<Column<BillingGroup>> COLUMNS = DeclaredField.columns(values(),
            List.of(new Column<>("account_id", BillingGroup::accountId), new Column<>("name", BillingGroup::name),
                    new Column<>("default_for_project", BillingGroup::defaultForProject),
                    new Column<>("id", BillingGroup::id)));

    private final Facts<BillingGroup> facts;
    private final @Nullable Option option;

    /** The option by which a command sets the field. */
    public record Option(String name, String paramLabel, String description) {}

    GroupField(String key, Shape shape, Function<String, ?> rule, Function<BillingGroup, @Nullable Object> getter,
            String option, String paramLabel, String description) {
        this.facts = new Facts<>(key, shape, rule, getter);
        this.option = new Option(option, paramLabel, description);
    }

    /** A field that only files declare. */
    GroupField(String key, Shape shape, Function<BillingGroup, @Nullable Object> getter) {
        this.facts = new Facts<>(key, shape, text -> text, getter);
        this.option = null;
    }

    @Override
    public String column() {
        return this == TAX_EXEMPT ? "tax_exempt_reason" : key();
    }

    @Override
    public Facts<BillingGroup> facts() {
        return facts;
    }

    /** Its option, or null if only files declare it. */
    public @Nullable Option option() {
        return option;
    }

    /** Whether it has several values. */
    public boolean isList() {
        return shape().isList();
    }

    /** Whether it says to whom and how the group is invoiced, and not what was agreed. */
    boolean isDetail() {
        return compareTo(DISCOUNT_PERCENT) < 0;
    }

    /** The field of that name in the apply file, or null. */
    static @Nullable GroupField of(String key) {
        return Arrays.stream(values()).filter(field -> field.key().equals(key)).findFirst().orElse(null);
    }

    /** The group's value as text, number, list or map; amounts without their currency, which is the group's. */
    public @Nullable Object shown(BillingGroup group) {
        return plain(of(group));
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Money amount -> amount.getAmount().toPlainString();
            case BigDecimal number -> number.toPlainString();
            case CurrencyUnit currency -> currency.getCode();
            case EInvoice form -> form.code();
            case PrintedLines lines -> lines.code();
            case Reminders reminders -> reminders.code();
            case List<?> list -> list.stream().map(GroupField::plain).toList();
            case Commitment agreed -> term(agreed);
            case ExtraCharge charge -> agreed(charge.description(), charge.amount(), charge.from(), charge.until());
            case PriceAdjustment adjustment -> adjustment(adjustment);
            case SepaMandate mandate -> mandate.byName();
            case null, default -> value;
        };
    }

    private static Map<String, @Nullable Object> adjustment(PriceAdjustment adjustment) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("service", adjustment.service());
        fields.put("sku", adjustment.sku());
        fields.put("percent", plain(adjustment.percent()));
        putPeriods(fields, adjustment.from(), adjustment.until());
        return fields;
    }

    private static Map<String, @Nullable Object> term(Commitment agreed) {
        var fields = agreed(null, agreed.amount(), agreed.from(), agreed.until());
        if (agreed.settled() != Settlement.MONTHLY) {
            fields.put("settled", agreed.settled().code());
        }
        if (agreed.agreedUntil() != null) {
            fields.put("agreed_until", agreed.agreedUntil().toString());
        }
        return fields;
    }

    private static Map<String, @Nullable Object> agreed(@Nullable String description, Money amount,
            @Nullable Object from, @Nullable Object until) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (description != null) {
            fields.put("description", description);
        }
        fields.put("amount", plain(amount));
        putPeriods(fields, from, until);
        return fields;
    }

    private static void putPeriods(Map<String, @Nullable Object> fields, @Nullable Object from,
            @Nullable Object until) {
        fields.put("from", from == null ? null : from.toString());
        fields.put("until", until == null ? null : until.toString());
    }
}
