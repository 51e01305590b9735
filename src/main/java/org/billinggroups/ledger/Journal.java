package org.billinggroups.ledger;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What is exported: postings, and what a format has to know of all of them before it writes the first.
 *
 * @param first the first day on which something is posted
 * @param last the last one
 * @param accounts which accounts are posted to, in the order of their names
 * @param longestNumber the longest of the invoices' numbers
 * @param debtors the accounts of groups that have one of their own, with the name of a group
 * @param postings each posting once, those of an invoice one after the other
 */
record Journal(String title, LocalDate first, LocalDate last, List<UsedAccount> accounts, String longestNumber,
        Map<String, String> debtors, Postings postings) {
    /** An account, tax code and currency that occur in a posting, with the highest amount. */
    record UsedAccount(String ledgerAccount, @Nullable String taxCode, Money highest) {}

    /** Goes through postings that may be more than memory holds. */
    @FunctionalInterface
    interface Postings {
        void forEach(PostingWriter writer) throws IOException;
    }

    /** Takes one posting after the other. */
    @FunctionalInterface
    interface PostingWriter {
        void write(Posting posting) throws IOException;
    }

    /** The currencies of the postings, by code. */
    List<CurrencyUnit> currencies() {
        return accounts.stream().map(account -> account.highest().getCurrencyUnit()).distinct().sorted().toList();
    }
}
