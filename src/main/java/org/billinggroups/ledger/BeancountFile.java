package org.billinggroups.ledger;

import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A file of Beancount (beancount.github.io, "Beancount Language Syntax"): accounts opened on the first day with the
 * currencies that they have, then one transaction for each invoice and payment. Text is in strings, where backslash and
 * quotation mark are escaped.
 *
 * <pre>
 * 2026-11-02 open Assets:Receivable EUR
 *
 * 2026-11-02 * "Acme GmbH" "Europe"
 *   number: "INV-2026-000001"
 *   Assets:Receivable  119.00 EUR
 *   Income:Usage  -100.00 EUR
 *     tax: "S19"
 *     project: "shop-prod"
 *   Liabilities:VAT  -19.00 EUR
 *     tax: "S19"
 * </pre>
 */
final class BeancountFile implements LedgerFormat {
    private static final String SETTING = "billing.ledger.beancount.accounts";
    private static final Pattern ACCOUNT = Pattern
            .compile("(Assets|Liabilities|Equity|Income|Expenses)(:[\\p{Lu}0-9][\\p{L}0-9-]*)+");

    private final AccountMap accounts;

    BeancountFile(Map<String, String> configured) {
        accounts = new AccountMap(SETTING, configured, AccountMap.TEXT_DEFAULTS, ACCOUNT, "an account such as "
                + "Assets:Receivable: below Assets, Liabilities, Equity, Income or Expenses, each part of letters, "
                + "digits and dashes and beginning with a capital letter or digit");
    }

    @Override
    public AccountMap accounts() {
        return accounts;
    }

    @Override
    public void write(Journal journal, Writer out) throws IOException {
        var opened = new TreeMap<String, TreeSet<String>>();
        for (var used : journal.accounts()) {
            opened.computeIfAbsent(accounts.of(used.ledgerAccount(), used.taxCode()), name -> new TreeSet<>())
                    .add(used.highest().getCurrencyUnit().getCode());
        }
        out.write("; " + journal.heading() + "\n");
        for (var account : opened.entrySet()) {
            out.write(
                    journal.first() + " open " + account.getKey() + " " + String.join(",", account.getValue()) + "\n");
        }
        var transactions = new Grouping();
        journal.postings().forEach(posting -> {
            if (transactions.isNew(posting)) {
                out.write("\n" + posting.date() + " * " + string(posting.company()) + " " + string(posting.group())
                        + "\n  number: " + string(posting.number()) + "\n"
                        + (posting.isOfInvoice() ? "" : "  entry: " + string(posting.entry()) + "\n"));
            }
            write(posting, out);
        });
    }

    private void write(Posting posting, Writer out) throws IOException {
        out.write("  " + accounts.of(posting) + "  " + posting.amount().getAmount().toPlainString() + " "
                + posting.amount().getCurrencyUnit().getCode() + "\n");
        if (posting.taxCode() != null) {
            out.write("    tax: " + string(posting.taxCode()) + "\n");
        }
        if (posting.project() != null) {
            out.write("    project: " + string(posting.project()) + "\n");
        }
    }

    private static String string(String text) {
        return '"' + PlainText.line(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
