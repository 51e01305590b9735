package org.billinggroups.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.billinggroups.ledger.SamplePostings.DOMESTIC;
import static org.billinggroups.ledger.SamplePostings.HOSTILE;
import static org.billinggroups.ledger.SamplePostings.PAYMENTS;
import static org.billinggroups.ledger.SamplePostings.YEN;
import static org.billinggroups.ledger.SamplePostings.posting;
import static org.billinggroups.ledger.SamplePostings.written;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.billinggroups.file.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each format's text to the byte. */
class LedgerFormatTest {
    private static final List<Posting> ALL = Stream.of(DOMESTIC, YEN, HOSTILE).flatMap(List::stream).toList();
    private static final LedgerSettings.Datev DATEV = datev(Map.of(), 1);
    private static final LedgerSettings.Xero XERO = new LedgerSettings.Xero(Map.of(), Map.of(), "dmy", "");

    private static LedgerSettings.Datev datev(Map<String, String> accounts, int fiscalYearStart) {
        return new LedgerSettings.Datev(accounts, Map.of("revenue/AE", "40"), 29098, 55003, 4, fiscalYearStart, "03");
    }

    @Test
    void hledgerGetsOneTransactionPerInvoice() {
        assertThat(written(new HledgerJournal(Map.of()), ALL)).isEqualTo("""
                ; Postings of 2026-10
                decimal-mark .
                commodity 1000.00 EUR
                commodity 1000. JPY
                account Assets:Receivable
                account Income:Support
                account Income:Usage
                account Liabilities:Customer-Prepayments
                account Liabilities:VAT

                2026-11-02 * (INV-2026-000001) Acme GmbH | Europe
                    Assets:Receivable  226.00 EUR
                    Assets:Receivable  -50.00 EUR
                    Income:Usage  -100.00 EUR  ; tax:S19, project:shop
                    Income:Usage  -100.00 EUR  ; tax:S7, project:web
                    Liabilities:VAT  -19.00 EUR  ; tax:S19
                    Liabilities:VAT  -7.00 EUR  ; tax:S7
                    Liabilities:Customer-Prepayments  50.00 EUR

                2026-11-05 * (CN-2026-000001) Acme GmbH | Europe
                    Assets:Receivable  -11.90 EUR
                    Income:Usage  10.00 EUR  ; tax:S19, project:shop
                    Liabilities:VAT  1.90 EUR  ; tax:S19

                2026-11-02 * (INV-2026-000002) Kyoto KK
                    Assets:Receivable  15173 JPY
                    Income:Support  -15173 JPY  ; tax:O, project:shop

                2026-11-02 * (INV-2026-000003) =cmd '/C calc'!A0 "q" \\ | \u0150\u00f3d\u017a 2026-01-01 * fake
                    Assets:Receivable  0.01 EUR
                    Income:Usage  -0.01 EUR  ; tax:AE, project:x_ date_2020-01-01 _2020-01-01_ _ _ Assets_Cash 1 EUR \
                2026-01-01 fake \u4e2d
                """);
    }

    @Test
    void beancountGetsItsAccountsOpened() {
        assertThat(written(new BeancountFile(Map.of("revenue", "Income:Umsatz:7-Uhr")), ALL)).isEqualTo("""
                ; Postings of 2026-10
                2026-11-02 open Assets:Receivable EUR,JPY
                2026-11-02 open Income:Umsatz:7-Uhr EUR,JPY
                2026-11-02 open Liabilities:Customer-Prepayments EUR
                2026-11-02 open Liabilities:VAT EUR

                2026-11-02 * "Acme GmbH" "Europe"
                  number: "INV-2026-000001"
                  Assets:Receivable  226.00 EUR
                  Assets:Receivable  -50.00 EUR
                  Income:Umsatz:7-Uhr  -100.00 EUR
                    tax: "S19"
                    project: "shop"
                  Income:Umsatz:7-Uhr  -100.00 EUR
                    tax: "S7"
                    project: "web"
                  Liabilities:VAT  -19.00 EUR
                    tax: "S19"
                  Liabilities:VAT  -7.00 EUR
                    tax: "S7"
                  Liabilities:Customer-Prepayments  50.00 EUR

                2026-11-05 * "Acme GmbH" "Europe"
                  number: "CN-2026-000001"
                  Assets:Receivable  -11.90 EUR
                  Income:Umsatz:7-Uhr  10.00 EUR
                    tax: "S19"
                    project: "shop"
                  Liabilities:VAT  1.90 EUR
                    tax: "S19"

                2026-11-02 * "Kyoto KK" "Kyoto KK"
                  number: "INV-2026-000002"
                  Assets:Receivable  15173 JPY
                  Income:Umsatz:7-Uhr  -15173 JPY
                    tax: "O"
                    project: "shop"

                2026-11-02 * "=cmd|'/C calc'!A0; \\"q\\" \\\\" "\u0150\u00f3d\u017a 2026-01-01 * fake"
                  number: "INV-2026-000003"
                  Assets:Receivable  0.01 EUR
                  Income:Umsatz:7-Uhr  -0.01 EUR
                    tax: "AE"
                    project: "x, date:2020-01-01 [2020-01-01] ; | Assets:Cash 1 EUR 2026-01-01 fake \u4e2d"
                """);
    }

