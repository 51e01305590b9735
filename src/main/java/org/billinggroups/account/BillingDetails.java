package org.billinggroups.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * To whom and how a billing group is invoiced. What is not yet known is null or empty: a group may be kept before it
 * can be invoiced.
 *
 * @param addressLines up to three lines
 * @param countryCode ISO 3166-1 alpha-2
 * @param billingEmails get the invoice, at most ten
 * @param billingContactEmails are asked about problems, at most ten
 * @param extraText printed on every invoice: purchase order, cost centre
 * @param paymentTermsDays days from the issue date to the due date
 * @param language BCP 47
 * @param taxExemptReason why no tax is due, or null where tax is due as usual
 * @param endpoint the address for electronic invoices, its scheme in front (code list EAS), such as
 *        {@code 0204:991-1234}
 * @param buyerReference what the buyer routes invoices by (EN 16931 BT-10)
 * @param taxTerritory the territory that is taxed otherwise than its country and in which the group is, or
 *        {@code none}; null where nobody has said
 * @param debtorAccount the group's account in the seller's bookkeeping, for exports
 * @param registrationId its number in the register of companies (EN 16931 BT-47)
 * @param contactName the person or department that the invoice goes to (BT-56)
 * @param deliveryCountryCode where the service is delivered, ISO 3166-1 alpha-2 (BT-80)
 * @param eInvoice in which form it gets invoices beside the page
 * @param invoiceLines which lines are printed, or null for what the setting says
 * @param sepaMandate by which invoices are collected, or null where the customer pays them
 * @param reminders whether it is reminded of invoices that are overdue
 */
public record BillingDetails(
        @Nullable String company,
        List<String> addressLines,
        @Nullable String city,
        @Nullable String state,
        @Nullable String zipCode,
        @Nullable String countryCode,
        @Nullable String vatId,
        CurrencyUnit currency,
        List<String> billingEmails,
        List<String> billingContactEmails,
        @Nullable String extraText,
        int paymentTermsDays,
        String language,
        @Nullable String purchaseOrder,
        @Nullable String taxExemptReason,
        @Nullable String endpoint,
        @Nullable String buyerReference,
        @Nullable String taxTerritory,
        @Nullable String debtorAccount,
        @Nullable String registrationId,
        @Nullable String contactName,
        @Nullable String deliveryCountryCode,
        EInvoice eInvoice,
        @Nullable PrintedLines invoiceLines,
        @Nullable SepaMandate sepaMandate,
        Reminders reminders) {

    /** Payment terms when none are declared. */
    public static final int DEFAULT_PAYMENT_TERMS_DAYS = 14;

    /** Takes copies of the lists; what version 1.0 froze has no form of electronic invoices, and no reminders. */
    public BillingDetails {
        addressLines = List.copyOf(addressLines);
        billingEmails = List.copyOf(billingEmails);
        billingContactEmails = List.copyOf(billingContactEmails);
        eInvoice = Objects.requireNonNullElse(eInvoice, EInvoice.FACTUR_X);
        reminders = Objects.requireNonNullElse(reminders, Reminders.OFF);
    }

    /** What a group has before anybody declared anything: US dollars, the default terms, English. */
    public static BillingDetails unknown() {
        return new BillingDetails(null, List.of(), null, null, null, null, null, CurrencyUnit.USD, List.of(), List.of(),
                null, DEFAULT_PAYMENT_TERMS_DAYS, "en", null, null, null, null, null, null, null, null, null,
                EInvoice.FACTUR_X, null, null, Reminders.OFF);
    }

    /** Whether taxes are those of the same country, territory and VAT id. */
    public boolean isTaxedLike(BillingDetails other) {
        return Objects.equals(countryCode, other.countryCode) && Objects.equals(vatId, other.vatId)
                && territory().equals(other.territory());
    }

    private String territory() {
        return Objects.requireNonNullElse(taxTerritory, "none");
    }

    /** Whether invoices name the same customer: company, address and what decides on tax. */
    public boolean isSameCustomer(BillingDetails other) {
        return isTaxedLike(other) && Objects.equals(company, other.company) && addressLines.equals(other.addressLines)
                && Objects.equals(city, other.city) && Objects.equals(state, other.state)
                && Objects.equals(zipCode, other.zipCode) && Objects.equals(taxExemptReason, other.taxExemptReason);
    }

    /** The names of the details without which no invoice can be issued; empty when the group can be invoiced. */
    public List<String> missingForInvoice() {
        List<String> missing = new ArrayList<>();
        if (company == null) {
            missing.add("company");
        }
        if (addressLines.isEmpty()) {
            missing.add("address_lines");
        }
        if (city == null) {
            missing.add("city");
        }
        if (countryCode == null) {
            missing.add("country_code");
        }
        return missing;
    }
}
