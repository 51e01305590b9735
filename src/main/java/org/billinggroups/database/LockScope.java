package org.billinggroups.database;

/**
 * What a {@link SessionLock} locks; scopes do not disturb one another. A number stays with its scope, as processes of
 * other versions may hold it.
 */
public enum LockScope {
    /** Invoicing and credit notes of a seller. */
    SELLER(1),
    /** The import of the same files. */
    IMPORT(2),
    /** The estimate of a seller's period. */
    ESTIMATE(3),
    /** Mails of a period. */
    DELIVERY(5),
    /** A part of a step, which one worker works on. */
    PARTITION(6);

    private final int number;

    LockScope(int number) {
        this.number = number;
    }

    /** By which the server knows it. */
    public int number() {
        return number;
    }
}
