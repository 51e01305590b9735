package org.billinggroups.ledger;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The numbers of exports, which tell what each of them contains. */
@Repository
record ExportNumbers(JdbcClient jdbc) {
    private static final String MAY_NUMBER = """
            SELECT has_function_privilege('number_ledger_export(date, date, text, bigint, bigint)', 'EXECUTE')
            """;
    private static final String GIVEN = """
            SELECT number FROM ledger_export
            WHERE (period, issued, currency, since, last_seal) IS NOT DISTINCT FROM (:period::date, :issued::date,
                :currency::text, :since::bigint, :lastSeal::bigint)
            """;
    private static final String GIVE = """
            SELECT number_ledger_export(:period::date, :issued::date, :currency::text, :since::bigint,
                :lastSeal::bigint)
            """;

    /**
     * An export.
     *
     * @param lastSeal the last seal of what it contains
     */
    record Numbered(long number, LedgerSelection selection, long lastSeal) {}

    /**
     * The export with that number.
     *
     * @param chosen what is chosen beside it, which has to be the same
     * @throws RefusedException if there is none, or if something else was chosen then
     */
    Numbered find(long number, LedgerSelection chosen) {
        var found = jdbc.sql("SELECT period, issued, currency, last_seal FROM ledger_export WHERE number = ?")
                .param(number).query((rs, row) -> new Numbered(number,
                        LedgerSelection.of(month(rs.getObject("period", LocalDate.class)),
                                month(rs.getObject("issued", LocalDate.class)), rs.getString("currency")),
                        rs.getLong("last_seal")))
                .optional().orElseThrow(() -> new RefusedException("there is no export " + number + ": " + newest()));
        if (!chosen.agreesWith(found.selection())) {
            throw new RefusedException("export " + number + " is of " + found.selection() + ", not of " + chosen
                    + ": what was added to it is written by 'billing ledger export " + found.selection().options()
                    + " --added-since " + number + " --format ...'");
        }
        return found;
    }

    private String newest() {
        return jdbc.sql("SELECT max(number) FROM ledger_export").query(Long.class).optional()
                .map(last -> "the last one is " + last).orElse("nothing was exported yet");
    }

    private static @Nullable BillingPeriod month(@Nullable LocalDate firstDay) {
        return firstDay == null ? null : BillingPeriod.startingOn(firstDay);
    }

    /**
     * The number of an export, which is always the same for the same content; empty if it has none yet, and this user
     * only reads.
     */
    OptionalLong numberOf(LedgerSelection selection, Optional<Numbered> since, long lastSeal) {
        var sql = jdbc.sql(MAY_NUMBER).query(Boolean.class).single() ? GIVE : GIVEN;
        var number = jdbc.sql(sql).paramSource(selection.parameters()
                .addValue("since", since.map(Numbered::number).orElse(null)).addValue("lastSeal", lastSeal))
                .query(Long.class).optional();
        return number.isPresent() ? OptionalLong.of(number.get()) : OptionalLong.empty();
    }
}
