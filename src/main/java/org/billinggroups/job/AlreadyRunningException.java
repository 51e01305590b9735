package org.billinggroups.job;

import java.util.Optional;
import org.billinggroups.file.BillingException;

/** Another process is running the invoicing job for the same seller. */
public final class AlreadyRunningException extends BillingException {
    private static final long serialVersionUID = 1L;

    AlreadyRunningException(String sellerId, Optional<SellerLock.Holder> holder) {
        super("another process is running the invoicing job for seller '" + sellerId + "'"
                + holder.map(one -> ": " + one.process() + ", since " + one.since()).orElse(""));
    }
}
