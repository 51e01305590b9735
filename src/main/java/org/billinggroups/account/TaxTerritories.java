package org.billinggroups.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.billinggroups.file.CsvInput;
import org.jspecify.annotations.Nullable;

/**
 * The table of territories that are taxed otherwise than the country of their addresses. Those with an ISO country code
 * of their own are known by it. To the others a subdivision or postal code may point, which is not enough to tax by:
 * the group's {@code tax_territory} says whether it is there.
 */
public final class TaxTerritories {
    /** What {@code tax_territory} says of a group that is in none of them, although its address looks so. */
    public static final String NONE = "none";

    private static final Set<String> COLUMNS = Set.of("territory", "name", "state", "countries", "codes", "names",
            "postcodes", "own_state", "others", "source");
    private static final Map<String, TaxTerritory> BY_KEY = read();
    private static final Map<String, TaxTerritory> BY_CODE = byCode();
    private static final Map<String, String> KEYS = keys();

    private TaxTerritories() {}

    /** All of them. */
    public static Collection<TaxTerritory> all() {
        return Collections.unmodifiableCollection(BY_KEY.values());
    }

    /** The territory in which the group is, by the code of its country or by what was declared. */
    public static Optional<TaxTerritory> of(BillingDetails details) {
        var own = BY_CODE.get(String.valueOf(details.countryCode()));
        return Optional.ofNullable(own == null ? BY_KEY.get(String.valueOf(details.taxTerritory())) : own);
    }

    /** The territory to which the group's address points, as long as nobody has said whether the group is there. */
    public static Optional<TaxTerritory> undecided(BillingDetails details) {
        return details.taxTerritory() != null
                ? Optional.empty()
                : BY_KEY.values().stream().filter(territory -> territory.isPointedAtBy(details)).findFirst();
    }

    /**
     * The state whose tax a country code stands for: that of a territory which is part of a state's tax, else itself.
     */
    public static String stateOf(String countryCode) {
        var territory = BY_CODE.get(countryCode);
        return territory == null || territory.ownState() == null ? countryCode : territory.state();
    }

    /** The countries whose tax is due in territories where tax is due, by key and by country code. */
    public static Map<String, String> taxCountries() {
        Map<String, String> countries = new LinkedHashMap<>();
        BY_KEY.forEach((key, territory) -> putTaxed(key, territory, countries));
        BY_CODE.forEach((code, territory) -> putTaxed(code, territory, countries));
        return countries;
    }

    private static void putTaxed(String name, TaxTerritory territory, Map<String, String> countries) {
        if (territory.ownState() != null) {
            countries.put(name, territory.ownState());
        }
    }

    /**
     * The key of a territory by its key, name or code, or {@value #NONE}.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    static String parse(String text) {
        var key = KEYS.get(plain(text));
        if (key == null) {
            throw new IllegalArgumentException(
                    "expected " + NONE + " or one of " + String.join(", ", BY_KEY.keySet()));
        }
        return key;
    }

    /** What is wrong with a territory in a country; empty if nothing is. */
    static Optional<String> problem(String key, @Nullable String countryCode) {
        var own = BY_CODE.get(String.valueOf(countryCode));
        var territory = BY_KEY.get(key);
        if (own != null) {
            return own == territory
                    ? Optional.empty()
                    : Optional.of("expected " + own.key() + " or nothing, as the group's country code is that of "
                            + "this territory");
        }
        return territory == null || countryCode == null || territory.state().equals(countryCode)
                || territory.countries().contains(countryCode)
                        ? Optional.empty()
                        : Optional.of("expected a territory with addresses of " + countryCode
                                + "; declare the group's country code or tax territory as well");
    }

    /** Letters and digits only, in lower case and without accents, as they are compared. */
    static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("[^\\p{L}\\p{N}]", "")
                .toLowerCase(Locale.ROOT);
    }

    private static Map<String, TaxTerritory> byCode() {
        Map<String, TaxTerritory> territories = new LinkedHashMap<>();
        BY_KEY.values().forEach(territory -> territory.codes().stream().filter(code -> code.length() == 2)
                .forEach(code -> territories.put(code, territory)));
        return territories;
    }

    private static Map<String, String> keys() {
        Map<String, String> keys = new LinkedHashMap<>(Map.of(NONE, NONE));
        BY_KEY.forEach((key, territory) -> {
            keys.put(plain(key), key);
            territory.codes().forEach(code -> keys.put(plain(code), key));
            territory.names().forEach(name -> keys.put(name, key));
        });
        return keys;
    }

    private static Map<String, TaxTerritory> read() {
        Map<String, TaxTerritory> territories = new LinkedHashMap<>();
        var file = "tax-territories.csv";
        try (var csv = new CsvInput(file,
                Objects.requireNonNull(TaxTerritories.class.getResourceAsStream("/" + file)), COLUMNS, COLUMNS)) {
            for (var row = csv.next(); row != null; row = csv.next()) {
                var territory = territory(csv, row);
                territories.put(territory.key(), territory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return territories;
    }

    private static TaxTerritory territory(CsvInput csv, CsvInput.Row row) {
        var state = row.cell(csv.column("state"));
        var codes = list(row.cell(csv.column("codes")));
        List<String> names = new ArrayList<>(list(row.cell(csv.column("names"))));
        names.add(row.cell(csv.column("name")));
        codes.stream().filter(code -> code.length() > 2).forEach(code -> {
            names.add(code);
            names.add(code.substring(code.indexOf('-') + 1));
        });
        return new TaxTerritory(row.cell(csv.column("territory")), state,
                new LinkedHashSet<>(list(row.cell(csv.column("countries")))), new LinkedHashSet<>(codes),
                names.stream().map(TaxTerritories::plain).collect(Collectors.toCollection(LinkedHashSet::new)),
                Pattern.compile(row.cell(csv.column("postcodes"))), country(row.cell(csv.column("own_state"))),
                country(row.cell(csv.column("others"))));
    }

    private static @Nullable String country(String cell) {
        return cell.isEmpty() ? null : cell;
    }

    private static List<String> list(String cell) {
        return cell.isEmpty() ? List.of() : Arrays.asList(cell.split(";"));
    }
}
