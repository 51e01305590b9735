package org.billinggroups.seal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.billinggroups.file.Sha256;

/**
 * The hash tree of RFC 6962, section 2.1, with SHA-256. A leaf is hashed behind a zero byte, two nodes behind a one, so
 * that no node can be taken for a leaf.
 */
public final class MerkleTree {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private MerkleTree() {}

    /** The hash of a leaf with that text, as 64 hexadecimal digits. */
    public static String leaf(String text) {
        var digest = Sha256.newDigest();
        digest.update(LEAF);
        return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The root over the hashes of leaves, in their order; of no leaves the hash of nothing. */
    public static String root(List<String> leaves) {
        if (leaves.isEmpty()) {
            return HexFormat.of().formatHex(Sha256.newDigest().digest());
        }
        return HexFormat.of().formatHex(subtree(leaves));
    }

    /**
     * What is needed to come from one leaf to the root: the roots of the parts that it is not in, from the leaf up.
     *
     * @param index the place of the leaf, from 0
     */
    public static List<String> path(List<String> leaves, int index) {
        if (leaves.size() == 1) {
            return List.of();
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        var first = leaves.subList(0, left);
        var rest = leaves.subList(left, leaves.size());
        List<String> path = new ArrayList<>(index < left ? path(first, index) : path(rest, index - left));
        path.add(root(index < left ? rest : first));
        return path;
    }

    private static byte[] subtree(List<String> leaves) {
        if (leaves.size() == 1) {
            return HexFormat.of().parseHex(leaves.getFirst());
        }
        // The left part is the largest complete tree that leaves something for the right one.
        int left = Integer.highestOneBit(leaves.size() - 1);
        var digest = Sha256.newDigest();
        digest.update(NODE);
        digest.update(subtree(leaves.subList(0, left)));
        return digest.digest(subtree(leaves.subList(left, leaves.size())));
    }
}
