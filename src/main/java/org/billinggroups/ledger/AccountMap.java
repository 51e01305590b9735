package org.billinggroups.ledger;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billinggroups.file.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * What an accounting program calls our ledger accounts. A key is such as {@code revenue:usage}, {@code revenue} for all
 * kinds of revenue, or either with a tax code, {@code revenue/S25.5}; settings are also written {@code revenue-usage}
 * and {@code revenue-s25.5}. What is configured goes before defaults, then the more special key before the more general
 * one.
 */
final class AccountMap {
    /** What customers owe. */
    static final String RECEIVABLE = "accounts_receivable";

    /** What plain text accounting calls them, unless something else is configured. */
    static final Map<String, String> TEXT_DEFAULTS = Map.ofEntries(
            Map.entry("accounts_receivable", "Assets:Receivable"),
            Map.entry("revenue:usage", "Income:Usage"),
            Map.entry("revenue:extra_charges", "Income:Extra-Charges"),
            Map.entry("revenue:support", "Income:Support"),
            Map.entry("revenue:commitment", "Income:Commitment"),
            Map.entry("revenue:prior_period", "Income:Prior-Period"),
            Map.entry("revenue:promotional_credits", "Income:Promotional-Credits"),
            Map.entry("revenue:rounding", "Income:Rounding"),
            Map.entry("vat_payable", "Liabilities:VAT"),
            Map.entry("customer_prepayments", "Liabilities:Customer-Prepayments"),
            Map.entry("bank", "Assets:Bank"));

    /** Marks may be dashes or missing, since names of settings in files and in the environment have no others. */
    private static final Pattern KEY = Pattern.compile("(bank|accounts[_-]?receivable|vat[_-]?payable"
            + "|customer[_-]?prepayments|revenue([:-]?(usage|extra[_-]?charges|support|commitment|prior[_-]?period"
            + "|promotional[_-]?credits|rounding))?)([/-][a-z]{1,3}[0-9.]*([/-][a-z]{2})?)?", Pattern.CASE_INSENSITIVE);

    private final String setting;
    private final List<Map<String, String>> layers;
    private final String expected;

    /**
     * Checks what is configured.
     *
     * @param setting the name of the setting, for messages
     * @param valid what the format can take for a name
     * @param expected the same in words
     * @throws RefusedException if a key is unknown or a name cannot be taken
     */
    AccountMap(String setting, Map<String, String> configured, Map<String, String> defaults, Pattern valid,
            String expected) {
        this.setting = setting;
        this.layers = List.of(byPlainKey(configured), byPlainKey(defaults));
        this.expected = expected;
        configured.forEach((key, name) -> {
            if (!KEY.matcher(key).matches()) {
                throw new RefusedException(setting + "." + key + ": there is no such ledger account; expected one such "
                        + "as " + setting + ".accounts-receivable or " + setting + ".revenue-usage");
            }
            if (!valid.matcher(name).matches()) {
                throw new RefusedException(setting + "." + key + " '" + name + "': expected " + expected);
            }
        });
    }

    /** The program's name of an account. */
    String of(String ledgerAccount, @Nullable String taxCode) {
        var family = ledgerAccount.replaceFirst(":.*", "");
        var keys = Stream.of(ledgerAccount, family)
                .flatMap(key -> taxCode == null ? Stream.of(key) : Stream.of(key + "/" + taxCode, key)).toList();
        return layers.stream().flatMap(layer -> keys.stream().map(AccountMap::plain).filter(layer::containsKey)
                .map(layer::get)).findFirst()
                .orElseThrow(() -> new RefusedException(setting + "." + ledgerAccount.replaceAll("[:_]", "-")
                        + " is not set: expected " + expected));
    }

    /** The program's name of the account of a posting. */
    String of(Posting posting) {
        return of(posting.ledgerAccount(), posting.taxCode());
    }

    /** Finds out that a used account has no name. */
    void check(Journal journal) {
        journal.accounts().forEach(account -> of(account.ledgerAccount(), account.taxCode()));
    }

    private static Map<String, String> byPlainKey(Map<String, String> names) {
        return names.entrySet().stream().collect(Collectors.toMap(name -> plain(name.getKey()), Map.Entry::getValue,
                (one, other) -> other));
    }

    /** The key without the marks that one writes this way or another. */
    private static String plain(String key) {
        return key.replaceAll("[:/_-]", "").toLowerCase(Locale.ROOT);
    }
}
