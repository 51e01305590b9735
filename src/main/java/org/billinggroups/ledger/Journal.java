package org.billinggroups.ledger;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What is exported: postings, and what a format has to know of all of them before it writes the first.
 *
 * @param first the first day on which something is posted
 * @param last the last one
 * @param accounts which accounts are posted to, in the order of their names
 * @param longestEntry the longest name of an entry
 * @param debtors the accounts of groups that have one of their own, with the name of a group
 * @param postings each posting once, those of an entry one after the other
 * @param number the number of the export, if it has one
 */
record Journal(String title, LocalDate first, LocalDate last, List<UsedAccount> accounts, String longestEntry,
        Map<String, String> debtors, Postings postings, OptionalLong number) {
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

    /** The same in an export of that number. */
    Journal numbered(OptionalLong exportNumber) {
        return new Journal(title, first, last, accounts, longestEntry, debtors, postings, exportNumber);
    }

    /** What it contains and which export it is, for a comment. */
    String heading() {
        return "Postings of " + title + (number.isPresent() ? ", export " + number.getAsLong() : "");
    }

    /** The currencies of the postings, by code. */
    List<CurrencyUnit> currencies() {
        return accounts.stream().map(account -> account.highest().getCurrencyUnit()).distinct().sorted().toList();
    }
}
