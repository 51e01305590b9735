package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The fields of a billing group as options; the texts are checked by the rules of the apply file. */
final class GroupOptions {
    @Option(names = "--name", paramLabel = "NAME", description = "Its name; need not be unique.")
    private @Nullable String name;

    @Option(names = "--company", paramLabel = "NAME", description = "Who gets the invoice.")
    private @Nullable String company;

    @Option(names = "--address-line", paramLabel = "TEXT", description = "A line of the address; up to three.")
    private @Nullable List<String> addressLines;

    @Option(names = "--city", paramLabel = "CITY", description = "The city.")
    private @Nullable String city;

    @Option(names = "--state", paramLabel = "STATE", description = "The state or region.")
    private @Nullable String state;

    @Option(names = "--zip-code", paramLabel = "CODE", description = "The postal code.")
    private @Nullable String zipCode;

    @Option(names = "--country-code", paramLabel = "CC", description = "ISO 3166-1 alpha-2, such as DE.")
    private @Nullable String countryCode;

    @Option(names = "--vat-id", paramLabel = "ID", description = "The VAT id.")
    private @Nullable String vatId;

    @Option(names = "--currency", paramLabel = "CCY", description = "ISO 4217, such as EUR; a new group's is USD.")
    private @Nullable String currency;

    @Option(names = "--billing-email", paramLabel = "E-MAIL", description = "Gets the invoice; up to ten.")
    private @Nullable List<String> billingEmails;

    @Option(names = "--billing-contact-email", paramLabel = "E-MAIL",
            description = "Is asked about problems; up to ten.")
    private @Nullable List<String> billingContactEmails;

    @Option(names = "--extra-text", paramLabel = "TEXT", description = "Printed on every invoice.")
    private @Nullable String extraText;

    @Option(names = "--payment-terms-days", paramLabel = "DAYS", description = "From the issue date to the due date.")
    private @Nullable String paymentTermsDays;

    @Option(names = "--language", paramLabel = "TAG", description = "BCP 47, such as en or de-AT.")
    private @Nullable String language;

    @Option(names = "--purchase-order", paramLabel = "TEXT", description = "The buyer's order number.")
    private @Nullable String purchaseOrder;

    @Option(names = "--endpoint", paramLabel = "SCHEME:ID", description = "The address for electronic invoices.")
    private @Nullable String endpoint;

    @Option(names = "--buyer-reference", paramLabel = "TEXT", description = "What the buyer routes invoices by.")
    private @Nullable String buyerReference;

    @Option(names = "--debtor-account", paramLabel = "ACCOUNT",
            description = "Its account in the bookkeeping, for ledger exports.")
    private @Nullable String debtorAccount;

    @Option(names = "--tax-territory", paramLabel = "TERRITORY",
            description = "The territory with VAT of its own in which it is, such as canary-islands; or none.")
    private @Nullable String taxTerritory;

    @Option(names = "--tax-exempt", paramLabel = "REASON", description = "No tax is charged, for this reason.")
    private @Nullable String taxExempt;

    @Option(names = "--discount-percent", paramLabel = "PERCENT", description = "Off each usage line.")
    private @Nullable String discountPercent;

    @Option(names = "--support-percent", paramLabel = "PERCENT", description = "Of the discounted usage.")
    private @Nullable String supportPercent;

    /** The options that were given, by field of the apply file. */
    Map<String, List<String>> given() {
        Map<String, List<String>> given = new LinkedHashMap<>();
        put(given, "name", name);
        put(given, "company", company);
        put(given, "address_lines", addressLines);
        put(given, "city", city);
        put(given, "state", state);
        put(given, "zip_code", zipCode);
        put(given, "country_code", countryCode);
        put(given, "vat_id", vatId);
        put(given, "currency", currency);
        put(given, "billing_emails", billingEmails);
        put(given, "billing_contact_emails", billingContactEmails);
        put(given, "extra_text", extraText);
        put(given, "payment_terms_days", paymentTermsDays);
        put(given, "language", language);
        put(given, "purchase_order", purchaseOrder);
        put(given, "endpoint", endpoint);
        put(given, "buyer_reference", buyerReference);
        put(given, "debtor_account", debtorAccount);
        put(given, "tax_territory", taxTerritory);
        put(given, "tax_exempt", taxExempt);
        put(given, "discount_percent", discountPercent);
        put(given, "support_percent", supportPercent);
        return given;
    }

    private static void put(Map<String, List<String>> given, String field, @Nullable String value) {
        put(given, field, value == null ? null : List.of(value));
    }

    private static void put(Map<String, List<String>> given, String field, @Nullable List<String> values) {
        if (values != null) {
            given.put(field, values);
        }
    }
}
