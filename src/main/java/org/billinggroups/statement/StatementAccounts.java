package org.billinggroups.statement;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.billinggroups.account.Seller;
import org.billinggroups.file.RefusedException;
import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;

/**
 * The seller's bank accounts, of which statements are taken, each in its currency.
 *
 * @param usual the one that a CSV is of
 */
record StatementAccounts(Optional<String> usual, Set<Account> accounts) {
    private static final String SETTING = "billing.statements.accounts";
    private static final Pattern DECLARED = Pattern.compile("([A-Z0-9]{2,34})(?: ([A-Z]{3}))?");

    /** An account in one of its currencies. */
    record Account(String id, String currency) {
        @Override
        public String toString() {
            return id + " " + currency;
        }
    }

    /** The account of the seller's master data, and those that are set. */
    static StatementAccounts of(Seller seller, List<String> further) {
        var home = seller.currency().getCode();
        var usual = Optional.ofNullable(seller.iban()).map(StatementAccounts::plain);
        Set<Account> accounts = new LinkedHashSet<>();
        usual.ifPresent(iban -> accounts.add(new Account(iban, home)));
        for (var text : further) {
            var declared = DECLARED.matcher(text.strip().toUpperCase(Locale.ROOT));
            if (!declared.matches() || declared.group(2) != null && !isCurrency(declared.group(2))) {
                throw new RefusedException(
                        SETTING + " '" + text + "': expected the IBAN without blanks, or the number, "
                                + "of an account, and after a blank its currency unless that is " + home);
            }
            accounts.add(new Account(declared.group(1), declared.group(2) == null ? home : declared.group(2)));
        }
        return new StatementAccounts(usual, accounts);
    }

    private static boolean isCurrency(String code) {
        try {
            CurrencyUnit.of(code);
            return true;
        } catch (IllegalCurrencyException e) {
            return false;
        }
    }

    /** An account's id as it is compared. */
    static String plain(String id) {
        return id.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
    }

    /** Whether it is one of them, in whatever currency. */
    boolean contains(String id) {
        return accounts.stream().anyMatch(account -> account.id.equals(id));
    }

    boolean contains(String id, String currency) {
        return accounts.contains(new Account(id, currency));
    }

    /** It alone, in all of its currencies. */
    StatementAccounts of(String id) {
        return new StatementAccounts(usual,
                accounts.stream().filter(account -> account.id.equals(id)).collect(Collectors.toSet()));
    }

    /** It alone, in one currency. */
    StatementAccounts of(String id, String currency) {
        return new StatementAccounts(usual, Set.of(new Account(id, currency)));
    }

    /** What was expected instead of another one. */
    String expected() {
        var expected = accounts.isEmpty()
                ? "an account of the seller, who has none: give it its 'iban' with 'billing apply FILE'"
                : String.join(" or ", accounts.stream().map(Account::toString).toList());
        return "expected " + expected + "; further accounts are set in " + SETTING;
    }
}
