package org.billinggroups.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.billinggroups.account.DeclaredField.Column;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** What is declared so far, of which a plan loads what it needs. */
@Repository
record MasterData(JdbcClient jdbc) {
    private static final int FETCHED_AT_ONCE = 1000;

    /** A project as it is declared, but for its group. */
    record ProjectRow(String id, @Nullable String name, @Nullable String accountId, Tags tags) {
        /** The columns that are compared and written. */
        static final List<Column<ProjectRow>> COLUMNS = List.of(new Column<>("account_id", ProjectRow::accountId),
                new Column<>("name", ProjectRow::name), new Column<>("tags", ProjectRow::tags),
                new Column<>("id", ProjectRow::id));
    }

    /**
     * What is there, by id, without what was deleted.
     *
     * @param groupOf the present group of each project, also of those that were deleted
     * @param firstNumbers the first number that was given in each series and year, by {@link NextNumbers#key}
     * @param numberedSeries the series that have numbers
     */
    record Snapshot(Map<String, Seller> sellers, Map<String, Account> accounts, Map<String, BillingGroup> groups,
            Map<String, ProjectRow> projects, Map<String, String> groupOf, Map<String, TaxRate> taxRates,
            Map<String, Integer> firstNumbers, Set<String> numberedSeries) {}

    /** Lets no other change of these tables in between until the transaction ends. */
    void lockForChange() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('billing-groups master data'))").query((rs, n) -> 0).single();
    }

    /** Lets changes wait until the transaction ends; readers don't wait for each other. */
    void lockForReading() {
        jdbc.sql("SELECT pg_advisory_xact_lock_shared(hashtext('billing-groups master data'))").query((rs, n) -> 0)
                .single();
    }

    /** The rows that are wanted; in a transaction they come in parts. */
    Snapshot load(Scope scope) {
        return new Snapshot(
                rows(jdbc.sql("SELECT id, to_jsonb(s) FROM seller s"), Seller::id,
                        (rs, row) -> FrozenJson.read(rs.getString(2), Seller.class)),
                rows(wanted(Accounts.SELECT + """
                        WHERE deleted_at IS NULL AND (:everything OR id = ANY (:accounts)) ORDER BY id
                        """, scope), Account::id, Accounts::account),
                groups(scope),
                rows(wanted("""
                        SELECT id, name, account_id, tags FROM project WHERE deleted_at IS NULL AND (:everything
                            OR id = ANY (:projects) OR account_id = ANY (:emptyAccounts) OR id IN (
                                SELECT project_id FROM membership
                                WHERE valid_to = 'infinity' AND group_id = ANY (:emptyGroups::uuid[]))) ORDER BY id
                        """, scope), ProjectRow::id, MasterData::project),
                groupOf(scope),
                rows(jdbc.sql("""
                        SELECT country_code, tax_class, valid_from, rate FROM tax_rate
                        ORDER BY concat_ws(' ', country_code, tax_class, valid_from)
                        """), TaxRate::key, (rs, row) -> new TaxRate(rs.getString(1), rs.getString(2),
                        rs.getObject(3, LocalDate.class), rs.getBigDecimal(4))),
                firstNumbers(),
                jdbc.sql("SELECT DISTINCT series FROM number_series").query(String.class).set());
    }

    private Map<String, Integer> firstNumbers() {
        Map<String, Integer> first = new HashMap<>();
        jdbc.sql("SELECT series, year, first_number FROM number_series").query(rs -> {
            first.put(NextNumbers.key(rs.getString(1), rs.getInt(2)), rs.getInt(3));
        });
        return first;
    }

    private Map<String, BillingGroup> groups(Scope scope) {
        return rows(wanted(BillingGroups.SELECT + """
                WHERE deleted_at IS NULL AND (:everything OR id = ANY (:groups::uuid[])
                    OR account_id = ANY (:emptyAccounts)
                    OR account_id = ANY (:accounts) AND name = ANY (:groupNames)
                    OR id IN (SELECT group_id FROM membership
                        WHERE valid_to = 'infinity' AND project_id = ANY (:projects))) ORDER BY id
                """, scope), group -> group.id().toString(), BillingGroups::group);
    }

    private Map<String, String> groupOf(Scope scope) {
        Map<String, String> groups = new HashMap<>();
        wanted("""
                SELECT project_id, group_id FROM membership WHERE valid_to = 'infinity'
                    AND (:everything OR project_id = ANY (:projects) OR group_id = ANY (:emptyGroups::uuid[]))
                """, scope).query(rs -> {
            groups.put(rs.getString(1), rs.getString(2).intern());
        });
        return groups;
    }

    private StatementSpec wanted(String sql, Scope scope) {
        return jdbc.sql(sql).withFetchSize(FETCHED_AT_ONCE).param("everything", scope.everything)
                .param("accounts", array(scope.accounts)).param("projects", array(scope.projects))
                .param("groups", array(scope.groups)).param("groupNames", array(scope.groupNames))
                .param("emptyAccounts", array(scope.emptyAccounts)).param("emptyGroups", array(scope.emptyGroups));
    }

    private static String[] array(Set<String> values) {
        return values.toArray(String[]::new);
    }

    private static <R> Map<String, R> rows(StatementSpec select, Function<R, String> id, RowMapper<R> mapper) {
        Map<String, R> rows = new LinkedHashMap<>();
        select.query(rs -> {
            var row = mapper.mapRow(rs, 0);
            rows.put(id.apply(row), row);
        });
        return rows;
    }

    private static ProjectRow project(ResultSet rs, int row) throws SQLException {
        return new ProjectRow(rs.getString("id"), rs.getString("name"), rs.getString("account_id"),
                Tags.of(FrozenJson.readTags(rs.getString("tags"))));
    }
}
