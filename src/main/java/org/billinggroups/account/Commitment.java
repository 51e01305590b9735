package org.billinggroups.account;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The least that a group pays, for each period or for a term as a whole.
 *
 * @param amount zero for no commitment
 * @param from the first period, or null for any; a term has one
 * @param until the last period, inclusive, or null for any; a term has one
 * @param settled when the shortfall is charged
 * @param agreedUntil the last period that was agreed at first, of a term that is closed early; else null
 */
public record Commitment(Money amount, @Nullable BillingPeriod from, @Nullable BillingPeriod until,
        Settlement settled, @Nullable BillingPeriod agreedUntil) {
    /** What was frozen before there were terms is settled monthly. */
    public Commitment {
        settled = Objects.requireNonNullElse(settled, Settlement.MONTHLY);
    }

    /** An agreement for each period. */
    public static Commitment monthly(Money amount, @Nullable BillingPeriod from, @Nullable BillingPeriod until) {
        return new Commitment(amount, from, until, Settlement.MONTHLY, null);
    }

    /** Whether it holds in the period. */
    public boolean coversPeriod(BillingPeriod period) {
        return amount.isPositive() && BillingTerms.isWithin(period, from, until);
    }

    /** Whether the shortfall of the period itself is charged. */
    public boolean isSettledIn(BillingPeriod period) {
        return coversPeriod(period) && (settled == Settlement.MONTHLY || period.equals(until));
    }

    /** What is agreed for a term as a whole, if it is. */
    public Optional<Term> term() {
        return settled == Settlement.MONTHLY || from == null || until == null || !amount.isPositive()
                ? Optional.empty()
                : Optional.of(new Term(amount, from, until, agreedUntil == null ? until : agreedUntil));
    }

    /**
     * The same agreement as another one, as far as its end goes: its term is closed early, or not any more, if the
     * other one ended later. A new amount or beginning is a new agreement.
     */
    Commitment continuing(@Nullable Commitment before) {
        var own = term();
        var other = before == null ? Optional.<Term>empty() : before.term();
        return agreedUntil == null && own.isPresent() && other.isPresent()
                && other.get().amount().equals(amount) && other.get().first().equals(own.get().first())
                && other.get().agreedLast().compareTo(own.get().last()) > 0
                        ? new Commitment(amount, from, until, settled, other.get().agreedLast())
                        : this;
    }

    /**
     * A commitment over a term.
     *
     * @param amount above zero, for the term as it was agreed at first
     * @param first the first period
     * @param last the last period, inclusive, in which it is settled
     * @param agreedLast the last period that was agreed at first; later than the last one if it is closed early
     */
    public record Term(Money amount, BillingPeriod first, BillingPeriod last, BillingPeriod agreedLast) {
        /** Checks the order of the periods. */
        public Term {
            if (last.compareTo(first) < 0 || agreedLast.compareTo(last) < 0) {
                throw new IllegalArgumentException("term from " + first + " to " + last + ", agreed to " + agreedLast);
            }
        }

        /** The least that is paid for the term: amount x months kept / months agreed, half up. */
        public Money due() {
            return amount.multipliedBy(BigDecimal.valueOf(months(last)), RoundingMode.UNNECESSARY)
                    .dividedBy(BigDecimal.valueOf(months(agreedLast)), RoundingMode.HALF_UP);
        }

        private long months(BillingPeriod end) {
            return ChronoUnit.MONTHS.between(first.month(), end.month()) + 1;
        }

        /** Whether the period is one of the term. */
        public boolean covers(BillingPeriod period) {
            return BillingTerms.isWithin(period, first, last);
        }
    }

    /** When the shortfall of a commitment is charged. */
    public enum Settlement {
        /** In each period. */
        MONTHLY("monthly"),
        /** In the last period of the term, for all of it. */
        AT_END("at-end");

        private final String code;

        Settlement(String code) {
            this.code = code;
        }

        /** As in files, such as {@code at-end}. */
        public String code() {
            return code;
        }

        /**
         * The one of that code.
         *
         * @throws IllegalArgumentException with what is expected
         */
        static Settlement ofCode(String code) {
            return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("expected monthly or at-end"));
        }
    }
}
