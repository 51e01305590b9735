package org.billinggroups.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.billinggroups.file.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the accounts, also those that were deleted. */
@Repository
public class Accounts {
    static final String SELECT = "SELECT id, seller_id, name, deleted_at FROM account ";

    private final JdbcClient jdbc;

    Accounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The accounts by id, on request with those that were deleted. */
    public List<Account> list(boolean deletedToo) {
        return jdbc.sql(SELECT + "WHERE ? OR deleted_at IS NULL ORDER BY id").param(deletedToo)
                .query(Accounts::account).list();
    }

    /** The account with that id, if it is not deleted. */
    public Optional<Account> find(String id) {
        return jdbc.sql(SELECT + "WHERE id = ? AND deleted_at IS NULL").param(id).query(Accounts::account).optional();
    }

    /**
     * The account with that id, or the only one that is not deleted whose id begins so.
     *
     * @throws RefusedException if it is none, or several: then it lists them
     */
    public Account resolve(String reference) {
        var matches = jdbc.sql(SELECT + "WHERE id = ?").param(reference).query(Accounts::account).list();
        if (matches.isEmpty()) {
            matches = jdbc.sql(SELECT + "WHERE starts_with(id, ?) AND deleted_at IS NULL ORDER BY id").param(reference)
                    .query(Accounts::account).list();
        }
        return Rules.single("account", reference, matches, Account::id);
    }

    /**
     * Like {@link #resolve}, for an account that is to be changed.
     *
     * @throws RefusedException also if the account was deleted
     */
    public Account resolveLive(String reference) {
        var account = resolve(reference);
        if (account.deletedAt() != null) {
            throw new RefusedException("account '" + account.id() + "' was deleted");
        }
        return account;
    }

    static Account account(ResultSet rs, int row) throws SQLException {
        return new Account(rs.getString("id"), rs.getString("seller_id"), rs.getString("name"),
                BillingGroups.instant(rs, "deleted_at"));
    }
}
