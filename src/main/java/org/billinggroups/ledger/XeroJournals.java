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

/**
 * Manual journals for Xero (its help page "Import manual journals"): CSV, one posting per row, a positive amount is a
 * debit; rows with the same narration and date are one journal, and its amounts add up to zero.
 *
 * <pre>
 * *Narration,*Date,Description,*AccountCode,*TaxRate,*Amount,TrackingName1,TrackingOption1,TrackingName2,
 * TrackingOption2
 * "INV-2026-000001 Acme GmbH, Europe",02/11/2026,Invoice INV-2026-000001,612,Tax Exempt,119.00,,,, </pre>
 *
 * <p>Journals rather than invoices, since our postings are final: Xero would calculate the totals of an invoice, and
 * the tax of a row with a tax rate above zero, again. A manual journal has no currency: it is in that of the
 * organisation.
 */
final class XeroJournals implements LedgerFormat {
    private static final String SETTING = "billing.ledger.xero.accounts";
    private static final String TAX_RATES = "billing.ledger.xero.tax-rates";
    private static final Map<String, String> DEFAULTS = Map.of("accounts_receivable", "612", "revenue", "200",
            "vat_payable", "820", "customer_prepayments", "836", "bank", "613");
    private static final String NO_TAX = "Tax Exempt";
    private static final Map<String, String> DEFAULT_TAX_RATES = Map.of("accounts_receivable", NO_TAX, "revenue",
            NO_TAX, "vat_payable", NO_TAX, "customer_prepayments", NO_TAX, "bank", NO_TAX);

    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator('\n')
            .setHeader("*Narration", "*Date", "Description", "*AccountCode", "*TaxRate", "*Amount", "TrackingName1",
                    "TrackingOption1", "TrackingName2", "TrackingOption2")
            .get();
    private static final String DATE_ORDER = "billing.ledger.xero.date-order";
    private static final Map<String, String> DATES = Map.of("dmy", "dd/MM/uuuu", "mdy", "MM/dd/uuuu", "ymd",
            "uuuu-MM-dd");

    private final AccountMap accounts;
    private final AccountMap taxRates;
    private final String tracking;
    private final DateTimeFormatter date;

    XeroJournals(LedgerSettings.Xero settings) {
        accounts = new AccountMap(SETTING, settings.accounts(), DEFAULTS, Pattern.compile("[A-Za-z0-9._-]{1,10}"),
                "the code of an account such as 200");
        taxRates = new AccountMap(TAX_RATES, settings.taxRates(), DEFAULT_TAX_RATES,
                Pattern.compile("[^\\p{C}]{1,50}"), "the display name of a tax rate such as Tax Exempt");
        tracking = settings.tracking();
        var pattern = DATES.get(settings.dateOrder());
        if (pattern == null) {
            throw new RefusedException(DATE_ORDER + " '" + settings.dateOrder() + "': expected dmy, mdy or ymd");
        }
        date = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    @Override
    public AccountMap accounts() {
        return accounts;
    }

    @Override
    public void check(Journal journal) {
        accounts.check(journal);
        taxRates.check(journal);
        if (journal.currencies().size() > 1) {
            throw new RefusedException("manual journals of Xero have no currency, but " + journal.title() + " has "
                    + journal.currencies() + "; choose one with --currency");
        }
    }

    @Override
    public void write(Journal journal, Writer out) throws IOException {
        var printer = new CSVPrinter(out, FORMAT);
        journal.postings().forEach(posting -> {
            var project = tracking.isEmpty() ? null : posting.project();
            printer.printRecord(
                    PlainText.cell(narration(posting)),
                    date.format(posting.date()), PlainText.cell(posting.description()), accounts.of(posting),
                    taxRates.of(posting), posting.amount().getAmount().toPlainString(), project == null ? "" : tracking,
                    project == null ? "" : PlainText.cell(project), "", "");
        });
        printer.flush();
    }

    private static String narration(Posting posting) {
        return posting.number() + (posting.isOfInvoice() ? " " : " " + posting.entry() + " ") + posting.customer();
    }
}
