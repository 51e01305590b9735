package org.billinggroups.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.billinggroups.account.PlannedChange.Changed;
import org.billinggroups.account.PlannedChange.Created;
import org.billinggroups.account.PlannedChange.Moved;
import org.billinggroups.period.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** The projects, each of which is in one billing group at any time. */
@Repository
public class Projects {
    private static final String SELECT = """
            SELECT p.id, p.name, p.account_id, p.tags, m.group_id, g.name AS group_name
            FROM project p
            JOIN membership m ON m.project_id = p.id AND m.valid_to = 'infinity'
            JOIN billing_group g ON g.id = m.group_id
            WHERE p.deleted_at IS NULL
            """;

    private final JdbcClient jdbc;
    private final MasterData masterData;
    private final Accounts accounts;
    private final BillingGroups groups;
    private final TransactionOperations transaction;
    private final Clock clock;

    Projects(JdbcClient jdbc, MasterData masterData, Accounts accounts, BillingGroups groups,
            TransactionOperations transaction, Clock clock) {
        this.jdbc = jdbc;
        this.masterData = masterData;
        this.accounts = accounts;
        this.groups = groups;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** A project with the group that it is in now. */
    public record Assigned(Project project, UUID groupId, String groupName) {}

    /** All projects by id. */
    public List<Assigned> list() {
        return jdbc.sql(SELECT + "ORDER BY p.id").query(Projects::assigned).list();
    }

    /** The project with that id. */
    public Optional<Assigned> find(String id) {
        return jdbc.sql(SELECT + "AND p.id = ?").param(id).query(Projects::assigned).optional();
    }

    /**
     * Creates a project, in the group that is named, else in a default group of its own.
     *
     * @throws RefusedException if the id is taken, or account and group don't fit
     */
    public Assigned create(String id, Optional<String> accountId, Optional<UUID> groupId, String actor) {
        Rules.check("id", id, FieldRules.text(255));
        transaction.executeWithoutResult(status -> {
            masterData.lockForChange();
            requireAccount(accountId);
            if (find(id).isPresent()) {
                throw new RefusedException("project '" + id + "' exists already");
            }
            var group = groupId.map(given -> requireGroupOf(accountId, given));
            List<PlannedChange> changes = new ArrayList<>(List.of(new Created("project", id, id)));
            var row = NewRows.project(id);
            accountId.ifPresent(account -> row.put("account_id", account));
            masterData.writeProjects(FrozenJson.write(List.of(row)));
            var target = group.orElseGet(() -> createDefaultGroup(id, accountId, changes));
            changes.add(new Moved(id, null, null, target.toString(), target.toString()));
            masterData.writeMoves(List.of((Moved) changes.getLast()), clock.instant());
            masterData.recordChanges(changes, actor);
        });
        return find(id).orElseThrow();
    }

    /**
     * Associates a project that has no account with one; its default group follows it.
     *
     * @throws RefusedException if there is no such project or account, or it has another account
     */
    public Assigned associate(String id, String accountId, String actor) {
        transaction.executeWithoutResult(status -> {
            masterData.lockForChange();
            requireAccount(Optional.of(accountId));
            var found = find(id).orElseThrow(() -> new RefusedException("there is no project '" + id + "'"));
            var owner = found.project().accountId();
            if (owner != null && !owner.equals(accountId)) {
                throw new RefusedException("project '" + id + "' belongs to account '" + owner + "'");
            }
            if (owner == null) {
                jdbc.sql("UPDATE project SET account_id = ? WHERE id = ?").params(accountId, id).update();
                jdbc.sql("UPDATE billing_group SET account_id = ? WHERE id = ? AND account_id IS NULL")
                        .params(accountId, found.groupId()).update();
                masterData.recordChanges(List.of(new Changed("project", id, id, "account_id", null, accountId)), actor);
            }
        });
        return find(id).orElseThrow();
    }

    private void requireAccount(Optional<String> accountId) {
        accountId.filter(id -> accounts.find(id).isEmpty()).ifPresent(id -> {
            throw new RefusedException("there is no account '" + id + "'");
        });
    }

    private UUID requireGroupOf(Optional<String> accountId, UUID groupId) {
        var group = groups.find(groupId)
                .orElseThrow(() -> new RefusedException("there is no billing group " + groupId));
        if (accountId.isEmpty()) {
            throw new RefusedException(
                    "a project must be associated with an account before it can join the billing group '"
                            + group.name() + "': give --account " + group.accountId());
        }
        if (!accountId.get().equals(group.accountId())) {
            throw new RefusedException("billing group '" + group.name() + "' belongs to account '" + group.accountId()
                    + "', not to '" + accountId.get() + "'");
        }
        return groupId;
    }

    private UUID createDefaultGroup(String projectId, Optional<String> accountId, List<PlannedChange> changes) {
        var id = UUID.randomUUID();
        var name = BillingGroup.defaultNameFor(projectId);
        var row = NewRows.group(id.toString()).put("name", name).put("default_for_project", projectId);
        accountId.ifPresent(account -> row.put("account_id", account));
        masterData.writeGroups(FrozenJson.write(List.of(row)));
        changes.add(new Created("billing_group", id.toString(), name));
        return id;
    }

    private static Assigned assigned(ResultSet rs, int row) throws SQLException {
        return new Assigned(new Project(rs.getString("id"), rs.getString("name"), rs.getString("account_id"),
                FrozenJson.readTags(rs.getString("tags"))), rs.getObject("group_id", UUID.class),
                rs.getString("group_name"));
    }
}
