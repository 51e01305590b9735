package org.billinggroups.usage;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a replacement takes back in the transaction under way, and what comes instead: by day, project and currency. */
@Repository
record UsageChanges(JdbcClient jdbc) {
    /** The columns of {@code usage_change} that records {@code u} make; a split one counts once, with its whole. */
    private static final String GROUPED = """
            u.period, (u.started_at AT TIME ZONE 'UTC')::date AS day, u.project, u.currency, count(*) AS records,
            sum(coalesce(u.whole_amount, u.amount)) AS amount
            """;
    private static final String GROUPS = "GROUP BY u.period, day, u.project, u.currency";

    /** One side of a replacement in a period. */
    private record Side(long records, long days, long projects, String amounts) {
        String text() {
            return count(records, "record") + money(amounts) + ", " + count(days, "day")
                    + ", " + count(projects, "sub account");
        }
    }

    private record Change(BillingPeriod period, Side goes, Side comes) {
        boolean coversLess() {
            return comes.days() < goes.days() || comes.projects() < goes.projects();
        }

        String text() {
            return period + ": takes back " + goes.text() + "; instead come " + comes.text();
        }
    }

    /** Begins again. */
    void start() {
        jdbc.sql("""
                CREATE TEMPORARY TABLE IF NOT EXISTS usage_change (
                    side text NOT NULL, period date NOT NULL, day date NOT NULL, project text COLLATE "C" NOT NULL,
                    currency text COLLATE "C", records bigint NOT NULL, amount numeric) ON COMMIT DROP
                """).update();
        jdbc.sql("TRUNCATE usage_change").update();
        jdbc.sql("CREATE TEMPORARY TABLE IF NOT EXISTS usage_file_changed (file_id bigint) ON COMMIT DROP").update();
        jdbc.sql("TRUNCATE usage_file_changed").update();
    }

    /** Notes files that are not any more what was sealed of them. */
    void noteChanged(Collection<Long> fileIds) {
        fileIds.forEach(file -> jdbc.sql("INSERT INTO usage_file_changed VALUES (?)").param(file).update());
    }

    /** The files that were noted so, in order. */
    List<Long> changedFiles() {
        return jdbc.sql("SELECT DISTINCT file_id FROM usage_file_changed ORDER BY 1").query(Long.class).list();
    }

    /** The statement that notes what goes, from records named {@code gone}. */
    static String noteGone() {
        return "INSERT INTO usage_change SELECT 'goes', " + GROUPED + " FROM gone u WHERE u.part = 0 " + GROUPS;
    }

    /** Notes that what is staged comes. */
    void noteStaged() {
        jdbc.sql("INSERT INTO usage_change SELECT 'comes', " + GROUPED + " FROM usage_stage u WHERE u.part = 0 "
                + GROUPS)
                .update();
    }

    /**
     * Notes that what files had brought before, which were given again unchanged, is there in the periods noted so far.
     */
    void noteKept(Collection<String> sha256s) {
        jdbc.sql("INSERT INTO usage_change SELECT 'comes', " + GROUPED + """
                FROM usage_record u JOIN usage_file f ON f.id = u.file_id
                WHERE u.part = 0 AND f.sha256 = ANY(:files) AND f.voided_at IS NULL AND f.replaced_at IS NULL
                    AND u.period IN (SELECT period FROM usage_change)
                """ + GROUPS).param("files", sha256s.toArray(String[]::new)).update();
    }

    /** Notes that billed charges go that come no more. */
    void noteCancelled() {
        jdbc.sql("INSERT INTO usage_change SELECT 'goes', " + GROUPED + """
                FROM usage_verdict v JOIN usage_record u ON u.period = v.period AND u.usage_id > v.charge
                    AND u.usage_id < v.charge || ':'
                WHERE v.cancelled AND v.differs
                """ + GROUPS).update();
    }

