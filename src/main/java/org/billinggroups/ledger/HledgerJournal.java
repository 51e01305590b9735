package org.billinggroups.ledger;

import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A journal of hledger (hledger.org, "Journal format"): one transaction for each invoice and payment, accounts and
 * commodities declared, so that {@code hledger check --strict} accepts it.
 *
 * <pre>
 * 2026-11-02 * (INV-2026-000001) Acme GmbH | Europe
 *     Assets:Receivable  119.00 EUR
 *     Income:Usage  -100.00 EUR  ; tax:S19, project:shop-prod
 *     Liabilities:VAT  -19.00 EUR  ; tax:S19
 * </pre>
 *
 * <p>There is no way to quote text. In a description a semicolon would begin a comment and a bar a note; in a comment a
 * comma would end a tag, a colon begin one, and brackets change the date. So they become a blank or {@code _}.
 */
final class HledgerJournal implements LedgerFormat {
    private static final String SETTING = "billing.ledger.hledger.accounts";
    /** Not every name that hledger takes: no blanks at borders or in pairs, nothing that could be read otherwise. */
    private static final Pattern ACCOUNT = Pattern
            .compile("\\p{L}[\\p{L}\\p{M}\\p{N}:&_.-]*( [\\p{L}\\p{M}\\p{N}:&_.-]+)*");

    private final AccountMap accounts;

    HledgerJournal(Map<String, String> configured) {
        accounts = new AccountMap(SETTING, configured, AccountMap.TEXT_DEFAULTS, ACCOUNT,
                "an account such as Assets:Receivable, of letters, digits, single blanks and :&_.-");
    }

    @Override
    public AccountMap accounts() {
        return accounts;
    }

    @Override
    public void write(Journal journal, Writer out) throws IOException {
        out.write("; " + journal.heading() + "\ndecimal-mark .\n");
        for (var currency : journal.currencies()) {
            // The mark is there even without decimals: it says that amounts have none.
            out.write("commodity 1000." + "0".repeat(currency.getDecimalPlaces()) + " " + currency.getCode() + "\n");
        }
        for (var name : journal.accounts().stream().map(used -> accounts.of(used.ledgerAccount(), used.taxCode()))
                .distinct().sorted().toList()) {
            out.write("account " + name + "\n");
        }
        var transactions = new Grouping();
        journal.postings().forEach(posting -> {
            if (transactions.isNew(posting)) {
                out.write("\n" + posting.date() + " * (" + posting.number() + ") " + description(posting)
                        + (posting.isOfInvoice() ? "" : "  ; entry:" + posting.entry()) + "\n");
            }
            out.write("    " + accounts.of(posting) + "  " + posting.amount().getAmount().toPlainString() + " "
                    + posting.amount().getCurrencyUnit().getCode() + comment(posting) + "\n");
        });
    }

    private static String description(Posting posting) {
        var company = text(posting.company());
        return posting.company().equals(posting.group()) ? company : company + " | " + text(posting.group());
    }

    private static String text(String text) {
        return PlainText.line(text.replaceAll("[;|]", " "));
    }

    private static String comment(Posting posting) {
        var comment = new StringBuilder();
        if (posting.taxCode() != null) {
            comment.append("  ; tax:").append(posting.taxCode());
        }
        if (posting.project() != null) {
            comment.append(comment.isEmpty() ? "  ; " : ", ").append("project:")
                    .append(PlainText.line(posting.project().replaceAll("[;|,:\\[\\]]", "_")));
        }
        return comment.toString();
    }
}
