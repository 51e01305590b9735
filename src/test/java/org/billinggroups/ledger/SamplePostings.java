package org.billinggroups.ledger;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Postings for tests of formats. */
final class SamplePostings {
    static final LocalDate ISSUED = LocalDate.parse("2026-11-02");

    /** Two tax rates, a part prepaid; and the note that takes a part back. */
    static final List<Posting> DOMESTIC = List.of(
            acme("INV-2026-000001", null, "accounts_receivable", null, "EUR 226.00"),
            acme("INV-2026-000001", null, "accounts_receivable", null, "EUR -50.00"),
            acme("INV-2026-000001", "shop", "revenue:usage", "S19", "EUR -100.00"),
            acme("INV-2026-000001", "web", "revenue:usage", "S7", "EUR -100.00"),
            acme("INV-2026-000001", null, "vat_payable", "S19", "EUR -19.00"),
            acme("INV-2026-000001", null, "vat_payable", "S7", "EUR -7.00"),
            acme("INV-2026-000001", null, "customer_prepayments", null, "EUR 50.00"),
            acme("CN-2026-000001", null, "accounts_receivable", null, "EUR -11.90"),
            acme("CN-2026-000001", "shop", "revenue:usage", "S19", "EUR 10.00"),
            acme("CN-2026-000001", null, "vat_payable", "S19", "EUR 1.90"));

    /** No decimals, no tax. */
    static final List<Posting> YEN = List.of(
            posting("INV-2026-000002", "Kyoto KK", "Kyoto KK", null, "accounts_receivable", null, "JPY 15173"),
            posting("INV-2026-000002", "Kyoto KK", "Kyoto KK", "shop", "revenue:support", "O", "JPY -15173"));

    /** Names that want to be something else. */
    static final List<Posting> HOSTILE = hostile("=cmd|'/C calc'!A0; \"q\" \\",
            "\u0150\u00f3d\u017a\n2026-01-01 * fake",
            "x, date:2020-01-01 [2020-01-01] ; |  Assets:Cash  1 EUR\n2026-01-01 fake \u4e2d");

    /** An invoice that is paid, of which something goes back on the same day, and a payment on account. */
    static final List<Posting> PAYMENTS = Stream.of(
            paid("INV-2026-000001", "PAYMENT-7", "accounts_receivable", "EUR 176.00"),
            paid("INV-2026-000001", "PAYMENT-8", "accounts_receivable", "EUR -11.90"),
            paid("CREDIT-3", "ON-ACCOUNT-1", "customer_prepayments", "EUR 5.00")).flatMap(List::stream).toList();

    private SamplePostings() {}

    /** An invoice of a cent to a customer with these names. */
    static List<Posting> hostile(String company, String group, String project) {
        return List.of(posting("INV-2026-000003", company, group, null, "accounts_receivable", null, "EUR 0.01"),
                posting("INV-2026-000003", company, group, project, "revenue:usage", "AE", "EUR -0.01"));
    }

    private static Posting acme(String number, @Nullable String project, String account, @Nullable String taxCode,
            String amount) {
        return posting(number, "Acme GmbH", "Europe", project, account, taxCode, amount);
    }

    static Posting posting(String number, String company, String group, @Nullable String project, String account,
            @Nullable String taxCode, String amount) {
        return new Posting(number.startsWith("CN") ? ISSUED.plusDays(3) : ISSUED, number, number, company, group,
                "FI20774740", project, account, taxCode, number.startsWith("CN") ? null : ISSUED.plusDays(14),
                LocalDate.of(2026, 10, 31),
                company.equals("Acme GmbH") ? "10017" : null, Money.parse(amount), "Invoice " + number);
    }

    private static List<Posting> paid(String number, String entry, String account, String amount) {
        var money = Money.parse(amount);
        return List.of(paid(number, entry, "bank", money), paid(number, entry, account, money.negated()));
    }

    private static Posting paid(String number, String entry, String account, Money amount) {
        return new Posting(ISSUED.plusDays(18), number, entry, "Acme GmbH", "Europe", null, null, account, null, null,
                null, "10017", amount, "Posting");
    }

    /** These postings as a period has them. */
    static Journal journal(List<Posting> postings) {
        var used = new TreeMap<String, Journal.UsedAccount>();
        for (var posting : postings) {
            var account = new Journal.UsedAccount(posting.ledgerAccount(), posting.taxCode(), posting.amount().abs());
            used.merge(posting.ledgerAccount() + posting.taxCode() + posting.amount().getCurrencyUnit(), account,
                    (one, other) -> one.highest().isGreaterThan(other.highest()) ? one : other);
        }
        return new Journal("2026-10",
                postings.stream().map(Posting::date).min(Comparator.naturalOrder()).orElseThrow(),
                postings.stream().map(Posting::date).max(Comparator.naturalOrder()).orElseThrow(),
                List.copyOf(used.values()),
                postings.stream().map(Posting::entry).max(Comparator.comparing(String::length)).orElseThrow(),
                postings.stream().filter(posting -> posting.debtorAccount() != null).collect(Collectors
                        .toMap(posting -> String.valueOf(posting.debtorAccount()), Posting::group,
                                (one, other) -> one)),
                writer -> {
                    for (var posting : postings) {
                        writer.write(posting);
                    }
                }, OptionalLong.empty());
    }

    /** What a format makes of them. */
    static String written(LedgerFormat format, List<Posting> postings) {
        var journal = journal(postings);
        format.check(journal);
        try {
            var out = new StringWriter();
            format.write(journal, out);
            return out.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
