package org.billinggroups.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.billinggroups.ledger.ExportedAmounts.Amount;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever names say, each invoice balances and each account has its total, in every format. */
class LedgerFormatPropertiesTest {
    private static final int ROUNDS = 2000;
    /** What means something in one of the formats, and some text. */
    private static final String[] PIECES = { ";", "|", ":", ",", "\n", "\r\n", "  ", "\t", "\"", "\\", "'", "(", ")",
            "[", "]", "[2020-01-01]", "date:2020-01-01", "2020-01-01 * x", "Assets:Cash", "  Assets:Cash  1 EUR", "=",
            "+",
            "-", "@", "#", "^link", "*", "!", "include x", "comment", "a", "B", "\u00fc", "u\u0308", "\u0142", "\u4e2d",
            "\ud83d\ude00", "\ud83d", "\u2028", "\u0085", "\u00a0", "\u0000", "\u202e", "%", "{", "}", "~", "<", "&" };
    private static final LedgerSettings.Datev DATEV = new LedgerSettings.Datev(Map.of(), Map.of(), 1001, 1, 4, 1, "03");
    private static final LedgerSettings.Xero XERO = new LedgerSettings.Xero(Map.of(), Map.of(), "dmy", "P");

    private static LedgerFormat format(LedgerExport.Format format) {
        return switch (format) {
            case HLEDGER -> new HledgerJournal(Map.of());
            case BEANCOUNT -> new BeancountFile(Map.of());
            case DATEV -> new DatevBatch(DATEV);
            case XERO -> new XeroJournals(XERO);
            case QUICKBOOKS -> new QuickbooksJournals(Map.of());
        };
    }

    private static String name(Random random) {
        return random.ints(1 + random.nextInt(8), 0, PIECES.length).mapToObj(i -> PIECES[i])
                .collect(Collectors.joining());
    }

    private static List<Posting> invoice(Random random, int number) {
        var company = name(random);
        var group = random.nextInt(4) == 0 ? company : name(random);
        List<Posting> postings = new ArrayList<>();
        long sum = 0;
        for (var account : List.of("revenue:usage", "revenue:rounding", "vat_payable", "customer_prepayments")) {
            long cents = random.nextInt(2_000_000) - 1_000_000;
            sum += cents;
            postings.add(SamplePostings.posting("INV-" + number, company, group, name(random), account,
                    account.startsWith("c") ? null : random.nextBoolean() ? "S19" : "S7", euros(cents)));
        }
        postings.addFirst(SamplePostings.posting("INV-" + number, company, group, null, "accounts_receivable", null,
                euros(-sum)));
        postings.removeIf(posting -> posting.amount().isZero());
        return postings;
    }

    private static String euros(long cents) {
        return "EUR " + BigDecimal.valueOf(cents, 2).toPlainString();
    }

    @ParameterizedTest
    @EnumSource
    void invoicesBalanceAndAccountsHaveTheirTotals(LedgerExport.Format format) {
        var random = new Random(7);
        List<Posting> postings = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            postings.addAll(invoice(random, i));
        }
        var text = SamplePostings.written(format(format), postings);
        var amounts = ExportedAmounts.of(format, text);
        assertThat(amounts.stream().map(Amount::number).distinct()).hasSize(ROUNDS);
        assertThat(ExportedAmounts.totals(amounts, Amount::number)).isEmpty();
        var accounts = format(format).accounts();
        var expected = postings.stream().map(posting -> new Amount(posting.number(), accounts.of(posting),
                posting.amount().getAmount())).toList();
        assertThat(ExportedAmounts.totals(amounts, Amount::account))
                .isEqualTo(ExportedAmounts.totals(expected, Amount::account));
        // Nothing in a name starts another line.
        long lines = text.lines().count();
        assertThat(lines).isEqualTo(switch (format) {
            case HLEDGER -> postings.size() + 2L * ROUNDS + 8;
            case BEANCOUNT -> postings.size() + postings.stream().filter(p -> p.taxCode() != null).count()
                    + postings.stream().filter(p -> p.project() != null).count() + 3L * ROUNDS + 6;
            case DATEV -> postings.stream().filter(p -> !p.ledgerAccount().equals("accounts_receivable")).count() + 2;
            case XERO, QUICKBOOKS -> lines;
        });
        // Its bytes are those of its characters.
        assertThat(new String(text.getBytes(format(format).charset()), format(format).charset())).isEqualTo(text);
    }
}