    @Test
    void datevGetsEachPostingAgainstTheCustomersAccount() {
        var euros = new ArrayList<>(DOMESTIC);
        euros.addAll(HOSTILE);
        var lines = written(new DatevBatch(DATEV), euros).split("\r\n", -1);
        assertThat(lines[0])
                .isEqualTo("\"EXTF\";700;21;\"Buchungsstapel\";13;20261105000000000;;\"RE\";\"\";\"\";29098;"
                        + "55003;20260101;4;20261101;20261130;\"2026-10\";\"\";1;0;0;\"EUR\";;\"\";;;\"03\";;;\"\";\"\"");
        assertThat(lines[1].split(";")).hasSize(125)
                .startsWith("Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz")
                .endsWith("EU-Steuersatz (Ursprung)", "Abw. Skontokonto");
        // The other columns are empty, but for dates and one that says that nothing is final yet.
        var rest = DatevColumns.row(Map.of("Festschreibung", "0", "Leistungsdatum", "31102026",
                "Datum Zuord. Steuerperiode", "31102026", "Fälligkeit", "16112026")).replaceFirst("([^;]*;){22}", ";");
        assertThat(rest.split(";", -1)).hasSize(104).containsOnly("", "\"\"", "0", "31102026", "16112026");
        var note = rest.replace("16112026", "");
        assertThat(Stream.of(lines).skip(2).limit(7)).allMatch(line -> line.endsWith(rest) || line.endsWith(note))
                .map(line -> line.replace(rest, "").replace(note, "")).containsExactly(
                        booking("100,00;'S'", "8200;''", "0211;'INV-2026-000001'", "'Acme GmbH, Europe'",
                                "'Projekt';'shop'"),
                        booking("100,00;'S'", "8200;''", "0211;'INV-2026-000001'", "'Acme GmbH, Europe'",
                                "'Projekt';'web'"),
                        booking("19,00;'S'", "1776;''", "0211;'INV-2026-000001'", "'Acme GmbH, Europe'", "'';''"),
                        booking("7,00;'S'", "1771;''", "0211;'INV-2026-000001'", "'Acme GmbH, Europe'", "'';''"),
                        booking("50,00;'H'", "1710;''", "0211;'INV-2026-000001'", "'Acme GmbH, Europe'", "'';''"),
                        booking("10,00;'H'", "8200;''", "0511;'CN-2026-000001'", "'Acme GmbH, Europe'",
                                "'Projekt';'shop'"),
                        booking("1,90;'H'", "1776;''", "0511;'CN-2026-000001'", "'Acme GmbH, Europe'", "'';''"));
        assertThat(lines[9]).startsWith("0,01;\"S\";\"EUR\";;;\"\";10000;8200;\"40\";0211;\"INV-2026-000003\";\"\";;"
                + "\"'=cmd|'/C calc'!A0; \"\"q\"\" \\, O\u00f3dz 2026-01-01 * fake\";;\"\";;;;\"\";\"Projekt\";"
                + "\"x, date:2020-01-01 [2020-01-01] ; | Assets:Cash 1 EUR 2026-01-01 fake ?\";\"\"")
                .contains(";\"\";\"\";;\"FI20774740\";;\"\";");
        assertThat(lines).hasSize(11).endsWith("");
    }

    private static String booking(String amount, String account, String voucher, String text, String information) {
        return (amount + ";'EUR';;;'';10017;" + account + ";" + voucher + ";'';;" + text + ";;'';;;;'';" + information)
                .replace('\'', '"');
    }

