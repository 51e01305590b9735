package org.billinggroups.run;

import org.billinggroups.file.BillingException;

/** A billing group that cannot be invoiced until something is mended; it is parked with the reason. */
public final class NotInvoiceableException extends BillingException {
    private static final long serialVersionUID = 1L;

    private final ParkedGroup.Reason reason;

    public NotInvoiceableException(ParkedGroup.Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public ParkedGroup.Reason reason() {
        return reason;
    }
}
