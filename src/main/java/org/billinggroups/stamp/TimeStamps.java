package org.billinggroups.stamp;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billinggroups.seal.SealChain;
import org.billinggroups.seal.SealChain.Head;
import org.billinggroups.seal.SealedEvent;
import org.billinggroups.seal.SealedEvents;
import org.billinggroups.seal.SealedTable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** The time stamps of the chain of seals. They are only ever added, and are sealed themselves. */
@Repository
@EnableConfigurationProperties(StampSettings.class)
public class TimeStamps {
    /** A stamp as it was recorded, format 1: it never changes once a version was released. */
    private static final SealedEvent STAMP = new SealedEvent("stamp", new SealedTable("seal_stamp", "seal_stamp t",
            "t.position || ' by ' || t.authority", "t.position = ? AND t.authority = ?", "t.position, t.authority",
            List.of("position", "authority", "token=encode(t.token, 'hex')",
                    "recorded_by=t.recorded_by || E'\\n' || t.login")));

    private final JdbcClient jdbc;
    private final SealChain chain;
    private final SealedEvents seals;
    private final StampSettings settings;
    private final TransactionOperations transaction;
    private final Clock clock;

    TimeStamps(JdbcClient jdbc, SealChain chain, SealedEvents seals, StampSettings settings,
            TransactionOperations transaction, Clock clock) {
        this.jdbc = jdbc;
        this.chain = chain;
        this.seals = seals;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What of stamps is sealed. */
    @Configuration(proxyBeanMethods = false)
    static class Format {
        @Bean
        SealedEvent stampSeals() {
            return STAMP;
        }
    }

    /**
     * A time stamp.
     *
     * @param position the seal up to which the authority stamped the chain
     * @param at when, as the authority says
     */
    public record Stamp(long position, String authority, Instant at) {}

    /**
     * Has the end of the chain stamped, unless nothing but stamps came to it since the authority's last one.
     *
     * @param url where the authority answers
     * @return the new stamp; empty if there is nothing new to stamp
     * @throws StampFailedException if there is no stamp that counts; then nothing is kept
     */
    public Optional<Stamp> stamp(String url, String actor) throws InterruptedException {
        var authority = StampAuthority.at(url, settings.timeout());
        var trusted = TrustedAuthorities.read(settings.trustedCertificates());
        var head = chain.head();
        if (isStamped(head, url)) {
            return Optional.empty();
        }
        var encoded = authority.stamp(head.link());
        try {
            var token = StampToken.of(encoded);
            token.require(head.link(), trusted);
            return record(new Stamp(head.position(), url, token.time()), encoded, actor);
        } catch (InvalidStampException e) {
            throw new StampFailedException("time stamp authority " + url + " answers with a token that "
                    + e.getMessage() + "; nothing is stamped", e);
        }
    }

    private boolean isStamped(Head head, String authority) {
        return jdbc.sql("""
                SELECT NOT EXISTS (
                    SELECT FROM seal s WHERE s.kind <> 'stamp' AND s.position > coalesce((
                        SELECT max(t.position) FROM seal_stamp t WHERE t.authority = :authority), 0)
                        AND s.position <= :head)
                """).param("authority", authority).param("head", head.position()).query(Boolean.class).single();
    }

    private Optional<Stamp> record(Stamp stamp, byte[] token, String actor) {
        return transaction.execute(status -> {
            try {
                jdbc.sql("""
                        INSERT INTO seal_stamp (position, authority, token, recorded_at, recorded_by)
                        VALUES (?, ?, ?, ?, ?)
                        """).params(stamp.position(), stamp.authority(), token,
                        clock.instant().atOffset(ZoneOffset.UTC), actor).update();
            } catch (DuplicateKeyException e) {
                status.setRollbackOnly();
                return Optional.<Stamp>empty(); // Another process was faster.
            }
            seals.seal(STAMP, stamp.position(), stamp.authority());
            return Optional.of(stamp);
        });
    }

    /** All stamps whose tokens can be read, the oldest first. */
    public List<Stamp> all() {
        List<Stamp> stamps = new ArrayList<>();
        for (var row : rows()) {
            try {
                stamps.add(new Stamp(row.position(), row.authority(), StampToken.of(row.token()).time()));
            } catch (InvalidStampException e) {
                // Verification names it.
            }
        }
        return stamps;
    }

    /** The stamps that do not hold: of another chain than this, or not signed by whom they should be. */
    public List<String> differences() {
        List<String> findings = new ArrayList<>();
        var trusted = TrustedAuthorities.read(settings.trustedCertificates());
        for (var row : rows()) {
            try {
                StampToken.of(row.token()).require(row.link(), trusted);
            } catch (InvalidStampException e) {
                findings.add("time stamp of seal " + row.position() + " by " + row.authority() + ": the token "
                        + e.getMessage());
            }
        }
        return findings;
    }

    private record Row(long position, String authority, byte[] token, String link) {}

    private List<Row> rows() {
        return jdbc.sql("SELECT t.position, t.authority, t.token, s.link FROM seal_stamp t JOIN seal s USING (position)"
                + " ORDER BY t.position, t.authority").query(
                        (rs, row) -> new Row(rs.getLong(1), rs.getString(2),
                                rs.getBytes(3), rs.getString(4)))
                .list();
    }
}
