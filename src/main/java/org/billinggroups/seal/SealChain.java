package org.billinggroups.seal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.billinggroups.file.Sha256;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The chain of all seals. Each is the root of a tree over its leaves, and its link is the SHA-256 of itself and of the
 * link before it. Who changes something later leaves a seal that does not fit, or has to make all seals after it again,
 * which whoever kept one of their hashes finds out.
 */
@Repository
public class SealChain {
    /** The newest format; the lists of tables and columns of each are kept by the owners of the tables. */
    public static final int FORMAT = 2;

    /** What changes, and is then sealed again. */
    private static final String SEALED_AGAIN = "usage";
    private static final int LEAVES_AT_ONCE = 500;
    private static final int FETCH_SIZE = 2000;

    private final JdbcClient jdbc;
    private final JdbcTemplate streaming;
    private final TransactionTemplate reading;

    SealChain(JdbcClient jdbc, DataSource dataSource, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.streaming = new JdbcTemplate(dataSource);
        this.streaming.setFetchSize(FETCH_SIZE);
        // Only in a transaction are rows fetched little by little.
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
    }

    /**
     * The end of the chain.
     *
     * @param position how many seals there are
     * @param link the hash of all of them; empty if there are none
     */
    public record Head(long position, String link) {
        /** The end of the chain in a line for people. */
        public String text() {
            return position == 0 ? "nothing is sealed yet" : "seals: " + position + ", head " + link;
        }
    }

    /**
     * A seal.
     *
     * @param content the root of what it says without files
     */
    public record Seal(long position, int format, String kind, String subject, String content, int contentLeaves,
            String root, String link) {}

    /** The end of the chain now. */
    public Head head() {
        return jdbc.sql("SELECT position, link FROM seal_head").query(Head.class).single();
    }

    /**
     * Appends a seal in the caller's transaction, as the last thing in it: until it ends, nobody else can append.
     *
     * @param kind what sort of thing is sealed
     * @param subject which one
     */
    public Head append(String kind, String subject, List<Leaf> leaves) {
        return append(kind, subject, leaves, List.of());
    }

    /**
     * Appends a seal over what something says and over files that show it, see {@link #append(String, String, List)}.
     */
    public Head append(String kind, String subject, List<Leaf> content, List<Leaf> files) {
        var leaves = Stream.concat(content.stream(), files.stream()).toList();
        var head = jdbc.sql("SELECT * FROM append_seal(?, ?, ?, ?, ?, ?)")
                .params(FORMAT, kind, subject, root(content), content.size(), root(leaves))
                .query((rs, row) -> new Head(rs.getLong("position"), rs.getString("link"))).single();
        for (int from = 0; from < leaves.size(); from += LEAVES_AT_ONCE) {
            var some = leaves.subList(from, Math.min(from + LEAVES_AT_ONCE, leaves.size()));
            jdbc.sql("SELECT append_seal_leaves(?, ?, ?, ?)").param(head.position()).param(from + 1)
                    .param(some.stream().map(Leaf::subject).toArray(String[]::new))
                    .param(some.stream().map(Leaf::content).toArray(String[]::new)).query((rs, row) -> 0).single();
        }
        return head;
    }

    /** The root over leaves. */
    public static String root(List<Leaf> leaves) {
        return MerkleTree.root(leaves.stream().map(Leaf::hash).toList());
    }

    /** The seal of something that is sealed once; if somebody sealed it again, the first. */
    public Optional<Seal> find(String kind, String subject) {
        return jdbc.sql("SELECT * FROM seal WHERE kind = ? AND subject = ? ORDER BY position LIMIT 1")
                .params(kind, subject).query(Seal.class).optional();
    }

    /** The link of the seal before; empty for the first. */
    public String linkBefore(Seal seal) {
        return jdbc.sql("SELECT link FROM seal WHERE position = ? - 1").param(seal.position()).query(String.class)
                .optional().orElse("");
    }

    /** What was sealed of each subject of a kind whose seals have one leaf. */
    public Map<String, String> contentsOf(String kind) {
        Map<String, String> contents = new TreeMap<>();
        jdbc.sql("SELECT s.subject, l.content FROM seal s JOIN seal_leaf l USING (position) WHERE s.kind = ? "
                + "ORDER BY s.position").param(kind).query(rs -> {
                    contents.put(rs.getString(1), rs.getString(2));
                });
        return contents;
    }

