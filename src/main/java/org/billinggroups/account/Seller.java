package org.billinggroups.account;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who issues the invoices.
 *
 * @param id the key, such as {@code main}
 * @param addressLines one to three lines
 * @param countryCode ISO 3166-1 alpha-2; decides which tax is due
 * @param invoiceSeries the pattern of invoice numbers, such as <code>INV-{year}-{number:6}</code>
 * @param creditNoteSeries the pattern of the numbers of credit notes
 * @param currency the currency of the seller's books, in which VAT is stated as well
 * @param endpoint the address for electronic invoices, its scheme in front (code list EAS), such as
 *        {@code 0216:003712345671}
 * @param accentColor the colour of headings on documents, such as {@code #1B4F8A}, or null for the usual one
 * @param logo a picture at the head of documents, as a data URL of PNG or JPEG; or null
 * @param contact whom to ask about invoices, or null
 * @param registrationId the number in the register of companies, or null
 * @param legalText what the law wants at the foot of letters, such as register court and directors; up to three lines
 * @param nextNumber the first numbers of series that another system began, by {@linkplain NextNumbers#key series and
 *        year}
 * @param taxNumber the number under which the seller's own country taxes it, where it has no VAT id or beside it
 * @param creditorId by which banks know who collects by SEPA direct debit, or null
 */
public record Seller(
        String id,
        String name,
        List<String> addressLines,
        String city,
        @Nullable String zipCode,
        String countryCode,
        @Nullable String vatId,
        @Nullable String iban,
        @Nullable String bic,
        @Nullable String email,
        String invoiceSeries,
        String creditNoteSeries,
        CurrencyUnit currency,
        @Nullable String endpoint,
        @Nullable String accentColor,
        @Nullable String logo,
        @Nullable String taxNumber,
        @Nullable Contact contact,
        @Nullable String registrationId,
        List<String> legalText,
        @Nullable String website,
        Map<String, Integer> nextNumber,
        @Nullable String creditorId) {

    /** The pattern of invoice numbers when none is declared. */
    public static final String DEFAULT_INVOICE_SERIES = "INV-{year}-{number:6}";

    /** The pattern of the numbers of credit notes when none is declared. */
    public static final String DEFAULT_CREDIT_NOTE_SERIES = "CN-{year}-{number:6}";

    /** Whether a tax office knows the seller by a number, which documents with VAT must name. */
    public boolean hasTaxIdentity() {
        return vatId != null || taxNumber != null;
    }

    /** The first number of a series in a year. */
    public int firstNumber(String series, int year) {
        return nextNumber.getOrDefault(NextNumbers.key(series, year), 1);
    }

    /** Takes copies; what version 1.0 froze has no legal text and no numbers. */
    public Seller {
        addressLines = List.copyOf(addressLines);
        legalText = List.copyOf(Objects.requireNonNullElse(legalText, List.of()));
        nextNumber = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNullElse(nextNumber, Map.of())));
    }
}