    @Test
    void xeroGetsSignedAmounts() {
        assertThat(written(new XeroJournals(XERO), DOMESTIC)).isEqualTo("""
                *Narration,*Date,Description,*AccountCode,*TaxRate,*Amount,TrackingName1,TrackingOption1,TrackingName2,TrackingOption2
                "INV-2026-000001 Acme GmbH, Europe",02/11/2026,Invoice INV-2026-000001,612,Tax Exempt,226.00,,,,
                "INV-2026-000001 Acme GmbH, Europe",02/11/2026,Invoice INV-2026-000001,612,Tax Exempt,-50.00,,,,
                "INV-2026-000001 Acme GmbH, Europe",02/11/2026,Invoice INV-2026-000001,200,Tax Exempt,-100.00,,,,
                "INV-2026-000001 Acme GmbH, Europe",02/11/2026,Invoice INV-2026-000001,200,Tax Exempt,-100.00,,,,
                "INV-2026-000001 Acme GmbH, Europe",02/11/2026,Invoice INV-2026-000001,820,Tax Exempt,-19.00,,,,
                "INV-2026-000001 Acme GmbH, Europe",02/11/2026,Invoice INV-2026-000001,820,Tax Exempt,-7.00,,,,
                "INV-2026-000001 Acme GmbH, Europe",02/11/2026,Invoice INV-2026-000001,836,Tax Exempt,50.00,,,,
                "CN-2026-000001 Acme GmbH, Europe",05/11/2026,Invoice CN-2026-000001,612,Tax Exempt,-11.90,,,,
                "CN-2026-000001 Acme GmbH, Europe",05/11/2026,Invoice CN-2026-000001,200,Tax Exempt,10.00,,,,
                "CN-2026-000001 Acme GmbH, Europe",05/11/2026,Invoice CN-2026-000001,820,Tax Exempt,1.90,,,,
                """);
        var tracked = new LedgerSettings.Xero(Map.of("revenue/O", "260"), Map.of("revenue", "No VAT"), "mdy",
                "Project");
        assertThat(written(new XeroJournals(tracked), YEN)).endsWith("""
                INV-2026-000002 Kyoto KK,11/02/2026,Invoice INV-2026-000002,612,Tax Exempt,15173,,,,
                INV-2026-000002 Kyoto KK,11/02/2026,Invoice INV-2026-000002,260,No VAT,-15173,Project,shop,,
                """);
    }

    @Test
    void quickbooksGetsDebitsAndCreditsWithTheCustomer() {
        var postings = Stream.of(DOMESTIC.subList(7, 10), YEN, HOSTILE).flatMap(List::stream).toList();
        assertThat(written(new QuickbooksJournals(Map.of("revenue:usage", "Sales:Usage")), postings)).isEqualTo("""
                *JournalNo,*JournalDate,*AccountName,*Debits,*Credits,Description,Name,Currency
                CN-2026-000001,11/05/2026,Accounts Receivable (A/R),,11.90,Invoice CN-2026-000001,Acme GmbH,EUR
                CN-2026-000001,11/05/2026,Sales:Usage,10.00,,Invoice CN-2026-000001,Acme GmbH,EUR
                CN-2026-000001,11/05/2026,VAT Payable,1.90,,Invoice CN-2026-000001,Acme GmbH,EUR
                INV-2026-000002,11/02/2026,Accounts Receivable (A/R),15173,,Invoice INV-2026-000002,Kyoto KK,JPY
                INV-2026-000002,11/02/2026,Sales,,15173,Invoice INV-2026-000002,Kyoto KK,JPY
                INV-2026-000003,11/02/2026,Accounts Receivable (A/R),0.01,,Invoice INV-2026-000003,"'=cmd|'/C calc'!A0; ""q"" \\",EUR
                INV-2026-000003,11/02/2026,Sales:Usage,,0.01,Invoice INV-2026-000003,"'=cmd|'/C calc'!A0; ""q"" \\",EUR
                """);
    }

