package org.billinggroups.ledger;

import java.io.IOException;
import java.io.Writer;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.billinggroups.file.RefusedException;
import org.joda.money.Money;

/**
 * Journal entries for QuickBooks Online (its help page "Import journal entries"): CSV, one posting per row, the other
 * side blank; the rows of a journal number balance. Accounts go by name, with a colon before a sub-account; the name on
 * a row is the customer, without which QuickBooks takes no row of the receivables.
 *
 * <pre>
 * *JournalNo,*JournalDate,*AccountName,*Debits,*Credits,Description,Name,Currency
 * INV-2026-000001,11/02/2026,Accounts Receivable (A/R),119.00,,Invoice INV-2026-000001,Acme GmbH,EUR
 * </pre>
 *
 * <p>{@code Currency} is for companies that use several; an entry never has more than one.
 */
final class QuickbooksJournals implements LedgerFormat {
    private static final String SETTING = "billing.ledger.quickbooks.accounts";
    private static final Map<String, String> DEFAULTS = Map.of(
            "accounts_receivable", "Accounts Receivable (A/R)",
            "revenue", "Sales",
            "vat_payable", "VAT Payable",
            "customer_prepayments", "Customer Prepayments",
            "bank", "Undeposited Funds");

    private static final int LONGEST_NUMBER = 21;
    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator('\n')
            .setHeader("*JournalNo", "*JournalDate", "*AccountName", "*Debits", "*Credits", "Description", "Name",
                    "Currency")
            .get();
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MM/dd/uuuu", Locale.ROOT);

    private final AccountMap accounts;

    QuickbooksJournals(Map<String, String> configured) {
        accounts = new AccountMap(SETTING, configured, DEFAULTS, Pattern.compile("[\\p{L}\\p{N}][^\\p{C}]{0,99}"),
                "the name of an account such as Sales, or with a colon before a sub-account");
    }

    @Override
    public AccountMap accounts() {
        return accounts;
    }

    @Override
    public void check(Journal journal) {
        accounts.check(journal);
        var number = journal.longestEntry();
        if (number.length() > LONGEST_NUMBER) {
            throw new RefusedException("QuickBooks takes a JournalNo of up to " + LONGEST_NUMBER
                    + " characters, but the number " + number + " has " + number.length()
                    + "; a shorter invoice_series of the seller holds for what is issued from then on");
        }
    }

    @Override
    public void write(Journal journal, Writer out) throws IOException {
        var printer = new CSVPrinter(out, FORMAT);
        journal.postings().forEach(posting -> printer.printRecord(PlainText.cell(posting.entry()),
                DATE.format(posting.date()), accounts.of(posting), side(posting.amount()),
                side(posting.amount().negated()), PlainText.cell(posting.description()),
                PlainText.cell(posting.company()), posting.amount().getCurrencyUnit().getCode()));
        printer.flush();
    }

    private static String side(Money amount) {
        return amount.isPositive() ? amount.getAmount().toPlainString() : "";
    }
}
