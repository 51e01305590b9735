package org.billinggroups.ledger;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.billinggroups.file.RefusedException;
import org.billinggroups.file.SpreadsheetSafe;
import org.joda.money.CurrencyUnit;

/**
 * A batch of bookings for DATEV (developer.datev.de, "DATEV-Format", Buchungsstapel): header version 700, category 21,
 * format version 13, Windows-1252, semicolons, CR and LF.
 *
 * <pre>
 * "EXTF";700;21;"Buchungsstapel";13;20261102000000000;;"RE";...
 * Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;...
 * 100,00;"S";"EUR";;;"";10000;8200;"";0211;"INV-2026-000001";"";;"Acme GmbH";...;31102026;31102026;16112026;...
 * 19,00;"S";"EUR";;;"";10000;1776;"";0211;"INV-2026-000001";"";;"Acme GmbH, Europe";...
 * </pre>
 *
 * <p>The last of these dates are those of delivery, of the tax period and of payment.
 *
 * <p>Each row books one revenue, tax, prepayment or payment against the customer's account (the group's {@code
 * debtor_account}, else one for all), whose own postings are so the sum of rows. Net and tax are rows of their own,
 * since DATEV would take the tax out of a gross amount again and could differ by a cent; the accounts of the default
 * chart SKR03 are those that calculate none. A character that Windows-1252 lacks loses its accents or else becomes a
 * question mark; one that a voucher number may not have becomes a dash. The time of creation is the last day of the
 * postings, so that the same postings give the same bytes.
 */
final class DatevBatch implements LedgerFormat {
    private static final String SETTING = "billing.ledger.datev.accounts";
    private static final String TAX_KEYS = "billing.ledger.datev.tax-keys";
    private static final Map<String, String> SKR03 = Map.of("accounts_receivable", "10000", "revenue", "8200",
            "revenue:promotional_credits", "8700", "vat_payable", "1770", "vat_payable/S19", "1776", "vat_payable/S7",
            "1771", "customer_prepayments", "1710");
    private static final Map<String, String> CLEARING = Map.of("03", "1360", "04", "1460");
    private static final Map<String, String> NO_KEYS = Map.of("accounts_receivable", "", "revenue", "", "vat_payable",
            "", "customer_prepayments", "", "bank", "");

    private static final String REVERSE_CHARGE = "AE";
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final BigDecimal HIGHEST = new BigDecimal("9999999999.99");
    private static final int MAX_VOUCHER = 36;
    private static final int MAX_TEXT = 60;
    private static final int MAX_TITLE = 30;
    private static final int MAX_INFORMATION = 210;
    private static final int MIN_ACCOUNT_LENGTH = 4;
    private static final int MAX_ACCOUNT_LENGTH = 8;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
    private static final DateTimeFormatter DAY_FIRST = DateTimeFormatter.ofPattern("ddMMuuuu", Locale.ROOT);
    private static final DateTimeFormatter DAY_OF_YEAR = DateTimeFormatter.ofPattern("ddMM", Locale.ROOT);

    private final LedgerSettings.Datev settings;
    private final AccountMap accounts;
    private final AccountMap taxKeys;
    private final Pattern debtor;

    DatevBatch(LedgerSettings.Datev settings) {
        this.settings = settings;
        require(settings.accountLength() >= MIN_ACCOUNT_LENGTH && settings.accountLength() <= MAX_ACCOUNT_LENGTH,
                "account-length", settings.accountLength(), "4 to 8");
        require(settings.consultant() > 1000 && settings.consultant() <= 9_999_999, "consultant",
                settings.consultant(), "1001 to 9999999");
        require(settings.client() > 0 && settings.client() <= 99_999, "client", settings.client(), "1 to 99999");
        require(settings.fiscalYearStart() > 0 && settings.fiscalYearStart() <= 12, "fiscal-year-start",
                settings.fiscalYearStart(), "a month, 1 to 12");
        require(settings.chart().matches("[0-9]{2}"), "chart", settings.chart(), "two digits such as 03");
        int length = settings.accountLength();
        debtor = Pattern.compile("[0-9]{" + (length + 1) + "}");
        accounts = new AccountMap(SETTING, settings.accounts(), defaults(settings.chart()),
                Pattern.compile("[0-9]{" + length + "," + (length + 1) + "}"),
                "an account of " + length + " digits, or " + (length + 1) + " for a customer's");
        taxKeys = new AccountMap(TAX_KEYS, settings.taxKeys(), NO_KEYS, Pattern.compile("[0-9]{0,4}"),
                "a tax key of up to four digits, or nothing");
    }

    /** What accountants book with the bank's statement is met in the chart's account for money under way. */
    private static Map<String, String> defaults(String chart) {
        var clearing = CLEARING.get(chart);
        if (clearing == null) {
            return SKR03;
        }
        Map<String, String> defaults = new HashMap<>(SKR03);
        defaults.put("bank", clearing);
        return defaults;
    }

    private static void require(boolean holds, String setting, Object value, String expected) {
        if (!holds) {
            throw new RefusedException("billing.ledger.datev." + setting + " '" + value + "': expected " + expected);
        }
    }

    @Override
    public Charset charset() {
        return WINDOWS_1252;
    }

    @Override
    public AccountMap accounts() {
        return accounts;
    }

