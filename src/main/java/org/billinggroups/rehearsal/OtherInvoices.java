package org.billinggroups.rehearsal;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.billinggroups.account.CurrencyCode;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.InputFile;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InputProblems;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The invoices of another system: {@code billing_group,period,currency,net_total}, a row for each group, period and
 * currency. A group is known by its id, or by a name that only one has.
 */
final class OtherInvoices {
    private static final List<String> COLUMNS = List.of("billing_group", "period", "currency", "net_total");
    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,4})?");

    private final Map<Key, Net> byKey;

    private OtherInvoices(Map<Key, Net> byKey) {
        this.byKey = byKey;
    }

    /** @param group its id; its name where there is none of that name here */
    private record Key(String group, BillingPeriod period, CurrencyUnit currency) {}

    /** @param id the group's, or null where there is no such group here */
    private record Net(long line, String written, @Nullable UUID id, Money total) {}

    /** Reads the file of groups of which the database knows some. */
    static OtherInvoices read(Path path, RehearsalRequest request, JdbcClient jdbc) {
        return new Reader(path.toString(), request, jdbc).read(path);
    }

    /** Reads one file. */
    private static final class Reader {
        private final String file;
        private final RehearsalRequest request;
        private final Map<String, List<UUID>> idsByName = new HashMap<>();
        private final Set<String> ids = new LinkedHashSet<>();
        private final InputProblems problems = new InputProblems();
        private final Map<Key, Net> byKey = new LinkedHashMap<>();

        Reader(String file, RehearsalRequest request, JdbcClient jdbc) {
            this.file = file;
            this.request = request;
            // Those that are there first; a deleted one has its name only where no other has it.
            jdbc.sql("SELECT id, name, deleted_at IS NULL FROM billing_group ORDER BY deleted_at NULLS FIRST")
                    .query(rs -> {
                        var id = rs.getObject(1, UUID.class);
                        ids.add(id.toString());
                        var same = idsByName.computeIfAbsent(rs.getString(2), name -> new ArrayList<>());
                        if (rs.getBoolean(3) || same.isEmpty()) {
                            same.add(id);
                        }
                    });
        }

        OtherInvoices read(Path path) {
            try (var csv = new CsvInput(file, InputFile.open(path), new LinkedHashSet<>(COLUMNS),
                    new LinkedHashSet<>(COLUMNS))) {
                for (var row = csv.next(); row != null; row = csv.next()) {
                    if (row.size() == csv.width()) {
                        readRow(csv, row);
                    } else {
                        problem(row.line(), "", "", "expected " + csv.width() + " cells, found " + row.size());
                    }
                }
            } catch (IOException e) {
                throw new InvalidInputException(InputProblem.ofUnreadable(file, e));
            }
            problems.requireNone();
            return new OtherInvoices(byKey);
        }

        private void readRow(CsvInput csv, CsvInput.Row row) {
            var written = row.cell(csv.column("billing_group"));
            var group = group(row.line(), written);
            var period = value(row.line(), "period", row.cell(csv.column("period")), this::period);
            var currency = value(row.line(), "currency", row.cell(csv.column("currency")), CurrencyCode::parse);
            if (currency == null) {
                return;
            }
            var net = value(row.line(), "net_total", row.cell(csv.column("net_total")),
                    text -> amount(text, currency));
            if (group == null || period == null || net == null) {
                return;
            }
            var before = byKey.putIfAbsent(new Key(group, period, currency), new Net(row.line(), written,
                    ids.contains(group) ? UUID.fromString(group) : null, net));
            if (before != null) {
                problem(row.line(), "billing_group", written, "expected each group, period and currency once, "
                        + period + " in " + currency + " is on line " + before.line() + " already");
            }
        }

        private @Nullable String group(long line, String written) {
            if (written.isEmpty()) {
                problem(line, "billing_group", written, "expected the id or the name of a billing group");
                return null;
            }
            var id = written.toLowerCase(Locale.ROOT);
            if (ids.contains(id)) {
                return id;
            }
            var named = idsByName.getOrDefault(written, List.of());
            if (named.size() > 1) {
                problem(line, "billing_group", written,
                        "expected a name that one group has; " + named.size() + " have it: give the id");
                return null;
            }
            return named.isEmpty() ? written : named.getFirst().toString();
        }

        private BillingPeriod period(String text) {
            var period = BillingPeriod.parse(text);
            if (period.compareTo(request.first()) < 0 || period.compareTo(request.last()) > 0) {
                throw new IllegalArgumentException("expected a period that is rehearsed, from " + request.first()
                        + " to " + request.last());
            }
            return period;
        }

        private static Money amount(String text, CurrencyUnit currency) {
            var amount = AMOUNT.matcher(text).matches() ? new BigDecimal(text) : null;
            if (amount == null || amount.stripTrailingZeros().scale() > currency.getDecimalPlaces()) {
                throw new IllegalArgumentException("expected an amount in " + currency + ", such as "
                        + Money.ofMinor(currency, 123_400).getAmount().toPlainString());
            }
            return Money.of(currency, amount);
        }

        private <T> @Nullable T value(long line, String column, String text, Function<String, T> rule) {
            try {
                return rule.apply(text);
            } catch (IllegalArgumentException e) {
                problem(line, column, text, String.valueOf(e.getMessage()));
                return null;
            }
        }

        private void problem(long line, String column, String value, String reason) {
            problems.add(new InputProblem(file, line, column, value, reason));
        }
    }

    /** What came out beside these invoices, and those of which nothing did. */
    List<ComparedGroup> compare(Comparison comparison) {
        Map<Key, Net> left = new LinkedHashMap<>(byKey);
        Map<String, String> parked = new HashMap<>();
        comparison.parked().forEach(group -> parked.put(group.groupId() + " " + group.period(), group.reason()));
        List<ComparedGroup> compared = new ArrayList<>();
        for (var group : comparison.groups()) {
            var net = left.remove(new Key(String.valueOf(group.groupId()), group.period(), group.currency()));
            if (net != null || group.rehearsed() != null) {
                compared.add(new ComparedGroup(group.groupId(), group.groupName(), group.account(), group.period(),
                        group.currency(), net == null ? null : net.total(), group.rehearsed(),
                        net == null ? "only here" : group.note()));
            }
        }
        left.forEach((key, net) -> compared.add(missing(key, net, parked.get(key.group() + " " + key.period()))));
        return compared;
    }

    private static ComparedGroup missing(Key key, Net net, @Nullable String parkedFor) {
        var note = parkedFor != null
                ? "parked: " + parkedFor
                : net.id() == null ? "no such billing group here" : "no invoice here";
        return new ComparedGroup(net.id(), net.written(), null, key.period(), key.currency(), net.total(), null, note);
    }
}
