package org.billinggroups.account;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A territory that is taxed otherwise than the country of its addresses; a row of {@code tax-territories.csv}.
 *
 * @param key what a group's {@code tax_territory} names it by, such as {@code canary-islands}
 * @param state the country to which it belongs, or which it follows (ISO 3166-1 alpha-2)
 * @param countries the countries under which its addresses are written without its own code
 * @param codes its own codes: ISO 3166-1 or 3166-2, or reserved ones
 * @param names the subdivisions and places that point to it, plain
 * @param postcodes the postal codes that point to it, plain
 * @param ownState the country whose rates hold for sellers of its state, or null where it is outside of VAT
 * @param others the country as which it counts for all other sellers, or null where it is outside
 */
public record TaxTerritory(String key, String state, Set<String> countries, Set<String> codes, Set<String> names,
        Pattern postcodes, @Nullable String ownState, @Nullable String others) {

    /** Takes copies of the sets. */
    public TaxTerritory {
        countries = Set.copyOf(countries);
        codes = Set.copyOf(codes);
        names = Set.copyOf(names);
    }

    /** The country as whose part it counts for a seller of that state; empty if it is outside of that tax. */
    public Optional<String> countsAs(String sellerState) {
        return Optional.ofNullable(sellerState.equals(state) ? ownState : others);
    }

    /** Whether an address under one of the countries above points to it. */
    boolean isPointedAtBy(BillingDetails details) {
        return countries.contains(String.valueOf(details.countryCode()))
                && (hasName(details.state()) || (details.zipCode() == null
                        ? hasName(details.city())
                        : postcodes.matcher(postcode(details.zipCode())).matches()));
    }

    /** Plain, and without a country in front as in {@code F-97400}; British ones begin with letters themselves. */
    private String postcode(String zipCode) {
        var plain = TaxTerritories.plain(zipCode);
        return countries.contains("GB") ? plain : plain.replaceFirst("^[a-z]{1,3}(?=[0-9])", "");
    }

    private boolean hasName(@Nullable String text) {
        return text != null && names.contains(TaxTerritories.plain(text));
    }
}
