package org.billinggroups.invoicing;

/** A billing group that cannot be invoiced until something is mended; it is parked with the reason. */
final class NotInvoiceableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ParkedGroup.Reason reason;

    NotInvoiceableException(ParkedGroup.Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    ParkedGroup.Reason reason() {
        return reason;
    }
}
