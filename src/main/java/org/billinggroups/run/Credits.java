package org.billinggroups.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.billinggroups.account.BillingGroup;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.seal.SealedEvents;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** Promotional and prepaid credits of billing groups. */
@Repository
public class Credits {
    private static final String SELECT = """
            SELECT c.*, g.name AS group_name, b.remaining FROM credit c
            JOIN credit_balance b ON b.credit_id = c.id LEFT JOIN billing_group g ON g.id = c.group_id
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final SealedEvents seals;
    private final Clock clock;

    Credits(JdbcClient jdbc, TransactionOperations transaction, SealedEvents seals, Clock clock) {
        this.transaction = transaction;
        this.seals = seals;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Grants a credit.
     *
     * @return its key
     * @throws RefusedException if there is another credit of that claim code
     */
    public long add(NewCredit credit, String actor) {
        try {
            return transaction.execute(status -> {
                long id = insert(credit, actor);
                seals.seal(EventFormat.CREDIT, id);
                return id;
            });
        } catch (DuplicateKeyException e) {
            throw new RefusedException("there is a credit with claim code '" + credit.claimCode()
                    + "' already: 'billing credit list' shows it");
        }
    }

    private long insert(NewCredit credit, String actor) {
        return jdbc.sql("""
                    INSERT INTO credit (group_id, kind, currency, amount, valid_from, valid_until, description,
                        claim_code,
                        created_at, created_by)
                    VALUES (:group, :kind, :currency, :amount, :from, :until, :description, :code, :now, :actor)
                    RETURNING id
                    """).param("group", credit.groupId()).param("kind", credit.kind().code())
                .param("currency", credit.amount().getCurrencyUnit().getCode())
                .param("amount", credit.amount().getAmount()).param("from", credit.from())
                .param("until", credit.until()).param("description", credit.description())
                .param("code", credit.claimCode() == null ? null : plain(credit.claimCode()))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC)).param("actor", actor)
                .query(Long.class).single();
    }

    /**
     * Gives the credit of a claim code to a group, once.
     *
     * @throws RefusedException if there is no such code, it was claimed, or has expired or another currency
     */
    public Credit claim(BillingGroup group, String code, String actor) {
        var found = jdbc.sql(SELECT + "WHERE c.claim_code = ?").param(plain(code)).query(Credits::credit).optional()
                .orElseThrow(() -> new RefusedException("there is no credit with claim code '" + code
                        + "': 'billing credit list' shows them"));
        if (!found.amount().getCurrencyUnit().equals(group.details().currency())) {
            throw new RefusedException("the credit is in " + found.amount().getCurrencyUnit() + ", and billing group '"
                    + group.name() + "' is invoiced in " + group.details().currency());
        }
        if (found.until() != null && found.until().isBefore(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
            throw new RefusedException("the credit of claim code '" + code + "' expired on " + found.until());
        }
        transaction.executeWithoutResult(status -> {
            int claimed = jdbc.sql("""
                    UPDATE credit SET group_id = ?, claimed_at = ?, claimed_by = ? WHERE id = ? AND group_id IS NULL
                    """).params(group.id(), clock.instant().atOffset(ZoneOffset.UTC), actor, found.id()).update();
            if (claimed == 0) {
                throw new RefusedException("the credit of claim code '" + code + "' was claimed already: "
                        + "'billing credit list' shows by whom");
            }
            seals.seal(EventFormat.CLAIM, found.id());
        });
        return get(found.id());
    }

    /** The credit with that key. */
    public Credit get(long id) {
        return jdbc.sql(SELECT + "WHERE c.id = ?").param(id).query(Credits::credit).single();
    }

    /** The credits of a group, or of all. */
    public List<Credit> list(Optional<UUID> groupId) {
        return jdbc.sql(SELECT + "WHERE :group::uuid IS NULL OR c.group_id = :group::uuid ORDER BY c.id")
                .param("group", groupId.orElse(null)).query(Credits::credit).list();
    }

    private static Credit credit(ResultSet rs, int row) throws SQLException {
        var currency = CurrencyUnit.of(rs.getString("currency"));
        return new Credit(rs.getLong("id"), rs.getObject("group_id", UUID.class), rs.getString("group_name"),
                CreditKind.ofCode(rs.getString("kind")), Money.of(currency, rs.getBigDecimal("amount")),
                Money.of(currency, rs.getBigDecimal("remaining")), rs.getObject("valid_from", LocalDate.class),
                rs.getObject("valid_until", LocalDate.class), rs.getString("description"), rs.getString("claim_code"));
    }

    private static String plain(String code) {
        return code.strip().toUpperCase(Locale.ROOT);
    }

    /**
     * Freezes what the groups of a run may take: credits in their currency, or in one of late usage, that are valid on
     * some day of the period, the soonest to expire first. What another unfinished run holds is not taken, since nobody
     * knows yet what it will use.
     */
    void freeze(long runId, BillingPeriod period) {
        jdbc.sql("""
                INSERT INTO frozen_credit (run_id, group_id, position, credit_id, kind, description, remaining)
                SELECT g.run_id, g.group_id, row_number() OVER (
                        PARTITION BY g.group_id ORDER BY c.valid_until NULLS LAST, c.id),
                    c.id, c.kind, c.description, b.remaining
                FROM frozen_group g
                JOIN credit c ON c.group_id = g.group_id AND (c.currency = g.currency OR EXISTS (
                    SELECT FROM frozen_prior_period p
                    JOIN frozen_group b ON b.run_id = p.base_run_id AND b.group_id = p.group_id
                    WHERE p.run_id = g.run_id AND p.group_id = g.group_id AND b.currency = c.currency))
                JOIN credit_balance b ON b.credit_id = c.id AND b.remaining > 0
                WHERE g.run_id = :run AND coalesce(c.valid_from <= :last, true) AND coalesce(c.valid_until >= :first,
                    true)
                    AND NOT EXISTS (
                        SELECT FROM frozen_credit f JOIN invoicing_run r ON r.id = f.run_id
                        WHERE f.credit_id = c.id AND r.finished_at IS NULL AND r.discarded_at IS NULL
                            AND r.kind = 'invoicing')
                """).param("run", runId).param("first", period.firstDay()).param("last", period.lastDay()).update();
    }
}
