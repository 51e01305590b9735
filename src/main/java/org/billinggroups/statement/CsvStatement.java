package org.billinggroups.statement;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InputProblems;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.period.Days;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads statements as CSV, of the seller's own account: {@code booked_on,amount,currency,reference,remitter,remittance,
 * entry_id}, amounts below zero for what left the account.
 */
record CsvStatement(String file, String account, StatementAccounts accounts, InputProblems problems,
        BankEntry.Sink sink) {
    private static final String BOOKED_ON = "booked_on";
    private static final String AMOUNT = "amount";
    private static final String CURRENCY = "currency";
    private static final String REFERENCE = "reference";
    private static final String REMITTER = "remitter";
    private static final String REMITTANCE = "remittance";
    private static final String ENTRY_ID = "entry_id";
    private static final List<String> COLUMNS = List.of(BOOKED_ON, AMOUNT, CURRENCY, REFERENCE, REMITTER, REMITTANCE,
            ENTRY_ID);
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,4})?");

    /** The statement of the account that the seller names. */
    static CsvStatement of(String file, StatementAccounts accounts, InputProblems problems, BankEntry.Sink sink) {
        var account = accounts.usual().orElseThrow(
                () -> new InvalidInputException(InputProblem.ofFile(file, "is CSV, which names no account: "
                        + accounts.of("").expected())));
        return new CsvStatement(file, account, accounts.of(account), problems, sink);
    }

    /** @throws InvalidInputException if it is no such file; what is wrong inside is added to the problems */
    void read(InputStream in) throws IOException, SQLException {
        try (var csv = new CsvInput(file, in, new LinkedHashSet<>(COLUMNS),
                Set.of(BOOKED_ON, AMOUNT, CURRENCY))) {
            for (var row = csv.next(); row != null; row = csv.next()) {
                if (row.size() == csv.width()) {
                    read(csv, row);
                } else {
                    problems.add(new InputProblem(file, row.line(), "", "",
                            "expected " + csv.width() + " columns, found " + row.size()));
                }
            }
        }
    }

    private void read(CsvInput csv, CsvInput.Row row) throws SQLException {
        var day = day(row.line(), cell(csv, row, BOOKED_ON));
        var currency = cell(csv, row, CURRENCY);
        if (!accounts.contains(account, currency)) {
            problem(row.line(), CURRENCY, currency, accounts.expected());
            return;
        }
        var amount = amount(row.line(), cell(csv, row, AMOUNT), CurrencyUnit.of(currency));
        if (day == null || amount == null) {
            return;
        }
        var reference = cell(csv, row, REFERENCE);
        var id = cell(csv, row, ENTRY_ID);
        var remitter = cell(csv, row, REMITTER);
        sink.add(
                new BankEntry(row.line(), 1, account, currency, day, amount, EntryKind.of(amount), list(id), null, null,
                        list(reference), remitter.isEmpty() ? null : remitter, list(cell(csv, row, REMITTANCE)), null));
    }

    private static List<String> list(String text) {
        return Stream.of(text).filter(one -> !one.isEmpty()).toList();
    }

    private static String cell(CsvInput csv, CsvInput.Row row, String column) {
        int place = csv.column(column);
        return place < 0 ? "" : row.cell(place);
    }

    private @Nullable LocalDate day(long line, String text) {
        try {
            return Days.parse(text);
        } catch (IllegalArgumentException e) {
            problem(line, BOOKED_ON, text, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable BigDecimal amount(long line, String text, CurrencyUnit currency) {
        var amount = DECIMAL.matcher(text).matches() ? new BigDecimal(text) : BigDecimal.ZERO;
        if (amount.signum() == 0 || amount.stripTrailingZeros().scale() > currency.getDecimalPlaces()) {
            problem(line, AMOUNT, text, "expected an amount such as 100.00, or -100.00 for what left the account");
            return null;
        }
        return amount;
    }

    private void problem(long line, String column, String value, String reason) {
        problems.add(new InputProblem(file, line, column, value, reason));
    }
}
