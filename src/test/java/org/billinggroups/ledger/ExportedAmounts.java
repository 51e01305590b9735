package org.billinggroups.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads exported files as their programs do, as far as amounts go: debits above zero, credits below. */
final class ExportedAmounts {
    private static final Pattern TRANSACTION = Pattern
            .compile("202\\d-\\d\\d-\\d\\d \\* (?:\\((?<hledger>[^)]*)\\) .*|(\"(\\\\.|[^\"\\\\])*\" ?){2})");
    private static final Pattern NUMBER = Pattern.compile("  number: \"(.*)\"");
    private static final Pattern POSTING = Pattern
            .compile(" {2,4}(?<account>[A-Z][A-Za-z:-]*)  (?<amount>-?[0-9.]+) (?<currency>[A-Z]{3})(  ; .*)?");
    private static final Pattern OTHER = Pattern.compile("|; .*|decimal-mark \\.|(commodity|account) .*|.* open .*"
            + "|    (tax|project): \"(\\\\.|[^\"\\\\])*\"");

    /** An amount in an account of an invoice. */
    record Amount(String number, String account, BigDecimal amount) {}

    private ExportedAmounts() {}

    static List<Amount> of(LedgerExport.Format format, String text) {
        return switch (format) {
            case HLEDGER, BEANCOUNT -> ofText(text);
            case DATEV -> ofDatev(text);
            case XERO -> rows(text, ',', 0).stream().map(row -> new Amount(row.get("*Narration").split(" ")[0],
                    row.get("*AccountCode"), new BigDecimal(row.get("*Amount")))).toList();
            case QUICKBOOKS -> rows(text, ',', 0).stream().map(row -> new Amount(row.get("*JournalNo"),
                    row.get("*AccountName"), decimal(row.get("*Debits")).subtract(decimal(row.get("*Credits")))))
                    .toList();
        };
    }

    /** What they add up to, without what adds up to zero. */
    static Map<String, BigDecimal> totals(List<Amount> amounts, Function<Amount, String> key) {
        Map<String, BigDecimal> totals = new TreeMap<>();
        amounts.forEach(amount -> totals.merge(key.apply(amount), amount.amount(), BigDecimal::add));
        totals.values().removeIf(total -> total.signum() == 0);
        totals.replaceAll((name, total) -> total.stripTrailingZeros());
        return totals;
    }

    private static List<Amount> ofText(String text) {
        List<Amount> amounts = new ArrayList<>();
        var number = "";
        for (var line : text.split("\n", -1)) {
            var transaction = TRANSACTION.matcher(line);
            var own = NUMBER.matcher(line);
            var posting = POSTING.matcher(line);
            if (transaction.matches()) {
                number = String.valueOf(transaction.group("hledger"));
            } else if (own.matches()) {
                number = own.group(1);
            } else if (posting.matches()) {
                amounts.add(new Amount(number, posting.group("account"), new BigDecimal(posting.group("amount"))));
            } else {
                assertThat(line).matches(OTHER);
            }
        }
        return amounts;
    }

    private static List<Amount> ofDatev(String text) {
        List<Amount> amounts = new ArrayList<>();
        for (var row : rows(text, ';', 1)) {
            assertThat(row.size()).isEqualTo(125);
            var amount = new BigDecimal(row.get(0).replace(',', '.'));
            assertThat(amount).isPositive();
            var debit = row.get(1).equals("S") ? amount : amount.negate();
            amounts.add(new Amount(row.get("Belegfeld 1"), row.get("Konto"), debit));
            amounts.add(new Amount(row.get("Belegfeld 1"), row.get(7), debit.negate()));
        }
        return amounts;
    }

    private static List<CSVRecord> rows(String text, char delimiter, int skipped) {
        var lines = text.substring(skipped == 0 ? 0 : text.indexOf('\n') + 1);
        try (var parser = CSVParser.parse(lines, CSVFormat.RFC4180.builder().setDelimiter(delimiter).setHeader()
                .setSkipHeaderRecord(true).get())) {
            return parser.getRecords();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BigDecimal decimal(String text) {
        return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
    }
}