    @Override
    public void check(Journal journal) {
        accounts.check(journal);
        taxKeys.check(journal);
        journal.debtors().forEach((account, group) -> {
            if (!debtor.matcher(account).matches()) {
                throw new RefusedException(
                        "debtor_account '" + account + "' of billing group '" + group + "': expected "
                                + (settings.accountLength() + 1)
                                + " digits, one more than billing.ledger.datev.account-length");
            }
        });
        for (var account : journal.accounts()) {
            var amount = account.highest();
            if (!amount.getCurrencyUnit().equals(CurrencyUnit.EUR)) {
                throw new RefusedException("DATEV needs an exchange rate for amounts in " + amount.getCurrencyUnit()
                        + ", which postings do not have; leave them out with --currency EUR");
            }
            if (amount.getAmount().compareTo(HIGHEST) > 0) {
                throw new RefusedException("DATEV takes amounts up to " + HIGHEST + ", but there is one of " + amount);
            }
        }
        if (!fiscalYear(journal.first()).equals(fiscalYear(journal.last()))) {
            throw new RefusedException("a batch for DATEV is of one financial year, but these postings are of "
                    + journal.first() + " to " + journal.last() + "; take one month with --issued, such as --issued "
                    + YearMonth.from(journal.last()));
        }
    }

    private LocalDate fiscalYear(LocalDate day) {
        var start = day.withDayOfMonth(1).withMonth(settings.fiscalYearStart());
        return start.isAfter(day) ? start.minusYears(1) : start;
    }

    @Override
    public void write(Journal journal, Writer out) throws IOException {
        line(out, header(journal));
        line(out, DatevColumns.names());
        journal.postings().forEach(posting -> {
            // The other side of each booking: together they are what is posted to receivables.
            if (!posting.ledgerAccount().equals(AccountMap.RECEIVABLE)) {
                line(out, DatevColumns.row(booking(posting)));
            }
        });
    }

    private static void line(Writer out, String line) throws IOException {
        out.write(line + "\r\n");
    }

    private String header(Journal journal) {
        var first = YearMonth.from(journal.first()).atDay(1);
        var last = YearMonth.from(journal.last()).atEndOfMonth();
        return String.join(";", "\"EXTF\"", "700", "21", "\"Buchungsstapel\"", "13",
                DAY.format(journal.last()) + "000000000", "", "\"RE\"", "\"\"", "\"\"",
                Integer.toString(settings.consultant()), Integer.toString(settings.client()),
                DAY.format(fiscalYear(journal.first())), Integer.toString(settings.accountLength()), DAY.format(first),
                DAY.format(last), DatevColumns.quoted(text(title(journal), MAX_TITLE)), "\"\"", "1", "0", "0",
                "\"EUR\"", "", "\"\"", "", "", DatevColumns.quoted(settings.chart()), "", "", "\"\"", "\"\"");
    }

    /** The number first, since there is not room for everything. */
    private static String title(Journal journal) {
        var number = journal.number();
        return number.isPresent() ? "Export " + number.getAsLong() + ": " + journal.title() : journal.title();
    }

    private Map<String, String> booking(Posting posting) {
        Map<String, String> booking = new HashMap<>();
        booking.put("Umsatz (ohne Soll/Haben-Kz)",
                posting.amount().abs().getAmount().toPlainString().replace('.', ','));
        booking.put("Soll/Haben-Kennzeichen", posting.amount().isNegative() ? "S" : "H");
        booking.put("WKZ Umsatz", posting.amount().getCurrencyUnit().getCode());
        booking.put("Konto", Objects.requireNonNullElseGet(posting.debtorAccount(),
                () -> accounts.of(AccountMap.RECEIVABLE, null)));
        booking.put("Gegenkonto (ohne BU-Schlüssel)", accounts.of(posting));
        booking.put("BU-Schlüssel", taxKeys.of(posting));
        booking.put("Belegdatum", DAY_OF_YEAR.format(posting.date()));
        booking.put("Belegfeld 1", voucher(posting.number()));
        booking.put("Buchungstext", text(posting.customer(), MAX_TEXT));
        booking.put("Festschreibung", "0");
        if (posting.serviceDate() != null) {
            booking.put("Leistungsdatum", DAY_FIRST.format(posting.serviceDate()));
            booking.put("Datum Zuord. Steuerperiode", DAY_FIRST.format(posting.serviceDate()));
        }
        if (posting.dueDate() != null) {
            booking.put("Fälligkeit", DAY_FIRST.format(posting.dueDate()));
        }
        if (posting.project() != null) {
            booking.put("Beleginfo - Art 1", "Projekt");
            booking.put("Beleginfo - Inhalt 1", text(posting.project(), MAX_INFORMATION));
        }
        // The recapitulative statement of what is taxed where the customer is goes by his VAT id.
        if (REVERSE_CHARGE.equals(posting.taxCode()) && posting.vatId() != null) {
            booking.put("EU-Land u. UStID (Bestimmung)", posting.vatId());
        }
        return booking;
    }

    /** A voucher number; of one that is longer, which only a long pattern makes, the end. */
    private static String voucher(String number) {
        var allowed = number.replaceAll("[^A-Za-z0-9$&%*+/-]", "-");
        return allowed.substring(Math.max(0, allowed.length() - MAX_VOUCHER));
    }

    private static String text(String text, int max) {
        var safe = SpreadsheetSafe.cell(inWindows1252(PlainText.line(text)));
        return safe.substring(0, Math.min(max, safe.length()));
    }

    private static String inWindows1252(String text) {
        var encoder = WINDOWS_1252.newEncoder();
        return Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().mapToObj(Character::toString)
                .map(character -> encoder.canEncode(character) ? character : withoutAccents(character))
                .map(character -> encoder.canEncode(character) ? character : "?").collect(Collectors.joining());
    }

    private static String withoutAccents(String character) {
        return Normalizer.normalize(character, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    }
}