    @Test
    void paymentsAreEntriesOfTheirOwn() {
        assertThat(written(new HledgerJournal(Map.of()), PAYMENTS)).endsWith("""

                2026-11-20 * (INV-2026-000001) Acme GmbH | Europe  ; entry:PAYMENT-7
                    Assets:Bank  176.00 EUR
                    Assets:Receivable  -176.00 EUR

                2026-11-20 * (INV-2026-000001) Acme GmbH | Europe  ; entry:PAYMENT-8
                    Assets:Bank  -11.90 EUR
                    Assets:Receivable  11.90 EUR

                2026-11-20 * (CREDIT-3) Acme GmbH | Europe  ; entry:ON-ACCOUNT-1
                    Assets:Bank  5.00 EUR
                    Liabilities:Customer-Prepayments  -5.00 EUR
                """);
        assertThat(written(new BeancountFile(Map.of("bank", "Assets:Giro")), PAYMENTS)).contains("""

                2026-11-20 * "Acme GmbH" "Europe"
                  number: "INV-2026-000001"
                  entry: "PAYMENT-8"
                  Assets:Giro  -11.90 EUR
                  Assets:Receivable  11.90 EUR
                """);
        assertThat(written(new XeroJournals(XERO), PAYMENTS)).endsWith("""
                "INV-2026-000001 PAYMENT-7 Acme GmbH, Europe",20/11/2026,Posting,613,Tax Exempt,176.00,,,,
                "INV-2026-000001 PAYMENT-7 Acme GmbH, Europe",20/11/2026,Posting,612,Tax Exempt,-176.00,,,,
                "INV-2026-000001 PAYMENT-8 Acme GmbH, Europe",20/11/2026,Posting,613,Tax Exempt,-11.90,,,,
                "INV-2026-000001 PAYMENT-8 Acme GmbH, Europe",20/11/2026,Posting,612,Tax Exempt,11.90,,,,
                "CREDIT-3 ON-ACCOUNT-1 Acme GmbH, Europe",20/11/2026,Posting,613,Tax Exempt,5.00,,,,
                "CREDIT-3 ON-ACCOUNT-1 Acme GmbH, Europe",20/11/2026,Posting,836,Tax Exempt,-5.00,,,,
                """);
        assertThat(written(new QuickbooksJournals(Map.of()), PAYMENTS)).contains("""
                PAYMENT-8,11/20/2026,Undeposited Funds,,11.90,Posting,Acme GmbH,EUR
                PAYMENT-8,11/20/2026,Accounts Receivable (A/R),11.90,,Posting,Acme GmbH,EUR
                """);
    }

    /** A payment credits the customer's account, and the bank's statement is booked by others. */
    @Test
    void datevGetsPaymentsAgainstTheClearingAccount() {
        var lines = written(new DatevBatch(DATEV), PAYMENTS).split("\r\n");
        assertThat(Stream.of(lines).skip(2).map(line -> line.replaceFirst("\"Acme.*", ""))).containsExactly(
                "176,00;\"H\";\"EUR\";;;\"\";10017;1360;\"\";2011;\"INV-2026-000001\";\"\";;",
                "11,90;\"S\";\"EUR\";;;\"\";10017;1360;\"\";2011;\"INV-2026-000001\";\"\";;",
                "5,00;\"H\";\"EUR\";;;\"\";10017;1360;\"\";2011;\"CREDIT-3\";\"\";;",
                "5,00;\"S\";\"EUR\";;;\"\";10017;1710;\"\";2011;\"CREDIT-3\";\"\";;");
        // Nothing was delivered, and nothing is due.
        assertThat(lines[2].replaceFirst(".*Europe\"", "").replaceAll("[;\"]", "")).isEqualTo("0");
        assertThat(written(new DatevBatch(new LedgerSettings.Datev(Map.of(), Map.of(), 1001, 1, 4, 1, "04")), PAYMENTS))
                .contains("176,00;\"H\";\"EUR\";;;\"\";10017;1460;");
        assertThatThrownBy(() -> written(new DatevBatch(new LedgerSettings.Datev(Map.of(), Map.of(), 1001, 1, 4, 1,
                "49")), PAYMENTS)).hasMessage("billing.ledger.datev.accounts.bank is not set: expected an account of "
                        + "4 digits, or 5 for a customer's");
    }

