package org.billinggroups.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Compares the charges that are staged with those that are known, in the transaction under way: by the sums of amount
 * and quantity, each charge apart. All of it is done by statements about whole tables, none by rows.
 */
@Repository
record Charges(JdbcClient jdbc) {
    /** A charge of FOCUS exports, from the {@code usage_id} of its records. */
    static final String CHARGE = "left(%s.usage_id, " + ChargeIdentity.LENGTH + ")";
    /** Whether a record is of a charge. */
    static final String OF_CHARGE = "%1$s.usage_id > %2$s.charge AND %1$s.usage_id < %2$s.charge || ':'";
    /** What sums of a charge are in: a currency, or where our prices are taken, a unit after a slash. */
    private static final String MEASURE = "coalesce(%1$s.currency, '/' || %1$s.unit)";
    private static final String SUMS = "sum(%1$s.quantity) AS quantity, coalesce(sum(%1$s.amount), 0) AS amount";

    /**
     * A charge that comes with other sums than before.
     *
     * @param measure the currency of the amounts, or a unit after a slash where there are none
     */
    record Restated(String project, String service, String sku, Instant start, Instant end, String measure,
            BigDecimal knownAmount, BigDecimal cameAmount, BigDecimal knownQuantity, BigDecimal cameQuantity) {
        /** Where it differs. */
        String text() {
            var what = project + ", " + service + ", " + sku + ", " + start + " to " + end + ": ";
            return measure.startsWith("/") || knownAmount.compareTo(cameAmount) == 0
                    ? what + "quantity " + UsageChanges.plain(knownQuantity) + " before, "
                            + UsageChanges.plain(cameQuantity) + " now"
                    : what + UsageChanges.money(knownAmount, measure) + " before, "
                            + UsageChanges.money(cameAmount, measure) + " now";
        }
    }