    /** All that is sealed of a kind. */
    public Set<String> subjectsOf(String kind) {
        return new TreeSet<>(
                jdbc.sql("SELECT subject FROM seal WHERE kind = ?").param(kind).query(String.class).list());
    }

    /** The leaves of a seal, in order. */
    public List<Leaf> leaves(Seal seal) {
        return jdbc.sql("SELECT subject, content FROM seal_leaf WHERE position = ? ORDER BY ordinal")
                .param(seal.position()).query(Leaf.class).list();
    }

    /** Whether the chain has, or had once, that hash: as its head, or as a root. */
    public boolean contains(String hash) {
        return jdbc.sql("SELECT count(*) FROM seal WHERE link = :hash OR content = :hash OR root = :hash")
                .param("hash", hash).query(Long.class).single() > 0;
    }

    /**
     * Goes through seals in their order.
     *
     * @param since the first position that is of interest
     * @param kind the only kind; null for all
     */
    public void forEach(long since, @Nullable String kind, Consumer<Seal> each) {
        var mapper = new DataClassRowMapper<>(Seal.class);
        reading.executeWithoutResult(status -> streaming.query(
                "SELECT * FROM seal WHERE position >= ? AND kind = coalesce(?, kind) ORDER BY position",
                rs -> {
                    each.accept(mapper.mapRow(rs, 0));
                }, since, kind));
    }

    /** The places at which the chain does not hold; empty if it does. */
    public List<String> brokenLinks() {
        List<String> findings = new ArrayList<>();
        Set<String> subjects = new HashSet<>();
        var before = new Head[]{ new Head(0, "") };
        forEach((seal, leaves) -> {
            var what = "seal " + seal.position() + " (" + seal.kind() + " " + seal.subject() + ")";
            if (seal.position() != before[0].position() + 1) {
                findings.add(what + ": expected seal " + (before[0].position() + 1) + ", so some are missing");
            } else if (!link(seal, before[0].link()).equals(seal.link())) {
                findings.add(what + ": it does not fit the seal before it");
            }
            if (!root(leaves).equals(seal.root()) || leaves.size() < seal.contentLeaves()
                    || !root(leaves.subList(0, seal.contentLeaves())).equals(seal.content())) {
                findings.add(what + ": its leaves are not those that were sealed");
            }
            if (!seal.kind().equals(SEALED_AGAIN) && !subjects.add(seal.kind() + " " + seal.subject())) {
                findings.add(what + ": it was sealed before, and nothing is sealed twice");
            }
            before[0] = new Head(seal.position(), seal.link());
        });
        if (!before[0].equals(head())) {
            findings.add("the chain ends with seal " + before[0].position() + ", but its head is seal "
                    + head().position() + ", so some are missing");
        }
        return findings;
    }

    /** Goes through all seals with their leaves in one question, since there is one for each mail that was sent. */
    private void forEach(BiConsumer<Seal, List<Leaf>> each) {
        var mapper = new DataClassRowMapper<>(Seal.class);
        var current = new Seal[1];
        List<Leaf> leaves = new ArrayList<>();
        reading.executeWithoutResult(status -> streaming.query("""
                SELECT s.*, l.subject AS leaf, l.content AS says FROM seal s LEFT JOIN seal_leaf l USING (position)
                ORDER BY s.position, l.ordinal
                """, rs -> {
            if (current[0] != null && current[0].position() != rs.getLong("position")) {
                each.accept(current[0], leaves);
                current[0] = null;
                leaves.clear();
            }
            if (current[0] == null) {
                current[0] = mapper.mapRow(rs, 0);
            }
            if (rs.getString("leaf") != null) {
                leaves.add(new Leaf(rs.getString("leaf"), rs.getString("says")));
            }
        }));
        if (current[0] != null) {
            each.accept(current[0], leaves);
        }
    }

    private static String link(Seal seal, String before) {
        var text = String.join("\n", Long.toString(seal.position()), Integer.toString(seal.format()), seal.kind(),
                seal.subject(), seal.content(), seal.root(), before);
        return HexFormat.of().formatHex(Sha256.newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
