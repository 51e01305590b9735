package org.billinggroups.seal;

/**
 * One thing that a seal covers.
 *
 * @param subject what it is, in words that people know, such as {@code invoice INV-2026-000001}; unique within its seal
 * @param content what it says: of rows a line for each table, with its name, the number of rows and their SHA-256
 */
public record Leaf(String subject, String content) {
    /** The hash of the leaf in the tree. */
    public String hash() {
        return MerkleTree.leaf(subject + "\n" + content);
    }
}