    /** Whether the primary key may not find out that a charge of the period is known. */
    boolean areHidden(BillingPeriod period) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM usage_charge_gap WHERE period = ?)").param(period.firstDay())
                .query(Boolean.class).single();
    }

    /** Whether another command brought a charge that is staged, as far as the primary key tells. */
    boolean isStagedKnown(String command) {
        return jdbc.sql("""
                SELECT EXISTS (
                    SELECT FROM usage_stage s JOIN usage_record k ON k.period = s.period AND k.usage_id = s.usage_id
                        AND k.part = 0
                    JOIN usage_file f ON f.id = k.file_id WHERE f.command <> :command)
                """).param("command", command).query(Boolean.class).single();
    }

    /** Whether there is a FOCUS file of another command. */
    boolean isAnyOfOtherCommands(String command) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM usage_file WHERE format = 'focus' AND voided_at IS NULL "
                + "AND command <> ?)").param(command).query(Boolean.class).single();
    }

    /** Sums up what is staged, and what is known of the same charges. */
    void sum(ImportBatch batch) {
        createTables();
        jdbc.sql("""
                INSERT INTO usage_came
                SELECT s.period, %s AS charge, %s AS measure, count(*), %s FROM usage_stage s GROUP BY 1, 2, 3
                """.formatted(CHARGE.formatted("s"), MEASURE.formatted("s"), SUMS.formatted("s"))).update();
        jdbc.sql("ANALYZE usage_came").update();
        // What the command itself brought is no other's, but it counts on; a replacement looks at all that stays.
        jdbc.sql("""
                INSERT INTO usage_known
                SELECT c.period, c.charge, %s, f.command,
                    NOT :replaces AND f.command = :command,
                    bool_or(k.usage_id LIKE '%%%s'), max(%s), min(f.id), %s
                FROM (SELECT DISTINCT period, charge FROM usage_came) c
                JOIN usage_record k ON k.period = c.period AND %s
                JOIN usage_file f ON f.id = k.file_id
                GROUP BY 1, 2, 3, 4, 5
                """.formatted(MEASURE.formatted("k"), ChargeMoves.CORRECTION, ChargeMoves.NUMBER.formatted("k"),
                SUMS.formatted("k"), OF_CHARGE.formatted("k", "c"))).param("replaces", batch.replaces())
                .param("command", batch.command()).update();
    }

    private void createTables() {
        jdbc.sql("""
                CREATE TEMPORARY TABLE usage_came (period date, charge text COLLATE "C", measure text COLLATE "C",
                    row_count bigint, quantity numeric, amount numeric) ON COMMIT DROP
                """).update();
        jdbc.sql("""
                CREATE TEMPORARY TABLE usage_known (period date, charge text COLLATE "C", measure text COLLATE "C",
                    command text, own boolean, corrected boolean, last_number bigint, file_id bigint,
                    quantity numeric, amount numeric) ON COMMIT DROP
                """).update();
        jdbc.sql("""
                CREATE TEMPORARY TABLE usage_verdict (period date, charge text COLLATE "C", measure text COLLATE "C",
                    came_rows bigint, came_quantity numeric, came_amount numeric, known_quantity numeric,
                    known_amount numeric, file_id bigint, differs boolean, cancelled boolean) ON COMMIT DROP
                """).update();
    }

    /** Adds to what is known the charges that a source brought to some periods, and that come no more. */
    void sumCancelled(String source, Collection<BillingPeriod> periods) {
        jdbc.sql("""
                INSERT INTO usage_verdict
                SELECT k.period, %1$s AS charge, %2$s AS measure, 0, 0, 0, sum(k.quantity), coalesce(sum(k.amount), 0),
                    min(k.file_id), sum(k.quantity) <> 0 OR coalesce(sum(k.amount), 0) <> 0, true
                FROM usage_record k
                WHERE k.period IN (:periods)
                    AND k.file_id IN (SELECT id FROM usage_file WHERE source = :source AND format = 'focus')
                    AND NOT EXISTS (SELECT FROM usage_came c WHERE c.period = k.period AND c.charge = %1$s)
                GROUP BY 1, 2, 3
                """.formatted(CHARGE.formatted("k"), MEASURE.formatted("k")))
                .param("periods", periods.stream().map(BillingPeriod::firstDay).toList()).param("source", source)
                .update();
    }

    /**
     * Compares the sums of charges that others brought: with all that is known, or where nothing of that is a
     * correction, also with what one command brought.
     */
    void compare() {
        jdbc.sql("ANALYZE usage_known").update();
        jdbc.sql("""
                INSERT INTO usage_verdict
                SELECT period, charge, measure, coalesce(c.row_count, 0), coalesce(c.quantity, 0), coalesce(c.amount,
                    0),
                    coalesce(k.quantity, 0), coalesce(k.amount, 0), k.file_id,
                    (coalesce(c.quantity, 0), coalesce(c.amount, 0)) <> (coalesce(k.quantity, 0), coalesce(k.amount,
                        0)),
                    false
                FROM (SELECT * FROM usage_came WHERE (period, charge) IN (
                    SELECT period, charge FROM usage_known WHERE NOT own)) c
                FULL JOIN (
                    SELECT period, charge, measure, sum(quantity) AS quantity, sum(amount) AS amount,
                        min(file_id) AS file_id
                    FROM usage_known WHERE NOT own GROUP BY 1, 2, 3) k USING (period, charge, measure)
                """).update();
        jdbc.sql("ANALYZE usage_verdict").update();
    }

    /**
     * Takes charges for the same that come with the sums that one command had brought, if nothing of them is corrected.
     */
    void compareWithEachCommand() {
        jdbc.sql("""
                UPDATE usage_verdict v SET differs = false FROM usage_known k
                WHERE v.differs AND NOT k.own AND k.period = v.period AND k.charge = v.charge AND k.measure = v.measure
                    AND k.quantity = v.came_quantity AND k.amount = v.came_amount
                    AND NOT EXISTS (SELECT FROM usage_known x
                        WHERE x.period = v.period AND x.charge = v.charge AND x.corrected)
                """).update();
    }

    long countRestated() {
        return jdbc.sql("SELECT count(*) FROM (SELECT DISTINCT period, charge FROM usage_verdict WHERE differs) d")
                .query(Long.class).single();
    }

    /** The first of those that differ. */
    List<Restated> restated(int limit) {
        return jdbc.sql("""
                SELECT s.project, s.service, s.sku, s.started_at AS start, s.ended_at AS end, v.*
                FROM usage_verdict v CROSS JOIN LATERAL (
                    SELECT * FROM usage_stage s WHERE s.period = v.period AND %s ORDER BY file_id, line LIMIT 1) s
                WHERE v.differs ORDER BY s.started_at, s.project, s.service, s.sku, v.charge, v.measure LIMIT :limit
                """.formatted(OF_CHARGE.formatted("s", "v"))).param("limit", limit).query(Restated.class).list();
    }
}
