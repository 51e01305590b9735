package org.billinggroups.rehearsal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.billinggroups.rehearsal.RehearsalResult.Part;
import org.billinggroups.rehearsal.RehearsalResult.Total;
import org.billinggroups.report.Html;
import org.billinggroups.report.Html.Cell;
import org.billinggroups.report.Numbers;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** {@code rehearsal.html}: the totals, and of each currency the biggest differences by group, service and project. */
final class RehearsalPage {
    private static final int MOST_ROWS = 50;

    private final RehearsalResult result;
    private final String before;

    RehearsalPage(RehearsalResult result) {
        this.result = result;
        this.before = result.request().against().isPresent() ? "Other system" : "Issued";
    }

    /** Two amounts of the same thing. */
    private record Pair(Money before, Money rehearsed) {
        Pair plus(Pair other) {
            return new Pair(before.plus(other.before), rehearsed.plus(other.rehearsed));
        }

        Money difference() {
            return rehearsed.minus(before);
        }
    }

    void write(OutputStream out) throws IOException {
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        var html = new Html(writer);
        var request = result.request();
        var periods = request.first().equals(request.last())
                ? request.first().toString()
                : request.first() + " to " + request.last();
        html.page("Rehearsal of " + periods).element("h1", "Rehearsal of " + periods)
                .element("p class=\"muted\"", laidOver()).raw("\n");
        totals(html);
        for (var total : result.totals()) {
            groups(html, total.currency());
            byPart(html, "Services", total.currency(), Part::service);
            byPart(html, "Projects", total.currency(), Part::project);
        }
        parked(html);
        notes(html);
        html.endPage();
        writer.flush();
    }

    /** The names of the files alone: where they were is nobody's business. */
    private String laidOver() {
        var request = result.request();
        List<String> files = new ArrayList<>();
        request.prices().forEach(file -> files.add("prices of " + name(file)));
        request.company().forEach(file -> files.add("terms of " + name(file)));
        request.rates().ifPresent(file -> files.add("exchange rates of " + name(file)));
        var text = files.isEmpty()
                ? "Nothing is laid over."
                : "Laid over: " + String.join(", ", files)
                        + (request.asDated() ? ", from their dates on." : ", whatever their dates.");
        return text + request.against().map(file -> " Compared with the invoices of " + name(file) + ".").orElse("");
    }

    private static Path name(Path file) {
        return file.getFileName() == null ? file : file.getFileName();
    }

    private void totals(Html html) {
        html.section("Totals").table(Cell.text("Currency"), Cell.number("Groups and periods"), Cell.number(before),
                Cell.number("Rehearsed"), Cell.number("Difference"), Cell.number("%"),
                Cell.number("Only " + before.toLowerCase(Locale.ROOT)), Cell.number("Only rehearsed"));
        for (Total total : result.totals()) {
            html.row(Cell.text(total.currency().getCode()), Cell.number(Integer.toString(total.groups())),
                    number(total.before()), number(total.rehearsed()), signed(total.difference()),
                    percent(total.percent()), number(total.onlyBefore()), number(total.onlyRehearsed()));
        }
        html.endTable().end();
    }

    private void groups(Html html, CurrencyUnit currency) {
        var rows = result.differing().stream().filter(group -> group.currency().equals(currency)).toList();
        html.section("Billing groups, " + currency);
        if (rows.isEmpty()) {
            html.element("p class=\"muted\"", "No difference.").end();
            return;
        }
        html.table(Cell.text("Billing group"), Cell.text("Period"), Cell.number(before), Cell.number("Rehearsed"),
                Cell.number("Difference"), Cell.number("%"), Cell.text("Note"));
        rows.stream().limit(MOST_ROWS).forEach(group -> html.row(Cell.text(group.groupName()),
                Cell.text(group.period().toString()), number(group.before()), number(group.rehearsed()),
                signed(group.difference()), percent(group.percent()), Cell.text(group.note())));
        more(html, rows.size());
    }

    private void byPart(Html html, String heading, CurrencyUnit currency, Function<Part, String> name) {
        Map<String, Pair> sums = new LinkedHashMap<>();
        result.parts().stream().filter(part -> part.currency().equals(currency) && !name.apply(part).isEmpty())
                .forEach(part -> sums.merge(name.apply(part), new Pair(part.before(), part.rehearsed()), Pair::plus));
        var rows = sums.entrySet().stream().filter(row -> !row.getValue().difference().isZero())
                .sorted(Comparator.comparing((Map.Entry<String, Pair> row) -> row.getValue().difference().abs())
                        .reversed().thenComparing(Map.Entry::getKey))
                .toList();
        if (rows.isEmpty()) {
            return;
        }
        html.section(heading + ", " + currency).table(Cell.text("Name"), Cell.number(before), Cell.number("Rehearsed"),
                Cell.number("Difference"), Cell.number("%"));
        rows.stream().limit(MOST_ROWS).forEach(row -> html.row(Cell.text(row.getKey()),
                number(row.getValue().before()), number(row.getValue().rehearsed()),
                signed(row.getValue().difference()),
                percent(ComparedGroup.percent(row.getValue().before(), row.getValue().difference()))));
        more(html, rows.size());
    }

    private static void more(Html html, int count) {
        html.endTable();
        if (count > MOST_ROWS) {
            html.element("p class=\"muted\"", "And " + (count - MOST_ROWS) + " more with smaller differences.");
        }
        html.end();
    }

    private void parked(Html html) {
        if (result.parked().isEmpty()) {
            return;
        }
        html.section("Groups without invoice").table(Cell.text("Billing group"), Cell.text("Period"),
                Cell.text("Why"), Cell.text("When issued"));
        result.parked().forEach(group -> html.row(Cell.text(group.groupName()), Cell.text(group.period().toString()),
                Cell.text(group.reason() + ": " + group.detail()), Cell.text(group.before() ? "as well" : "")));
        html.endTable().end();
    }

    private void notes(Html html) {
        if (!result.notes().isEmpty()) {
            html.section("Notes");
            result.notes().forEach(note -> html.element("p", note));
            html.end();
        }
    }

    private static Cell number(@Nullable Money amount) {
        return Cell.number(amount == null ? "" : Numbers.grouped(amount.getAmount()));
    }

    private static Cell signed(Money difference) {
        return Cell.number((difference.isPositive() ? "+" : "") + Numbers.grouped(difference.getAmount()));
    }

    private static Cell percent(@Nullable BigDecimal percent) {
        return Cell.number(percent == null ? "" : (percent.signum() > 0 ? "+" : "") + Numbers.grouped(percent));
    }
}
