package org.billinggroups.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.billinggroups.account.PlannedChange.Created;
import org.billinggroups.period.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.node.JsonNodeFactory;

/** The accounts. */
@Repository
public class Accounts {
    private static final String SELECT = "SELECT id, seller_id, name FROM account WHERE deleted_at IS NULL ";

    private final JdbcClient jdbc;
    private final MasterData masterData;
    private final Sellers sellers;
    private final TransactionOperations transaction;

    Accounts(JdbcClient jdbc, MasterData masterData, Sellers sellers, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.masterData = masterData;
        this.sellers = sellers;
        this.transaction = transaction;
    }

    /** All accounts by id. */
    public List<Account> list() {
        return jdbc.sql(SELECT + "ORDER BY id").query(Account.class).list();
    }

    /** The account with that id. */
    public Optional<Account> find(String id) {
        return jdbc.sql(SELECT + "AND id = ?").param(id).query(Account.class).optional();
    }

    /**
     * Creates an account of the seller.
     *
     * @param id the id, or empty to have one made
     * @throws RefusedException if the id is taken or a field is wrong
     */
    public Account create(Optional<String> id, String name, String actor) {
        var account = new Account(
                Rules.check("id", id.orElseGet(() -> UUID.randomUUID().toString()), FieldRules.text(64)),
                sellers.require().id(), Rules.check("name", name, FieldRules.text(255)));
        transaction.executeWithoutResult(status -> {
            masterData.lockForChange();
            if (find(account.id()).isPresent()) {
                throw new RefusedException("account '" + account.id() + "' exists already");
            }
            var row = JsonNodeFactory.instance.objectNode().put("id", account.id()).put("seller_id", account.sellerId())
                    .put("name", account.name());
            masterData.writeAccounts(FrozenJson.write(List.of(row)));
            masterData.recordChanges(List.of(new Created("account", account.id(), account.name())), actor);
        });
        return account;
    }
}
