package org.billinggroups.database;

import org.billinggroups.file.BillingException;

/**
 * This process no longer owns the invoicing lock of a seller: another process has taken it over. Nothing of the
 * transaction that found this out has been written.
 */
public class LockLostException extends BillingException {
    private static final long serialVersionUID = 1L;

    LockLostException(String seller, long epoch) {
        super("the invoicing lock of seller '" + seller + "' was taken over by another process: its epoch is no longer "
                + epoch + ", so nothing more is written here");
    }
}
