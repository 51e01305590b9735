package org.billinggroups.invoice;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * On which days documents may be issued. Dates never go back within a series, so a mistyped year would end invoicing
 * until then: what is far ahead, or before the period is over, has to be asked for twice.
 */
@Repository
public class IssueDates {
    private static final int DAYS_AHEAD = 31;

    private final JdbcClient jdbc;
    private final Clock clock;

    IssueDates(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * The date that somebody asks for.
     *
     * @param day the date, or empty for today
     * @param isMeant whether it may lie before the period's end or far ahead
     */
    public record Wish(Optional<LocalDate> day, boolean isMeant) {
        /** Today's, or a later one if need be. */
        public static final Wish TODAY = new Wish(Optional.empty(), false);
    }

    /**
     * The date of the invoices of a period. Today's, unless another one is asked for or the series has a later one.
     *
     * @throws RefusedException if what is asked for lies before the period's last day or more than {@value #DAYS_AHEAD}
     *         days ahead and is not said to be meant, or before the last date of the series
     */
    public LocalDate ofInvoices(String sellerId, BillingPeriod period, Wish wish) {
        var last = last(sellerId, "invoice_series");
        if (wish.day().isEmpty()) {
            return latest(last, Optional.of(today()));
        }
        var day = wish.day().get();
        var command = "billing run " + period + " --issue-date " + day;
        if (!wish.isMeant() && day.isBefore(period.lastDay())) {
            throw new RefusedException("issue date " + day + " is before " + period.lastDay() + ", the last day of "
                    + period + "; if it is meant: '" + command + " --allow-issue-date'");
        }
        requireNear(wish, command);
        if (last.isPresent() && day.isBefore(last.get())) {
            throw new RefusedException("issue date " + day + " is before " + last.get()
                    + ", the date of the last invoice; give that or a later one: 'billing run " + period
                    + " --issue-date " + last.get() + "'");
        }
        return day;
    }

    /**
     * The date of a credit note: today's, unless another one is asked for or the invoice or the series has a later one.
     *
     * @throws RefusedException if what is asked for lies before one of these, or far ahead and is not said to be meant
     */
    LocalDate ofCreditNote(String sellerId, Invoice corrected, Wish wish) {
        var last = last(sellerId, "credit_note_series");
        var invoiceDate = Optional.ofNullable(corrected.issueDate());
        if (wish.day().isEmpty()) {
            return latest(last, Optional.of(latest(invoiceDate, Optional.of(today()))));
        }
        var day = wish.day().get();
        var command = "billing invoice credit-note " + corrected.number() + " --reason ... --issue-date ";
        if (invoiceDate.filter(day::isBefore).isPresent()) {
            throw new RefusedException("issue date " + day + " is before " + invoiceDate.get()
                    + ", the date of invoice " + corrected.number() + "; give that or a later one: '" + command
                    + latest(invoiceDate, last) + "'");
        }
        requireNear(wish, command + day);
        if (last.filter(day::isBefore).isPresent()) {
            throw new RefusedException("issue date " + day + " is before " + last.get()
                    + ", the date of the last credit note; give that or a later one: '" + command + last.get() + "'");
        }
        return day;
    }

    private void requireNear(Wish wish, String command) {
        wish.day().filter(day -> !wish.isMeant() && day.isAfter(today().plusDays(DAYS_AHEAD))).ifPresent(day -> {
            throw new RefusedException("issue date " + day + " is more than " + DAYS_AHEAD
                    + " days from today, and nothing could be issued before it any more; if it is meant: '" + command
                    + " --allow-issue-date'");
        });
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private Optional<LocalDate> last(String sellerId, String column) {
        return jdbc.sql("""
                SELECT max(n.last_issue_date) FROM number_series n
                JOIN seller s ON s.id = n.seller_id AND s.%s = n.series
                WHERE n.seller_id = ? AND n.last_number >= n.first_number
                """.formatted(column)).param(sellerId).query(LocalDate.class).optional();
    }

    private static LocalDate latest(Optional<LocalDate> one, Optional<LocalDate> other) {
        return Stream.of(one, other).flatMap(Optional::stream).max(LocalDate::compareTo).orElseThrow();
    }
}
