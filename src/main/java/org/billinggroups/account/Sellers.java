package org.billinggroups.account;

import java.util.Optional;
import org.billinggroups.file.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The seller for whom this database bills. */
@Repository
public class Sellers {
    private final JdbcClient jdbc;
    private final MasterData masterData;

    Sellers(JdbcClient jdbc, MasterData masterData) {
        this.jdbc = jdbc;
        this.masterData = masterData;
    }

    /** The seller, if one was declared. */
    public Optional<Seller> find() {
        return jdbc.sql("SELECT to_jsonb(s) FROM seller s").query(String.class).optional()
                .map(json -> FrozenJson.read(json, Seller.class));
    }

    /**
     * The seller.
     *
     * @throws RefusedException if none was declared
     */
    public Seller require() {
        return find().orElseThrow(() -> new RefusedException(
                "there is no seller yet: declare one in a file and run 'billing apply FILE'"));
    }

    /** Lets changes of sellers, accounts, groups and projects wait until the caller's transaction ends. */
    public void holdStill() {
        masterData.lockForReading();
    }
}