    @Test
    void whatAFormatCannotSayIsRefused() {
        var receivable = "accounts_receivable";
        assertThatThrownBy(() -> written(new DatevBatch(DATEV), YEN)).isInstanceOf(RefusedException.class)
                .hasMessage(
                        "DATEV needs an exchange rate for amounts in JPY, which postings do not have; leave them out "
                                + "with --currency EUR");
        assertThatThrownBy(() -> written(new XeroJournals(XERO), ALL)).isInstanceOf(RefusedException.class)
                .hasMessageContaining("[EUR, JPY]").hasMessageContaining("--currency");
        assertThatThrownBy(() -> written(new DatevBatch(DATEV),
                List.of(posting("I", "A", "A", null, receivable, null, "EUR 10000000000.00"))))
                .hasMessageContaining("up to 9999999999.99");
        assertThatThrownBy(() -> written(new DatevBatch(datev(Map.of(), 12)), List.of(DOMESTIC.getFirst(),
                new Posting(SamplePostings.ISSUED.plusMonths(1), "I", "I", "A", "A", null, null, receivable, null, null,
                        SamplePostings.ISSUED, null, DOMESTIC.getFirst().amount(), "I"))))
                .isInstanceOf(RefusedException.class).hasMessageContaining("one financial year")
                .hasMessageContaining("--issued 2026-12");
    }

    @Test
    void whatIsLongerThanAFormatTakesIsRefused() {
        var number = "INV-ACME-EU-2026-000001";
        assertThatThrownBy(() -> written(new QuickbooksJournals(Map.of()),
                List.of(posting(number, "A", "A", null, "accounts_receivable", null, "EUR 1.00"))))
                .isInstanceOf(RefusedException.class).hasMessageContaining("up to 21 characters")
                .hasMessageContaining(number + " has 23");
        assertThatThrownBy(
                () -> written(new DatevBatch(new LedgerSettings.Datev(Map.of("accounts_receivable", "100000"),
                        Map.of(), 1001, 1, 5, 1, "03")), DOMESTIC))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("debtor_account '10017' of billing group 'Europe': expected 6 digits");
        assertThatThrownBy(() -> new XeroJournals(new LedgerSettings.Xero(Map.of(), Map.of(), "ydm", "")))
                .isInstanceOf(RefusedException.class).hasMessageContaining("date-order 'ydm'");
    }

    @Test
    void datevHasNoYearInItsDatesButTheStartOfTheFinancialYear() {
        assertThat(written(new DatevBatch(datev(Map.of(), 12)), DOMESTIC)).contains(";55003;20251201;4;20261101;");
        assertThat(written(new DatevBatch(datev(Map.of(), 11)), DOMESTIC)).contains(";55003;20261101;4;20261101;");
    }

    @ParameterizedTest
    @ValueSource(strings = { "Income", "Sales:Usage", "Assets:receivable", "Assets: Cash", "Assets:A\"", "Assets:A\n",
            "Assets:", "" })
    void beancountTakesOnlyNamesOfAccounts(String name) {
        assertThatThrownBy(() -> new BeancountFile(Map.of("revenue:usage", name)))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("billing.ledger.beancount.accounts.revenue:usage '" + name + "': expected");
    }

    @ParameterizedTest
    @ValueSource(strings = { "A  1 EUR", "(A)", "[A]", "A;b", "A\n", " A", "A ", "* A", "" })
    void hledgerTakesOnlyNamesOfAccounts(String name) {
        assertThatThrownBy(() -> new HledgerJournal(Map.of("revenue", name))).isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "840", "840000", "84x0", "-8400", "" })
    void datevTakesOnlyNumbersOfAccounts(String number) {
        assertThatThrownBy(() -> new DatevBatch(datev(Map.of("revenue", number), 1)))
                .isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "vat", "vatpayables19", "revenue:other", "revenue/", "revenue/19", "" })
    void accountsThatWeDoNotHaveAreRefused(String key) {
        assertThatThrownBy(() -> new HledgerJournal(Map.of(key, "Income"))).isInstanceOf(RefusedException.class)
                .hasMessageContaining("there is no such ledger account");
    }

    @Test
    void theMoreSpecialNameGoesFirst() {
        var map = new AccountMap("s", Map.of("revenue", "1", "revenue:usage", "2", "revenue/S19", "3",
                "revenue-usage-s19", "4"), Map.of("revenue:support", "5", "vat_payable", "6"), Pattern.compile(".*"),
                "");
        assertThat(map.of("revenue:usage", "S19")).isEqualTo("4");
        assertThat(map.of("revenue:usage", "S7")).isEqualTo("2");
        assertThat(map.of("revenue:support", "S19")).isEqualTo("3");
        assertThat(map.of("revenue:support", "S7")).isEqualTo("1");
        assertThat(map.of("vat_payable", "S7")).isEqualTo("6");
        assertThatThrownBy(() -> map.of("customer_prepayments", null)).isInstanceOf(RefusedException.class)
                .hasMessage("s.customer-prepayments is not set: expected ");
    }
}