    /**
     * Says what goes and what comes, by period.
     *
     * @throws RefusedException if less comes than goes, and that is not wanted
     */
    List<String> tell(ImportBatch batch) {
        var changes = jdbc.sql("""
                WITH side AS (
                    SELECT period, side, sum(records) AS records, count(DISTINCT day) AS days,
                        count(DISTINCT project) AS projects, (
                            SELECT string_agg(a.amount || ' ' || a.currency, ',' ORDER BY a.currency)
                            FROM (SELECT currency, sum(amount) AS amount FROM usage_change x
                                WHERE x.period = c.period AND x.side = c.side AND currency IS NOT NULL
                                GROUP BY currency) a) AS amounts
                    FROM usage_change c GROUP BY period, side)
                SELECT to_char(g.period, 'YYYY-MM') AS period,
                    g.records AS goes_records, g.days AS goes_days, g.projects AS goes_projects,
                    coalesce(g.amounts, '') AS goes_amounts, coalesce(c.records, 0) AS comes_records,
                    coalesce(c.days, 0) AS comes_days, coalesce(c.projects, 0) AS comes_projects,
                    coalesce(c.amounts, '') AS comes_amounts
                FROM side g LEFT JOIN side c ON c.period = g.period AND c.side = 'comes'
                WHERE g.side = 'goes' ORDER BY 1
                """).query((rs, row) -> new Change(BillingPeriod.parse(rs.getString("period")),
                new Side(rs.getLong("goes_records"), rs.getLong("goes_days"), rs.getLong("goes_projects"),
                        rs.getString("goes_amounts")),
                new Side(rs.getLong("comes_records"), rs.getLong("comes_days"), rs.getLong("comes_projects"),
                        rs.getString("comes_amounts"))))
                .list();
        var less = changes.stream().filter(Change::coversLess).map(change -> "\n  " + change.text()).toList();
        if (batch.known() == ImportBatch.Known.REPLACE && !less.isEmpty()) {
            throw new RefusedException("the new files cover less than what '" + batch.source() + "' delivered before:"
                    + String.join("", less) + "\nnothing was imported; give --yes if that is all there is");
        }
        List<String> told = new ArrayList<>(changes.stream().map(Change::text).toList());
        told.addAll(corrected());
        return told;
    }

    private List<String> corrected() {
        if (!jdbc.sql("SELECT to_regclass('pg_temp.usage_verdict') IS NOT NULL").query(Boolean.class).single()) {
            return List.of();
        }
        return jdbc.sql("""
                SELECT to_char(period, 'YYYY-MM') AS period, count(*) AS charges, (
                    SELECT string_agg(a.amount || ' ' || a.measure, ',' ORDER BY a.measure)
                    FROM (SELECT measure, sum(came_amount - known_amount) AS amount FROM usage_verdict x
                        WHERE x.period = v.period AND differs AND measure NOT LIKE '/%' GROUP BY measure) a) AS amounts
                FROM usage_verdict v WHERE differs GROUP BY period ORDER BY period
                """).query((rs, row) -> rs.getString("period") + ": corrects " + count(rs.getLong("charges"), "charge")
                + money(rs.getString("amounts")) + ", as late usage where they are billed").list();
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Amounts such as {@code 1 EUR,2.5 USD}, with a comma before each. */
    private static String money(@Nullable String amounts) {
        var text = new StringBuilder();
        if (amounts != null && !amounts.isEmpty()) {
            for (var amount : amounts.split(",")) {
                int blank = amount.indexOf(' ');
                text.append(", ")
                        .append(money(new BigDecimal(amount.substring(0, blank)), amount.substring(blank + 1)));
            }
        }
        return text.toString();
    }

    /** An amount with all its digits, at least as many as its currency has. */
    static String money(BigDecimal amount, String currency) {
        var shortest = amount.stripTrailingZeros();
        var unit = CurrencyUnit.of(currency);
        return shortest.setScale(Math.max(shortest.scale(), unit.getDecimalPlaces())).toPlainString() + ' ' + unit;
    }

    /** A quantity as people write it. */
    static String plain(BigDecimal quantity) {
        return quantity.stripTrailingZeros().toPlainString();
    }
}
